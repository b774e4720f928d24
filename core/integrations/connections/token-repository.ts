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

const CONSENT = ['tenant_id', 'connection_id', 'verifier'] as const

interface ConsentRow {
  tenant_id: string
  connection_id: string
  verifier: string
}

/** A link is good for one browser: from then on its row is known by the state that goes to the provider. */
export async function bindConsentState(
  tx: Tx,
  ticket: string,
  { state, browser, now }: { state: string; browser: string; now: Date },
): Promise<ConsentState | undefined> {
  const row = await tx.first<ConsentRow>(
    sql('directory_oauth_states')
      .where({ state: ticket, browser: null })
      .where('expires_at', '>=', now)
      .update({ state, browser })
      .returning([...CONSENT]),
  )
  return row && asConsent(row)
}

/** A state is good for one return from the consent page, to the browser that went there. */
export async function takeConsentState(
  tx: Tx,
  { state, browser, now }: { state: string; browser: string; now: Date },
): Promise<ConsentState | 'other_browser' | undefined> {
  await tx.run(sql('directory_oauth_states').where('expires_at', '<', now).delete())
  const row = await tx.first<ConsentRow>(
    sql('directory_oauth_states')
      .where({ state, browser })
      .delete()
      .returning([...CONSENT]),
  )
  if (row) return asConsent(row)
  const waiting = await tx.first(
    sql('directory_oauth_states').where({ state }).whereNotNull('browser').select('state'),
  )
  return waiting && 'other_browser'
}

const asConsent = (row: ConsentRow): ConsentState => ({
  tenantId: row.tenant_id,
  connectionId: row.connection_id,
  verifier: row.verifier,
})
