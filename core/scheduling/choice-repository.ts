import type { Tx } from '../platform/db/tx.ts'
import { type BookingSetting, type Choice, NO_CHOICE } from './booking-setting.ts'

const COUNTED = 30 * 86_400_000

/** One statement where the service's policy asks for it, else none. `now` in epoch milliseconds. */
export async function findChoice(
  tx: Tx,
  tenantId: string,
  {
    setting,
    customerId,
    now,
  }: { setting: BookingSetting; customerId: string | null | undefined; now: number },
): Promise<Choice> {
  const { choose } = setting.service
  if (choose === 'round_robin') return findGiven(tx, tenantId, { setting, now })
  if (choose === 'same_as_last_time' && customerId) return findServedLast(tx, tenantId, { customerId, now })
  return NO_CHOICE
}

/**
 * Counted by when they were given out, not by when they take place, since a turn is over once it was taken. All of them
 * end after that, so the index of what is still to come or just over finds them. Holds do not count: most come to nothing.
 * A class is one turn, however many take part.
 */
const GIVEN = `
  select o.resource_id, count(distinct coalesce(o.class_id, a.id))::integer as given,
      extract(epoch from min(a.created_at))::float8 * 1000 as oldest
    from occupancies o join appointments a on a.tenant_id = $1 and a.id = o.appointment_id
    where o.tenant_id = $1 and o.resource_id = any ($2::uuid[]) and o.active and o.ends_at > $4
      and a.service_id = $3 and a.created_at > $4 and a.status <> 'held'
    group by o.resource_id`

async function findGiven(
  tx: Tx,
  tenantId: string,
  { setting, now }: { setting: BookingSetting; now: number },
): Promise<Choice> {
  const rows = await tx.rows<{ resource_id: string; given: number; oldest: number }>({
    name: 'choice-given',
    text: GIVEN,
    values: [tenantId, setting.resources.map(({ id }) => id), setting.service.id, new Date(now - COUNTED)],
  })
  const given = new Map(rows.map((row) => [row.resource_id, row.given]))
  const oldest = Math.min(...rows.map((row) => row.oldest))
  return { ...NO_CHOICE, given, changesAt: rows.length > 0 ? oldest + COUNTED : null }
}

/** The latest that has begun; for somebody who was never there, the one that is booked. */
const SERVED_LAST = `
  with coming as (
    select id, starts_at from appointments
    where tenant_id = $1 and customer_id = $2 and status in ('confirmed', 'completed')),
  latest as (select id from coming order by starts_at <= $3 desc, starts_at desc limit 1)
  select array(select distinct o.resource_id from occupancies o join latest on o.appointment_id = latest.id
      where o.tenant_id = $1) as resource_ids,
    (select extract(epoch from min(starts_at))::float8 * 1000 from coming where starts_at > $3) as next`

async function findServedLast(
  tx: Tx,
  tenantId: string,
  { customerId, now }: { customerId: string; now: number },
): Promise<Choice> {
  const row = await tx.first<{ resource_ids: string[]; next: number | null }>({
    name: 'choice-served-last',
    text: SERVED_LAST,
    values: [tenantId, customerId, new Date(now)],
  })
  return { ...NO_CHOICE, servedLast: new Set(row?.resource_ids), changesAt: row?.next ?? null }
}
