import { sql } from '../../platform/db/sql.ts'
import type { Tx } from '../../platform/db/tx.ts'
import type { ConnectionRef } from './connection.ts'

/** Seconds after which a process that died while it refreshed no longer blocks the others. */
const LEASE = 20

/**
 * The claim of the one caller that may refresh now; undefined for the others. Real time, by the database's clock:
 * processes share it.
 */
export async function claimRefresh(tx: Tx, ref: ConnectionRef): Promise<string | undefined> {
  const claimed = await tx.first<{ claim: string }>(
    sql('connections')
      .where({ tenant_id: ref.tenantId, id: ref.connectionId })
      .whereRaw('(refreshing_until is null or refreshing_until < clock_timestamp())')
      .update({ refreshing_until: sql.raw(`clock_timestamp() + interval '${LEASE} seconds'`) })
      .returning(sql.raw('refreshing_until::text as claim')),
  )
  return claimed?.claim
}

/** Lets the next one refresh, unless the lease ran out and another one has it. */
export async function endRefresh(tx: Tx, ref: ConnectionRef, claim: string): Promise<void> {
  await tx.run(
    sql('connections')
      .where({ tenant_id: ref.tenantId, id: ref.connectionId })
      .whereRaw('refreshing_until = ?::timestamptz', [claim])
      .update({ refreshing_until: null }),
  )
}

/**
 * Puts tokens in the place of those they were got with; `before` null is a new consent, which replaces any. Nothing
 * is overwritten that is newer: of two refreshes the one whose tokens are stored counts.
 */
export async function replaceTokens(
  tx: Tx,
  ref: ConnectionRef,
  { before, after }: { before: string | null; after: string },
): Promise<number> {
  const query = sql('connections').where({ tenant_id: ref.tenantId, id: ref.connectionId })
  if (before !== null) query.where({ tokens: before })
  return tx.run(query.update({ tokens: after }))
}

export interface ConsentState {
  tenantId: string
  connectionId: string
  /** Sealed. */
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
