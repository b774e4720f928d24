import type { Tx } from '../../platform/db/tx.ts'
import type { ConnectionRef } from '../connections/connection.ts'

const TAKE = `update connections set syncing_until = clock_timestamp() + make_interval(secs => $3)
  where tenant_id = $1 and id = $2 and (syncing_until is null or syncing_until < clock_timestamp())
  returning syncing_until::text as claim`

const RENEW = `update connections set syncing_until = clock_timestamp() + make_interval(secs => $3)
  where tenant_id = $1 and id = $2 and syncing_until = $4::timestamptz
  returning syncing_until::text as claim`

const END = `update connections set syncing_until = null
  where tenant_id = $1 and id = $2 and syncing_until = $3::timestamptz`

/**
 * The claim of the one run that may sync a connection now; undefined for the others. Real time, by the database's
 * clock: processes share it.
 */
export function takeSync(tx: Tx, ref: ConnectionRef, seconds: number): Promise<string | undefined> {
  return claimOf(tx, { name: 'sync-take', text: TAKE, values: [ref.tenantId, ref.connectionId, seconds] })
}

/** The claim that follows; undefined where it was lost to another run. */
export function renewSync(
  tx: Tx,
  ref: ConnectionRef,
  { claim, seconds }: { claim: string; seconds: number },
): Promise<string | undefined> {
  const values = [ref.tenantId, ref.connectionId, seconds, claim]
  return claimOf(tx, { name: 'sync-renew', text: RENEW, values })
}

export async function endSync(tx: Tx, ref: ConnectionRef, claim: string): Promise<void> {
  await tx.run({ name: 'sync-end', text: END, values: [ref.tenantId, ref.connectionId, claim] })
}

async function claimOf(
  tx: Tx,
  statement: { name: string; text: string; values: unknown[] },
): Promise<string | undefined> {
  return (await tx.first<{ claim: string }>(statement))?.claim
}
