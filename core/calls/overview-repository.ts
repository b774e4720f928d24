import type { Tx } from '../platform/db/tx.ts'

/** One client's day, in its own zone. Counts of all that the hub knows by now. */
export interface ClientDay {
  tenantId: string
  name: string
  zone: string
  currency: string
  /** YYYY-MM-DD. */
  date: string
  startsAt: Date
  endsAt: Date
  calls: number
  ongoing: number
  /** Calls with somebody that are over. */
  answered: number
  /** Of those: an appointment came of it. */
  booked: number
  missed: number
  toReview: number
  bookings: number
  bookingsByPhone: number
  appointments: number
  tasks: number
}

export interface DayCost {
  tenantId: string
  currency: string
  /** Decimal, in major units. */
  amount: string
}

const CLIENT_DAYS = `
  select t.tenant_id, t.name, t.zone, t.currency, day.date, bounds.starts_at, bounds.ends_at
  from (select id as tenant_id, name, zone, currency from tenants
    where id = any ($1::uuid[]) and kind = 'client') t
  cross join lateral (select coalesce($2::date, ($3::timestamptz at time zone t.zone)::date) as date) day
  cross join lateral (select day.date::timestamp at time zone t.zone as starts_at,
    (day.date + 1)::timestamp at time zone t.zone as ends_at) bounds`

const DURING = 'created_at >= d.starts_at and created_at < d.ends_at'

/** To review: rules or somebody want it looked at, and nobody has settled it. */
const COUNTS = `with d as (${CLIENT_DAYS})
  select d.tenant_id as "tenantId", d.name, d.zone, d.currency, d.date::text as date,
    d.starts_at as "startsAt", d.ends_at as "endsAt",
    calls.all as calls, calls.ongoing, calls.answered, calls.booked, calls.missed, calls.to_review as "toReview",
    made.all as bookings, made.by_phone as "bookingsByPhone", due.all as appointments, open.all as tasks
  from d
  cross join lateral (
    select count(*)::integer as all,
      count(*) filter (where status in ('registered', 'ongoing'))::integer as ongoing,
      count(*) filter (where status in ('ended', 'error'))::integer as answered,
      count(*) filter (where status in ('ended', 'error') and outcome = 'booked')::integer as booked,
      count(*) filter (where status = 'not_connected')::integer as missed,
      count(*) filter (where review_state = 'open')::integer as to_review
    from calls where tenant_id = d.tenant_id and ${DURING}) calls
  cross join lateral (
    select count(*)::integer as all, count(*) filter (where call_id is not null)::integer as by_phone
    from appointments where tenant_id = d.tenant_id and ${DURING}
      and status not in ('held', 'expired', 'declined')) made
  cross join lateral (
    select count(*)::integer as all from appointments
    where tenant_id = d.tenant_id and starts_at >= d.starts_at and starts_at < d.ends_at
      and status in ('pending', 'confirmed', 'completed', 'no_show')) due
  cross join lateral (
    select count(*)::integer as all from tasks where tenant_id = d.tenant_id and state = 'open') open
  order by d.name, d.tenant_id`

const COSTS = `with d as (${CLIENT_DAYS})
  select d.tenant_id as "tenantId", c.cost->>'currency' as currency, sum((c.cost->>'amount')::numeric)::text as amount
  from d join calls c on c.tenant_id = d.tenant_id and c.created_at >= d.starts_at and c.created_at < d.ends_at
  where c.cost is not null group by 1, 2 order by 1, 2`

/** `date` is each client's own; without it the one they have at `now`. */
export interface DayAsked {
  date: string | undefined
  now: Date
}

/** Of the clients among the tenants of the transaction, by name. */
export function findClientDays(tx: Tx, { date, now }: DayAsked): Promise<ClientDay[]> {
  return tx.rows<ClientDay>({ name: 'client-days', text: COUNTS, values: [tx.tenants, date ?? null, now] })
}

export function findDayCosts(tx: Tx, { date, now }: DayAsked): Promise<DayCost[]> {
  return tx.rows<DayCost>({ name: 'client-day-costs', text: COSTS, values: [tx.tenants, date ?? null, now] })
}
