import type { Database } from '../../platform/db/database.ts'
import type { Tx } from '../../platform/db/tx.ts'
import type { Connection } from './connection.ts'
import { findConnections, findOwners, withoutSealed } from './connection-repository.ts'

/** One connection of the whole hub, and when it was last of use. */
export interface SurveyedConnection extends Connection {
  /** When a page of a calendar was stored last; null where it has no syncs or none succeeded. */
  syncedAt: Date | null
  /** Since when at least one of its syncs fails. */
  failingSince: Date | null
  /** When a delivery of its webhooks was worked on last. */
  deliveredAt: Date | null
  /** The id of the master key under which its secrets were sealed. */
  sealedUnder: string | undefined
}

type Use = Pick<SurveyedConnection, 'syncedAt' | 'failingSince' | 'deliveredAt'>

const UNUSED: Use = { syncedAt: null, failingSince: null, deliveredAt: null }

const USE = `select id,
    (select max(synced_at) from sync_checkpoints of where of.tenant_id = $1 and of.connection_id = c.id) as "syncedAt",
    (select min(failing_since) from sync_checkpoints of where of.tenant_id = $1 and of.connection_id = c.id) as "failingSince",
    (select max(processed_at) from inbox of where of.tenant_id = $1 and of.connection_id = c.id) as "deliveredAt"
  from connections c where tenant_id = $1`

/** All connections of all tenants, owner by owner. For the operator: there is no other scope that sees them all. */
export async function surveyConnections(database: Database): Promise<SurveyedConnection[]> {
  const owners = await database.inDirectory((tx) => findOwners(tx))
  const all: SurveyedConnection[] = []
  for (const owner of owners) all.push(...(await database.inTenant(owner, (tx) => ofOwner(tx, owner))))
  return all
}

async function ofOwner(tx: Tx, owner: string): Promise<SurveyedConnection[]> {
  const uses = await tx.rows<Use & { id: string }>({ text: USE, values: [owner] })
  const connections = await findConnections(tx, owner)
  return connections.map((sealed) => ({
    ...withoutSealed(sealed),
    sealedUnder: sealed.secrets.split('.')[1],
    ...(uses.find(({ id }) => id === sealed.id) ?? UNUSED),
  }))
}
