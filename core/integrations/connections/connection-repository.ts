import type { Database } from '../../platform/db/database.ts'
import { sql } from '../../platform/db/sql.ts'
import type { Tx } from '../../platform/db/tx.ts'
import type { Connection, ConnectionRef, ConnectionState } from './connection.ts'

interface ConnectionRow {
  id: string
  tenant_id: string
  plugin: string
  name: string
  settings: Record<string, unknown>
  secrets: string
  tokens: string | null
  shared: boolean
  state: ConnectionState['is']
  state_info: Record<string, unknown>
  version: number
}

/** With what is sealed; never leaves the integrations slice. */
export interface SealedConnection extends Connection {
  secrets: string
  tokens: string | null
}

export function withoutSealed({ secrets: _secrets, tokens: _tokens, ...open }: SealedConnection): Connection {
  return open
}

export async function insertConnection(tx: Tx, connection: SealedConnection, at: Date): Promise<void> {
  const { id, tenantId, plugin } = connection
  await tx.run(sql('directory_hooks').insert({ connection_id: id, tenant_id: tenantId, plugin }))
  await tx.run(
    sql('connections').insert({
      tenant_id: tenantId,
      id,
      plugin,
      name: connection.name,
      settings: JSON.stringify(connection.settings),
      secrets: connection.secrets,
      shared: connection.shared,
      ...stateColumns(connection.state),
      created_at: at,
      updated_at: at,
    }),
  )
}

export async function findConnections(tx: Tx, tenantId: string): Promise<SealedConnection[]> {
  const rows = await tx.rows<ConnectionRow>(sql('connections').where({ tenant_id: tenantId }).orderBy('id'))
  return rows.map(asConnection)
}

export async function findConnection(tx: Tx, ref: ConnectionRef): Promise<SealedConnection | undefined> {
  const row = await tx.first<ConnectionRow>({
    name: 'connection',
    text: `select ${COLUMNS} from connections where tenant_id = $1 and id = $2`,
    values: [ref.tenantId, ref.connectionId],
  })
  return row && asConnection(row)
}

/** By name: `*` in a prepared statement breaks with the next migration that adds a column. */
const COLUMNS = 'id, tenant_id, plugin, name, settings, secrets, tokens, shared, state, state_info, version'

export interface ConnectionChange {
  name?: string
  settings?: Record<string, unknown>
  secrets?: string
  /** Forgotten. */
  tokens?: null
  shared?: boolean
  state?: ConnectionState
}

/** `version` makes it a change of what was read: 0 rows when somebody else was faster. */
export async function updateConnection(
  tx: Tx,
  ref: ConnectionRef,
  update: { change: ConnectionChange; version: number; at: Date },
): Promise<number> {
  const { state, settings, ...plain } = update.change
  return tx.run(
    sql('connections')
      .where({ tenant_id: ref.tenantId, id: ref.connectionId, version: update.version })
      .update({
        ...plain,
        ...(settings ? { settings: JSON.stringify(settings) } : {}),
        ...(state ? stateColumns(state) : {}),
        version: sql.raw('version + 1'),
        updated_at: update.at,
      }),
  )
}

/** What a connection was before it came into another state. */
export interface StateBefore {
  before: ConnectionState['is']
  plugin: string
}

/**
 * Not a change that an admin made: the version stays, and what an admin switched off stays off. Undefined when nothing
 * changed.
 */
export async function moveState(
  tx: Tx,
  ref: ConnectionRef,
  state: ConnectionState,
): Promise<StateBefore | undefined> {
  const columns = stateColumns(state)
  return tx.first<StateBefore>({
    name: 'connection-state',
    text: `update connections set state = $3, state_info = $4::jsonb
      from (select id, state from connections
            where tenant_id = $1 and id = $2 and state <> 'disabled'
              and (state, state_info) is distinct from ($3, $4::jsonb)
            for update) before
      where connections.tenant_id = $1 and connections.id = before.id
      returning before.state as before, plugin`,
    values: [ref.tenantId, ref.connectionId, columns.state, columns.state_info],
  })
}

/** The routing goes first, so that nothing new comes in; what depends on it by a foreign key cascades. */
export async function deleteConnection(tx: Tx, ref: ConnectionRef): Promise<number> {
  const own = { connection_id: ref.connectionId, tenant_id: ref.tenantId }
  await tx.run(sql('directory_hooks').where(own).delete())
  await tx.run(sql('directory_oauth_states').where(own).delete())
  await tx.run(sql('inbox').where(own).delete())
  return tx.run(sql('connections').where({ tenant_id: ref.tenantId, id: ref.connectionId }).delete())
}

/** Global: the owner of a hook's address. */
export async function findHookOwner(
  database: Pick<Database, 'lookUp'>,
  connectionId: string,
): Promise<ConnectionRef | undefined> {
  const row = await database.lookUp<{ tenant_id: string }>({
    name: 'hook-owner',
    text: 'select tenant_id from directory_hooks where connection_id = $1',
    values: [connectionId],
  })
  return row && { tenantId: row.tenant_id, connectionId }
}

/** Global: all connections of the hub, for the ticks. */
export async function findAllRefs(tx: Tx): Promise<Array<ConnectionRef & { plugin: string }>> {
  const rows = await tx.rows<{ tenant_id: string; connection_id: string; plugin: string }>(
    sql('directory_hooks').select('tenant_id', 'connection_id', 'plugin'),
  )
  return rows.map((row) => ({ tenantId: row.tenant_id, connectionId: row.connection_id, plugin: row.plugin }))
}

/** Global: who has connections at all. */
export async function findOwners(tx: Tx): Promise<string[]> {
  const rows = await tx.rows<{ tenant_id: string }>(
    sql('directory_hooks').distinct('tenant_id').orderBy('tenant_id'),
  )
  return rows.map((row) => row.tenant_id)
}

/** Connections in trouble whose time has come, with the time (epoch milliseconds) that was set for them. */
export async function findDueRetries(
  tx: Tx,
  tenantIds: readonly string[],
  now: number,
): Promise<Array<ConnectionRef & { at: number }>> {
  const rows = await tx.rows<{ tenant_id: string; id: string; at: string }>({
    text: `select tenant_id, id, state_info->>'at' as at from connections
      where tenant_id = any ($1::uuid[]) and state = 'retrying' and (state_info->>'at')::numeric <= $2`,
    values: [tenantIds, now],
  })
  return rows.map((row) => ({ tenantId: row.tenant_id, connectionId: row.id, at: Number(row.at) }))
}

function stateColumns({ is, ...info }: ConnectionState): { state: string; state_info: string } {
  return { state: is, state_info: JSON.stringify(info) }
}

function asConnection(row: ConnectionRow): SealedConnection {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    plugin: row.plugin,
    name: row.name,
    settings: row.settings,
    secrets: row.secrets,
    tokens: row.tokens,
    shared: row.shared,
    state: { is: row.state, ...row.state_info } as ConnectionState,
    version: row.version,
  }
}
