import { hash } from 'node:crypto'
import type { Tx } from '../platform/db/tx.ts'
import type { BusyTime } from './availability-request.ts'
import type { Taken } from './booking-setting.ts'
import type { Interval } from './interval.ts'
import type { Occupancy } from './occupancy.ts'

/**
 * Epoch minutes as float8, since pg gives bigint and numeric as text. Outside calendars may have odd seconds. With hundreds
 * of rows `date_part`, which works with float8, takes a fifth of the time of `extract`, which works with numeric.
 */
const TAKEN = `
  select l.resource_id, floor(date_part('epoch', b.starts_at) / 60) as start_minute,
      ceil(date_part('epoch', b.ends_at) / 60) as end_minute,
      null::smallint as layer, null::smallint as seat, null::uuid as appointment_id, null::float8 as held_until,
      false as absent, null::uuid as stand_in_id, null::uuid as class_id, null::smallint as place
    from calendar_links l
    join busy_blocks b on b.tenant_id = $1 and b.connection_id = l.connection_id and b.calendar = l.calendar
    where l.tenant_id = $1 and l.reads and l.resource_id = any ($2::uuid[])
      and b.ends_at > $3 and b.starts_at < $4
  union all
  select o.resource_id, date_part('epoch', o.starts_at) / 60,
      date_part('epoch', o.ends_at) / 60,
      o.layer, o.seat, o.appointment_id, (extract(epoch from o.expires_at) / 60)::float8, false, null,
      o.class_id, o.place
    from occupancies o
    where o.tenant_id = $1 and o.resource_id = any ($2::uuid[]) and o.active
      and o.ends_at > $3 and o.starts_at < $4
  union all
  select a.resource_id, floor(date_part('epoch', a.starts_at) / 60),
      ceil(date_part('epoch', a.ends_at) / 60), null, null, null, null, true, a.stand_in_resource_id, null, null
    from absences a
    where a.tenant_id = $1 and a.resource_id = any ($2::uuid[]) and a.ends_at > $3 and a.starts_at < $4
  order by start_minute`

interface TakenRow {
  resource_id: string
  start_minute: number
  end_minute: number
  layer: 0 | 1 | null
  seat: number | null
  appointment_id: string | null
  held_until: number | null
  absent: boolean
  stand_in_id: string | null
  class_id: string | null
  place: number | null
  location_id?: string | null
}

/** Where the time of our own is taken: only asked for where ways take time, as it takes reading the appointments. */
const ELSEWHERE = `
  select taken.*, a.location_id from (${TAKEN}) taken
    left join appointments a on a.tenant_id = $1 and a.id = taken.appointment_id
  order by taken.start_minute`

export interface TakenWanted {
  resourceIds: readonly string[]
  /** Epoch minutes. */
  range: Interval
  /** Minutes to each location from which the way takes time; what is there is read so much further. */
  travel: ReadonlyMap<string, number>
}

/** What is taken of these resources within that range: outside calendars, absences and our own. */
export async function findTaken(
  tx: Tx,
  tenantId: string,
  { resourceIds, range, travel }: TakenWanted,
): Promise<Taken> {
  const farthest = Math.max(0, ...travel.values())
  const rows = await tx.rows<TakenRow>({
    name: farthest > 0 ? 'booking-taken-elsewhere' : 'booking-taken',
    text: farthest > 0 ? ELSEWHERE : TAKEN,
    values: [tenantId, resourceIds, atMinute(range.start - farthest), atMinute(range.end + farthest)],
  })
  const busy = new Map<string, BusyTime[]>()
  const occupied = new Map<string, Occupancy[]>()
  for (const row of rows) {
    const during = { start: row.start_minute, end: row.end_minute }
    if (row.absent) add(busy, row.resource_id, { ...during, absence: { standInId: row.stand_in_id } })
    else if (row.appointment_id === null) add(busy, row.resource_id, during)
    else
      add(occupied, row.resource_id, {
        ...during,
        ...ownerOf(row, row.appointment_id),
        ...wayOf(row, travel),
      })
  }
  return { busy, occupied }
}

/**
 * Waits until no other transaction of any process books for one of these names (resources, holders), and keeps them
 * until the end of this one. Always in the same order, so that no two can wait for each other. What was read before
 * may have changed in the meantime: read in a later statement.
 */
export async function lockForBooking(tx: Tx, tenantId: string, names: readonly string[]): Promise<void> {
  const keys = [...new Set(names)].map((name) => lockKey(tenantId, name)).sort((a, b) => (a < b ? -1 : 1))
  await tx.run({
    name: 'booking-lock',
    text: `select pg_advisory_xact_lock(key) from unnest($1::bigint[]) with ordinality as lock (key, place) order by place`,
    values: [keys.map(String)],
  })
}

function lockKey(tenantId: string, name: string): bigint {
  return hash('sha256', `booking ${tenantId} ${name}`, 'buffer').readBigInt64BE()
}

const atMinute = (minute: number): Date => new Date(minute * 60_000)

const ownerOf = ({ layer, seat, held_until, class_id, place }: TakenRow, appointmentId: string) => ({
  layer: layer === 1 ? ('buffer' as const) : ('core' as const),
  seat: seat ?? 1,
  appointmentId,
  heldUntil: held_until,
  ...(class_id === null ? {} : { classId: class_id, place: place ?? 1 }),
})

function wayOf({ location_id }: TakenRow, travel: ReadonlyMap<string, number>): { travel?: number } {
  const minutes = location_id ? travel.get(location_id) : undefined
  return minutes === undefined ? {} : { travel: minutes }
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
