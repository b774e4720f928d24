import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { DisabledWhy, Endpoint } from './endpoint.ts'

interface EndpointRow {
  id: string
  tenant_id: string
  url: string
  description: string
  event_types: string[]
  secrets: string
  state: 'enabled' | 'disabled'
  disabled_why: DisabledWhy | null
  failing_since: Date | null
  failures: number
  version: number
  created_at: Date
}

/** With what is sealed; never leaves the slice. */
export interface SealedEndpoint extends Endpoint {
  secrets: string
}

export type NewEndpoint = Pick<
  SealedEndpoint,
  'id' | 'tenantId' | 'url' | 'description' | 'eventTypes' | 'secrets'
>

export async function insertEndpoint(tx: Tx, endpoint: NewEndpoint, at: Date): Promise<SealedEndpoint> {
  const [row] = await tx.rows<EndpointRow>(
    sql('webhook_endpoints')
      .insert({
        tenant_id: endpoint.tenantId,
        id: endpoint.id,
        url: endpoint.url,
        description: endpoint.description,
        event_types: [...endpoint.eventTypes],
        secrets: endpoint.secrets,
        created_at: at,
        updated_at: at,
      })
      .returning('*'),
  )
  if (!row) throw new Error('an insert gave no row')
  return asEndpoint(row)
}

/** Waits for whoever makes another one for the tenant, so that `countEndpoints` stays true until COMMIT. */
export async function lockEndpointsOf(tx: Tx, tenantId: string): Promise<void> {
  await tx.run({
    text: "select pg_advisory_xact_lock(hashtextextended('webhook_endpoints ' || $1, 0))",
    values: [tenantId],
  })
}

export async function countEndpoints(tx: Tx, tenantId: string): Promise<number> {
  const row = await tx.first<{ count: number }>({
    text: 'select count(*)::int as count from webhook_endpoints where tenant_id = $1',
    values: [tenantId],
  })
  return row?.count ?? 0
}

export async function findEndpoints(tx: Tx, tenantId: string): Promise<SealedEndpoint[]> {
  const rows = await tx.rows<EndpointRow>(
    sql('webhook_endpoints').where({ tenant_id: tenantId }).orderBy('id'),
  )
  return rows.map(asEndpoint)
}

export async function findEndpoint(
  tx: Tx,
  tenantId: string,
  id: string,
): Promise<SealedEndpoint | undefined> {
  const row = await tx.first<EndpointRow>(sql('webhook_endpoints').where({ tenant_id: tenantId, id }))
  return row && asEndpoint(row)
}

export interface EndpointChange {
  url?: string
  description?: string
  eventTypes?: readonly string[]
  secrets?: string
  state?: Endpoint['state']
}

/** Undefined where there is none, or no longer with that version. */
export async function updateEndpoint(
  tx: Tx,
  { tenantId, id }: { tenantId: string; id: string },
  { change, version, at }: { change: EndpointChange; version: number | undefined; at: Date },
): Promise<SealedEndpoint | undefined> {
  const { eventTypes, state, ...plain } = change
  const row = await tx.first<EndpointRow>(
    sql('webhook_endpoints')
      .where({ tenant_id: tenantId, id, ...(version === undefined ? {} : { version }) })
      .update({
        ...plain,
        ...(eventTypes ? { event_types: [...eventTypes] } : {}),
        ...(state ? stateColumns(state) : {}),
        version: sql.raw('version + 1'),
        updated_at: at,
      })
      .returning('*'),
  )
  return row && asEndpoint(row)
}

/** By the hub itself: only one that is enabled. Undefined when somebody else was faster. */
export async function disableEndpoint(
  tx: Tx,
  { tenantId, id }: Pick<Endpoint, 'tenantId' | 'id'>,
  { why, at }: { why: DisabledWhy; at: Date },
): Promise<SealedEndpoint | undefined> {
  const row = await tx.first<EndpointRow>(
    sql('webhook_endpoints')
      .where({ tenant_id: tenantId, id, state: 'enabled' })
      .update({
        state: 'disabled',
        disabled_why: why,
        version: sql.raw('version + 1'),
        updated_at: at,
      })
      .returning('*'),
  )
  return row && asEndpoint(row)
}

export async function noteFailure(
  tx: Tx,
  { tenantId, id }: Pick<Endpoint, 'tenantId' | 'id'>,
  at: Date,
): Promise<void> {
  await tx.run({
    text: `update webhook_endpoints set failing_since = coalesce(failing_since, $3), failures = failures + 1
      where tenant_id = $1 and id = $2`,
    values: [tenantId, id, at],
  })
}

/** Writes nothing where nothing had failed: of deliveries that go well the endpoint's row knows nothing. */
export async function noteSuccess(
  tx: Tx,
  { tenantId, id }: Pick<Endpoint, 'tenantId' | 'id'>,
): Promise<void> {
  await tx.run({
    text: `update webhook_endpoints set failing_since = null, failures = 0
      where tenant_id = $1 and id = $2 and failing_since is not null`,
    values: [tenantId, id],
  })
}

export function deleteEndpoint(tx: Tx, tenantId: string, id: string): Promise<number> {
  return tx.run(sql('webhook_endpoints').where({ tenant_id: tenantId, id }).delete())
}

/** Whoever is switched on again begins anew: what failed before counts no more. */
function stateColumns(state: Endpoint['state']) {
  if (state.is === 'disabled') return { state: state.is, disabled_why: state.why }
  return { state: state.is, disabled_why: null, failing_since: null, failures: 0 }
}

function asEndpoint(row: EndpointRow): SealedEndpoint {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    url: row.url,
    description: row.description,
    eventTypes: row.event_types,
    secrets: row.secrets,
    state:
      row.state === 'enabled' ? { is: 'enabled' } : { is: 'disabled', why: row.disabled_why ?? 'by_hand' },
    failingSince: row.failing_since?.getTime(),
    failures: row.failures,
    version: row.version,
    createdAt: row.created_at.getTime(),
  }
}
