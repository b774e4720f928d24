import { rowsOf } from '../../../platform/testing/database-rows.ts'
import type { TestDatabase } from '../../../platform/testing/test-database.ts'
import { lengthsOf, shapesOf } from './footprint.ts'
import type { Salon } from './salon.ts'

/** A time that was taken once. Epoch milliseconds; `ended` is null where it still is. */
export interface Taken {
  appointment_id: string
  resource_id: string
  seat: number
  layer: 'core' | 'buffer'
  from: number
  to: number
  began: number
  ended: number | null
}

export interface StoredEvent {
  id: string
  version: number
  type: string
  payload: { status?: string; start?: string; end?: string; why?: string }
}

export interface StoredRow {
  id: string
  status: string
  service_id: string
  /** Who asked: of a booking or of a hold. */
  name: string | null
  holder: string | null
  start: number
  end: number
  version: number
}

/** All that the database says of one salon, from one snapshot. `taken` is everything that ever was. */
export interface Record {
  appointments: StoredRow[]
  events: StoredEvent[]
  /** Unique keys of jobs, after their kind. */
  jobs: string[]
  taken: Taken[]
}

/**
 * Writes down, in the transactions themselves, from when until when each time was taken: what was undone leaves nothing.
 * The beginning is noted as it is written, the end when the transaction is about to commit.
 */
export async function keepHistory(database: TestDatabase): Promise<void> {
  await rowsOf(
    database,
    `create schema storm;
     create table storm.occupancy_history (
       row_id uuid not null, tenant_id uuid not null, appointment_id uuid not null, resource_id uuid not null,
       seat int not null, layer int not null, during tstzrange not null, began timestamptz not null, ended timestamptz);
     create index on storm.occupancy_history (row_id);
     create function storm.note_occupied() returns trigger language plpgsql security definer set search_path = storm as $$
       begin
         insert into storm.occupancy_history values (new.id, new.tenant_id, new.appointment_id, new.resource_id, new.seat,
           new.layer, new.during, clock_timestamp());
         return null;
       end $$;
     create function storm.note_freed() returns trigger language plpgsql security definer set search_path = storm as $$
       begin
         update storm.occupancy_history set ended = clock_timestamp() where row_id = old.id and ended is null;
         return null;
       end $$;
     create trigger occupied after insert on occupancies for each row execute function storm.note_occupied();
     create constraint trigger vacated after delete on occupancies deferrable initially deferred
       for each row execute function storm.note_freed();
     create constraint trigger freed after update of active on occupancies deferrable initially deferred
       for each row when (old.active and not new.active) execute function storm.note_freed()`,
  )
}

const RECORD = `select
  (select coalesce(json_agg(json_build_object('id', id, 'status', status, 'service_id', service_id,
      'name', attendee_name, 'holder', holder, 'start', extract(epoch from starts_at) * 1000,
      'end', extract(epoch from ends_at) * 1000, 'version', version)), '[]')
    from appointments where tenant_id = $1) as appointments,
  (select coalesce(json_agg(json_build_object('id', aggregate_id, 'version', version, 'type', type,
      'payload', payload) order by seq), '[]')
    from events where tenant_id = $1 and aggregate = 'appointment') as events,
  (select coalesce(json_agg(kind || ' ' || unique_key), '[]') from jobs where tenant_id = $1) as jobs,
  (select coalesce(json_agg(json_build_object('appointment_id', appointment_id, 'resource_id', resource_id,
      'seat', seat, 'layer', case layer when 0 then 'core' else 'buffer' end,
      'from', extract(epoch from lower(during)) * 1000, 'to', extract(epoch from upper(during)) * 1000,
      'began', extract(epoch from began) * 1000, 'ended', extract(epoch from ended) * 1000)), '[]')
    from storm.occupancy_history where tenant_id = $1) as taken`

export async function readRecord(database: TestDatabase, tenantId: string): Promise<Record> {
  const [record] = await rowsOf<Record>(database, RECORD, [tenantId])
  if (!record) throw new Error('a query without a table gave no row')
  return record
}

/**
 * Pairs that overlap and must not, worked out from when the appointments are and from the rules of their services: what
 * was written as occupied is asked only for whom and which seat.
 */
const OVERLAPS = `
  with shape as (
    select * from jsonb_to_recordset($2::jsonb) as s (service_id uuid, minutes int, layer text, "from" int, "to" int)),
  standing as (
    select a.id, o.resource_id, o.seat, s.layer,
      a.starts_at + s."from" * interval '1 minute' as begins, a.starts_at + s."to" * interval '1 minute' as ends
    from appointments a
    join (select distinct appointment_id, resource_id, seat from occupancies where tenant_id = $1) o
      on o.appointment_id = a.id
    join shape s on s.service_id = a.service_id
      and s.minutes = extract(epoch from a.ends_at - a.starts_at) / 60
    where a.tenant_id = $1 and a.status in ('held', 'pending', 'confirmed'))
  select one.id::text || ' and ' || other.id || ' overlap from ' || greatest(one.begins, other.begins) as what
  from standing one join standing other on other.resource_id = one.resource_id and other.seat = one.seat
    and other.id > one.id and one.begins < other.ends and other.begins < one.ends
  where one.layer = 'core' or other.layer = 'core'`

export async function overlapping(database: TestDatabase, { tenantId, offered }: Salon): Promise<string[]> {
  const shapes = offered.flatMap(({ id, rules }) =>
    lengthsOf(rules).flatMap((minutes) =>
      shapesOf(rules, minutes).map((shape) => ({ ...shape, service_id: id, minutes })),
    ),
  )
  const rows = await rowsOf<{ what: string }>(database, OVERLAPS, [tenantId, JSON.stringify(shapes)])
  return rows.map(({ what }) => what)
}
