import { sql } from '../../platform/db/sql.ts'
import type { Tx } from '../../platform/db/tx.ts'
import type { ConnectionRef } from './connection.ts'

/** Seconds after which a process that died while it refreshed no longer blocks the others. */
const LEASE = 20

/** True for the one caller that may refresh now. Real time, by the database's clock: processes share it. */
export async function claimRefresh(tx: Tx, ref: ConnectionRef): Promise<boolean> {
  const claimed = await tx.run(
    sql('connections')
      .where({ tenant_id: ref.tenantId, id: ref.connectionId })
      .whereRaw('(refreshing_until is null or refreshing_until < clock_timestamp())')
      .update({ refreshing_until: sql.raw(`clock_timestamp() + interval '${LEASE} seconds'`) }),
  )
  return claimed === 1
}

/** Stores the new tokens, if there are any, and lets the next one refresh. */
export async function finishRefresh(tx: Tx, ref: ConnectionRef, tokens?: string): Promise<void> {
  await tx.run(
    sql('connections')
      .where({ tenant_id: ref.tenantId, id: ref.connectionId })
      .update({ refreshing_until: null, ...(tokens ? { tokens } : {}) }),
  )
}

export interface ConsentState {
  tenantId: string
  connectionId: string
  verifier: string
}

export async function insertConsentState(
  tx: Tx,
  state: string,
  consent: ConsentState & { expiresAt: Date },
): Promise<void> {
  await tx.run(
    sql('directory_oauth_states').insert({
      state,
      tenant_id: consent.tenantId,
      connection_id: consent.connectionId,
      verifier: consent.verifier,
      expires_at: consent.expiresAt,
    }),
  )
}

/** A state is good for one return from the consent page. */
export async function takeConsentState(tx: Tx, state: string, now: Date): Promise<ConsentState | undefined> {
  await tx.run(sql('directory_oauth_states').where('expires_at', '<', now).delete())
  const row = await tx.first<{ tenant_id: string; connection_id: string; verifier: string }>(
    sql('directory_oauth_states')
      .where({ state })
      .delete()
      .returning(['tenant_id', 'connection_id', 'verifier']),
  )
  return row && { tenantId: row.tenant_id, connectionId: row.connection_id, verifier: row.verifier }
}
