import type { EntriesByProvider, Evidence, InvoiceFact } from './evidence.ts'
import type { Site } from './site.ts'

/** By status, not by `active`: an appointment that stands without occupying its time is a hole in the wall. */
const OVERLAPS = `
  with standing as (
    select o.* from occupancies o join appointments a on a.tenant_id = o.tenant_id and a.id = o.appointment_id
    where a.status in ('held', 'pending', 'confirmed'))
  select one.appointment_id as one, other.appointment_id as other, one.resource_id as resource, one.during::text
  from standing one join standing other on other.tenant_id = one.tenant_id and other.resource_id = one.resource_id
    and other.seat = one.seat and other.id > one.id and other.during && one.during
  where (one.layer = 0 and other.layer = 0)
     or (one.layer <> other.layer and one.appointment_id <> other.appointment_id)`

/** A link holds for a resource and a service, or for any. */
const APPOINTMENTS = `
  select a.id, a.status, a.attendee_name as name, array(
    select distinct replace(c.plugin, '-', '_') from calendar_links l
    join connections c on c.tenant_id = l.connection_tenant_id and c.id = l.connection_id
    join occupancies o on o.tenant_id = a.tenant_id and o.appointment_id = a.id and o.layer = 0
    where l.tenant_id = a.tenant_id and l.writes and (l.resource_id is null or l.resource_id = o.resource_id)
      and (l.service_id is null or l.service_id = a.service_id)) as calendars
  from appointments a`

const INVOICES = `
  select i.id, i.recipient_id as recipient, i.status,
    extract(epoch from i.period_start)::float8 * 1000 as from, extract(epoch from i.period_end)::float8 * 1000 as until,
    (select coalesce(sum((line ->> 'quantity')::float8), 0) from jsonb_array_elements(i.lines) line
      where line ->> 'kind' = 'usage' and line ->> 'meter' = 'call_seconds') as seconds,
    (select coalesce(max(case price ->> 'unit_rounding' when '6s' then 6 else 0 end), 0)
      from subscriptions s join plans p on p.tenant_id = s.tenant_id and p.id = s.plan_id,
        jsonb_array_elements(p.terms -> 'prices') price
      where s.tenant_id = i.tenant_id and s.id = i.subscription_id) as rounding,
    (select count(*)::int from payments p where p.tenant_id = i.tenant_id and p.invoice_id = i.id) as payments
  from invoices i`

const USAGE = `
  select u.id, u.tenant_id as tenant, u.call_id, u.meter, u.quantity::float8 as quantity,
    extract(epoch from u.occurred_at)::float8 * 1000 as at, r.invoice_id as charged_by
  from usage_events u left join rated_usage r on r.usage_tenant_id = u.tenant_id and r.usage_id = u.id`

/** A delivery whose job was put away is told of as that. */
const UNPROCESSED = `select count(*)::int from inbox where processed_at is null and not exists (
  select from jobs where state = 'quarantined' and payload ->> 'inbox_id' = inbox.id::text)`

/** The whole truth of a site, past every wall, and what its providers say. */
export async function gatherEvidence(site: Site): Promise<Evidence> {
  const count = async (text: string) => (await site.rows<{ count: number }>(text))[0]?.count ?? 0
  return {
    appointments: await site.rows(APPOINTMENTS),
    overlaps: await site.rows(OVERLAPS),
    entries: await entriesByName(site),
    calls: await site.rows(
      'select id, provider_call_id, status, duration_ms::float8 as duration_ms from calls',
    ),
    usage: await site.rows(USAGE),
    invoices: await site.rows<InvoiceFact>(INVOICES),
    paidAtProvider: await paidInvoices(site),
    givenUp: await site.rows(
      `select id, kind, state, last_error from jobs where state in ('failed', 'quarantined') and id <> all ($1)`,
      [[...site.putAway]],
    ),
    unprocessed: await count(UNPROCESSED),
    unstamped: await count('select count(*)::int from events where position is null'),
    witness: site.witness,
  }
}

interface CalcomState {
  bookings: Array<{ status: string; attendee: { name: string } }>
}

interface GoogleState {
  events: Record<string, Array<{ status: string; fields?: { summary?: string }; summary?: string }>>
}

async function entriesByName(site: Site): Promise<EntriesByProvider> {
  const calcom = (await site.control('GET', '/state/calcom')) as CalcomState
  const google = (await site.control('GET', '/state/google_calendar')) as GoogleState
  const events = Object.values(google.events).flat()
  return {
    calcom: calcom.bookings.flatMap(({ status, attendee }) => (status === 'accepted' ? [attendee.name] : [])),
    google_calendar: events.flatMap((event) =>
      event.status === 'confirmed' ? [nameIn(event.fields?.summary ?? event.summary ?? '')] : [],
    ),
  }
}

/** "Haarschnitt Herren: Erika Muster". */
const nameIn = (title: string): string => title.split(': ').at(-1) ?? title

interface StripeState {
  invoices: Array<{ status: string; metadata: Record<string, string> }>
}

async function paidInvoices(site: Site): Promise<string[]> {
  const { invoices } = (await site.control('GET', '/state/stripe')) as StripeState
  return invoices.flatMap(({ status, metadata }) =>
    status === 'paid' ? [Object.values(metadata).find((value) => /^[0-9a-f-]{36}$/.test(value)) ?? ''] : [],
  )
}
