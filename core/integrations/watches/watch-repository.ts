import { sql } from '../../platform/db/sql.ts'
import type { Tx } from '../../platform/db/tx.ts'
import type { ConnectionRef } from '../connections/connection.ts'
import type { StoredWatch } from './watch.ts'

/** With its sealed secret. */
export interface SealedWatch extends StoredWatch {
  secret: string
}

interface WatchRow {
  id: string
  watch: string
  calendar: string | null
  address: string | null
  state: StoredWatch['state']
  secret: string
  reference: Record<string, string> | null
  why: string | null
  opened_at: Date
  expires_at: Date | null
  renew_at: Date | null
  forget_at: Date | null
}

export async function findWatches(tx: Tx, ref: ConnectionRef): Promise<SealedWatch[]> {
  const rows = await tx.rows<WatchRow>(
    sql('watches').where({ tenant_id: ref.tenantId, connection_id: ref.connectionId }).orderBy('opened_at'),
  )
  return rows.map(asWatch)
}

export async function insertWatch(tx: Tx, ref: ConnectionRef, watch: SealedWatch): Promise<void> {
  await tx.run(
    sql('watches').insert({
      tenant_id: ref.tenantId,
      id: watch.id,
      connection_id: ref.connectionId,
      watch: watch.watch,
      calendar: watch.calendar,
      address: watch.address,
      opened_at: new Date(watch.openedAt),
      ...changeableOf(watch),
    }),
  )
}

export async function updateWatch(tx: Tx, ref: ConnectionRef, watch: SealedWatch): Promise<void> {
  await tx.run(sql('watches').where({ tenant_id: ref.tenantId, id: watch.id }).update(changeableOf(watch)))
}

export async function deleteWatches(tx: Tx, ref: ConnectionRef, ids: readonly string[]): Promise<void> {
  await tx.run(sql('watches').where({ tenant_id: ref.tenantId }).whereIn('id', ids).delete())
}

const changeableOf = (watch: SealedWatch) => ({
  state: watch.state,
  secret: watch.secret,
  reference: watch.reference && JSON.stringify(watch.reference),
  why: watch.why,
  expires_at: dateOf(watch.expiresAt),
  renew_at: dateOf(watch.renewAt),
  forget_at: dateOf(watch.forgetAt),
})

const dateOf = (at: number | null): Date | null => (at === null ? null : new Date(at))

const asWatch = (row: WatchRow): SealedWatch => ({
  id: row.id,
  watch: row.watch,
  calendar: row.calendar,
  address: row.address,
  state: row.state,
  secret: row.secret,
  reference: row.reference,
  why: row.why,
  openedAt: row.opened_at.getTime(),
  expiresAt: row.expires_at?.getTime() ?? null,
  renewAt: row.renew_at?.getTime() ?? null,
  forgetAt: row.forget_at?.getTime() ?? null,
})
