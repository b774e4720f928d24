import type { Tx } from '../platform/db/tx.ts'

export interface EndedHold {
  id: string
  version: number
}

/**
 * Ends the holds whose time has run out and that keep one of these resources, and frees their time. Skips what was renewed or booked in the meantime: the row lock
 * waits for that, then looks again.
 */
export async function expireHolds(
  tx: Tx,
  tenantId: string,
  which: { onResources: readonly string[]; now: number },
): Promise<EndedHold[]> {
  return tx.rows<EndedHold>({
    name: 'holds-expire',
    text: endingHolds(
      `hold_expires_at <= $2 and a.id in (
      select o.appointment_id from occupancies o where o.tenant_id = $1 and o.resource_id = any ($3::uuid[])
        and o.active and o.expires_at <= $2)`,
      'timeout',
    ),
    values: [tenantId, new Date(which.now), which.onResources],
  })
}

/** Ends one hold, if its time has run out. */
export async function expireHold(
  tx: Tx,
  tenantId: string,
  { id, now }: { id: string; now: number },
): Promise<EndedHold[]> {
  return tx.rows<EndedHold>({
    name: 'hold-expire',
    text: endingHolds('hold_expires_at <= $2 and a.id = $3', 'timeout'),
    values: [tenantId, new Date(now), id],
  })
}

/** Ends all holds of a holder, or those among `ids` only. */
export async function endHolds(
  tx: Tx,
  tenantId: string,
  which: { holder: string; ids?: readonly string[]; now: number; why: 'released' | 'replaced' },
): Promise<EndedHold[]> {
  return tx.rows<EndedHold>({
    name: `holds-${which.why}`,
    text: endingHolds('holder = $3 and ($4::uuid[] is null or a.id = any ($4))', which.why),
    values: [tenantId, new Date(which.now), which.holder, which.ids ?? null],
  })
}

/** Gives how many holds were renewed: each lasts until `until` (epoch milliseconds) now. */
export async function renewHolds(
  tx: Tx,
  tenantId: string,
  { holder, id, until }: { holder: string; id?: string; until: number },
): Promise<number> {
  const row = await tx.first<{ renewed: number }>({
    name: 'holds-renew',
    text: `with renewed as (
        update appointments set hold_expires_at = $3
        where tenant_id = $1 and holder = $2 and status = 'held' and ($4::uuid is null or id = $4) returning id),
      kept as (
        update occupancies o set expires_at = $3 from renewed
        where o.tenant_id = $1 and o.appointment_id = renewed.id and o.active)
      select count(*)::integer as renewed from renewed`,
    values: [tenantId, holder, new Date(until), id ?? null],
  })
  return row?.renewed ?? 0
}

export interface LiveHold {
  id: string
  service_id: string
  location_id: string
  starts_at: Date
  minutes: number
  resource_ids: string[]
}

/** The holder's holds whose time has not run out at `now` (epoch milliseconds). */
export function findLiveHolds(
  tx: Tx,
  tenantId: string,
  { holder, now }: { holder: string; now: number },
): Promise<LiveHold[]> {
  return tx.rows<LiveHold>({
    name: 'holds-live',
    text: `select id, service_id, location_id, starts_at,
        (extract(epoch from ends_at - starts_at) / 60)::integer as minutes, array(
        select resource_id from occupancies o where o.tenant_id = $1 and o.appointment_id = a.id) as resource_ids
      from appointments a
      where tenant_id = $1 and holder = $2 and status = 'held' and hold_expires_at > $3 order by id`,
    values: [tenantId, holder, new Date(now)],
  })
}

export interface LiveHolds {
  ofCaller: number
  ofClient: number
  /** How many the client's policy allows; null where it says nothing. */
  mostOfClient: number | null
}

/** How many holds are alive at `now` (epoch milliseconds). Without a caller's key there are none of a caller. */
export async function countLiveHolds(
  tx: Tx,
  tenantId: string,
  { callerKey, now }: { callerKey: string | null; now: number },
): Promise<LiveHolds> {
  const row = await tx.first<{ of_caller: number; of_client: number; most: number | null }>({
    name: 'holds-count',
    text: `select count(*) filter (where caller_key = $2)::integer as of_caller, count(*)::integer as of_client,
        (select (rules->'maxLiveHolds')::integer from policies
         where tenant_id = $1 and num_nonnulls(location_id, service_id, resource_id) = 0) as most
      from appointments where tenant_id = $1 and status = 'held' and hold_expires_at > $3`,
    values: [tenantId, callerKey, new Date(now)],
  })
  return { ofCaller: row?.of_caller ?? 0, ofClient: row?.of_client ?? 0, mostOfClient: row?.most ?? null }
}

const endingHolds = (which: string, why: string): string => `
  with ending as (
    select a.id from appointments a where a.tenant_id = $1 and a.status = 'held' and ${which}
    order by a.id for update),
  freed as (
    update occupancies o set active = false from ending
    where o.tenant_id = $1 and o.appointment_id = ending.id and o.active)
  update appointments a set status = 'expired', end_reason = '${why}', caller_key = null, updated_at = $2,
    version = version + 1
  from ending where a.tenant_id = $1 and a.id = ending.id returning a.id, a.version`
