import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import { type Money, money } from '../platform/money.ts'
import type { NamedPolicy, Policy, PolicyRules, PolicySubject, StoredPolicy } from './policy.ts'

interface SubjectColumns {
  location_id: string | null
  service_id: string | null
  resource_id: string | null
}

const columnsOf = (subject: PolicySubject): SubjectColumns => ({
  location_id: subject.kind === 'location' ? subject.id : null,
  service_id: subject.kind === 'service' ? subject.id : null,
  resource_id: subject.kind === 'resource' ? subject.id : null,
})

function subjectOf({ resource_id, service_id, location_id }: SubjectColumns): PolicySubject {
  if (resource_id) return { kind: 'resource', id: resource_id }
  if (service_id) return { kind: 'service', id: service_id }
  return location_id ? { kind: 'location', id: location_id } : { kind: 'client' }
}

const TABLES = { location: 'locations', service: 'services', resource: 'resources' } as const

/** Whether the tenant has what the policy is about. */
export async function subjectExists(tx: Tx, tenantId: string, subject: PolicySubject): Promise<boolean> {
  if (subject.kind === 'client') return true
  const query = sql(TABLES[subject.kind]).where({ tenant_id: tenantId, id: subject.id }).select('id')
  return (await tx.first(query)) !== undefined
}

export async function findPolicy(
  tx: Tx,
  tenantId: string,
  subject: PolicySubject,
): Promise<StoredPolicy | undefined> {
  const row = await tx.first<{ rules: PolicyRules; version: number }>(
    sql('policies')
      .where({ tenant_id: tenantId, ...columnsOf(subject) })
      .select('rules', 'version'),
  )
  return row && { subject, rules: row.rules, version: row.version }
}

/** All that a client says: first of itself, then of locations, services and resources, each by name. */
export async function listPolicies(tx: Tx, tenantId: string): Promise<NamedPolicy[]> {
  const rows = await tx.rows<SubjectColumns & { rules: PolicyRules; version: number; name: string | null }>({
    text: `select p.location_id, p.service_id, p.resource_id, p.rules, p.version,
        coalesce(l.name, s.name, r.name) as name
      from policies p
      left join locations l on l.tenant_id = $1 and l.id = p.location_id
      left join services s on s.tenant_id = $1 and s.id = p.service_id
      left join resources r on r.tenant_id = $1 and r.id = p.resource_id
      where p.tenant_id = $1
      order by p.resource_id is not null, p.service_id is not null, p.location_id is not null, name, p.id`,
    values: [tenantId],
  })
  return rows.map(({ rules, version, name, ...columns }) => ({
    subject: subjectOf(columns),
    rules,
    version,
    name,
  }))
}

/** Makes or replaces it. Undefined where it no longer has the `version` that was asked for. */
export function putPolicy(
  tx: Tx,
  place: { tenantId: string; id: string; at: Date; version: number | null },
  { subject, rules }: Policy,
): Promise<{ version: number } | undefined> {
  const { location_id, service_id, resource_id } = columnsOf(subject)
  return tx.first<{ version: number }>({
    text: `insert into policies as known (tenant_id, id, location_id, service_id, resource_id, rules, updated_at)
      select $1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6::jsonb, $7::timestamptz
      where $8::integer is null or $8 = 0 or exists (
        select from policies where tenant_id = $1 and location_id is not distinct from $3
          and service_id is not distinct from $4 and resource_id is not distinct from $5)
      on conflict (tenant_id, location_id, service_id, resource_id) do update
        set rules = excluded.rules, updated_at = excluded.updated_at, version = known.version + 1
        where $8::integer is null or known.version = $8
      returning version`,
    values: [
      place.tenantId,
      place.id,
      location_id,
      service_id,
      resource_id,
      JSON.stringify(rules),
      place.at,
      place.version,
    ],
  })
}

/** 0 where nothing was said, or it is no longer of that version. */
export function deletePolicy(
  tx: Tx,
  { tenantId, version }: { tenantId: string; version: number | undefined },
  subject: PolicySubject,
): Promise<number> {
  const query = sql('policies')
    .where({ tenant_id: tenantId, ...columnsOf(subject) })
    .delete()
  if (version !== undefined) query.andWhere('version', version)
  return tx.run(query)
}

/** What an appointment's terms are read from, besides the appointment itself. */
export interface TermsSetting {
  /** The nearest first. */
  readonly policies: readonly Policy[]
  readonly zone: string
  readonly currency: string
  readonly price: Money | null
  /** How often the customer has moved it. */
  readonly moves: number
  readonly customerId: string | null
}

interface TermsRow {
  policies: Array<SubjectColumns & { rules: PolicyRules }> | null
  zone: string
  currency: string
  price_minor: number | null
  moves: number
  customer_id: string | null
}

/** The price is that of the length that was booked, where it has one of its own. Of the resources the staff come first, then whoever works first. */
const TERMS = `
  select l.zone, t.currency, a.moves, a.customer_id,
    coalesce((select (d ->> 'priceMinor')::integer from jsonb_array_elements(s.durations) d
       where (d ->> 'minutes')::integer * interval '1 minute' = a.ends_at - a.starts_at), s.price_minor) as price_minor,
    (select jsonb_agg(jsonb_build_object('resource_id', p.resource_id, 'service_id', p.service_id,
         'location_id', p.location_id, 'rules', p.rules)
         order by p.resource_id is null, p.service_id is null, p.location_id is null,
           r.kind <> 'staff', o.first_work, p.resource_id)
       from policies p
       left join resources r on r.tenant_id = $1 and r.id = p.resource_id
       left join (
         select resource_id, min(starts_at) as first_work from occupancies
         where tenant_id = $1 and appointment_id = $2 and layer = 0 group by resource_id
       ) o on o.resource_id = p.resource_id
       where p.tenant_id = $1 and (o.resource_id is not null or p.service_id = a.service_id
         or p.location_id = a.location_id or num_nonnulls(p.location_id, p.service_id, p.resource_id) = 0)
    ) as policies
  from appointments a
  join services s on s.tenant_id = $1 and s.id = a.service_id
  join locations l on l.tenant_id = $1 and l.id = a.location_id
  join tenants t on t.tenant_id = $1 and t.id = $1
  where a.tenant_id = $1 and a.id = $2`

export async function findTermsSetting(
  tx: Tx,
  tenantId: string,
  appointmentId: string,
): Promise<TermsSetting | undefined> {
  const row = await tx.first<TermsRow>({
    name: 'change-terms',
    text: TERMS,
    values: [tenantId, appointmentId],
  })
  return (
    row && {
      policies: (row.policies ?? []).map((each) => ({ subject: subjectOf(each), rules: each.rules })),
      zone: row.zone,
      currency: row.currency,
      price: row.price_minor === null ? null : money(row.price_minor, row.currency),
      moves: row.moves,
      customerId: row.customer_id,
    }
  )
}

/** How many appointments a customer has cancelled in `[from, to)`, epoch milliseconds. */
export async function countCancelled(
  tx: Tx,
  tenantId: string,
  { customerId, from, to }: { customerId: string; from: number; to: number },
): Promise<number> {
  const row = await tx.first<{ cancelled: number }>({
    text: `select count(*)::integer as cancelled from appointments
      where tenant_id = $1 and customer_id = $2
        and cancelled_by_customer_at >= $3 and cancelled_by_customer_at < $4`,
    values: [tenantId, customerId, new Date(from), new Date(to)],
  })
  return row?.cancelled ?? 0
}

/** Counts a change that the customer has made against later quotas. `at` is when it was asked for. */
export async function noteCustomerChange(
  tx: Tx,
  { tenantId, id, at }: { tenantId: string; id: string; at: Date },
  change: 'cancel' | 'reschedule',
): Promise<void> {
  await tx.run(
    change === 'cancel'
      ? {
          name: 'change-note-cancel',
          text: 'update appointments set cancelled_by_customer_at = $3 where tenant_id = $1 and id = $2',
          values: [tenantId, id, at],
        }
      : {
          name: 'change-note-move',
          text: 'update appointments set moves = moves + 1 where tenant_id = $1 and id = $2',
          values: [tenantId, id],
        },
  )
}
