import type { Database } from '../db/database.ts'
import type { Tx } from '../db/tx.ts'
import { firstIdAt } from '../ids.ts'
import type { Sweep } from './forgettable.ts'

/** Rows that were made before an instant: ids begin with the time (UUIDv7), so the primary key finds them. */
export interface OldRows {
  /** How far the run has come, so that no batch walks again past what the ones before it deleted. */
  after: string
  before: string
  limit: number
}

/** How many rows went, and the highest of their ids. */
export interface ForgottenBatch {
  rows: number
  reached: string | null
}

const DAY = 86_400_000

/**
 * Batches for a table that is seen tenant by tenant. Old is what was made `days` ago in real time: ids know nothing of
 * the business clock.
 */
export async function* tenantByTenant(
  { database, days, sweep }: { database: Database; days: number; sweep: Sweep },
  forget: (tx: Tx, tenantId: string, old: OldRows) => Promise<ForgottenBatch | undefined>,
): AsyncIterable<number> {
  const { limit, tenantIds } = sweep
  const before = firstIdAt(Date.now() - days * DAY)
  for (const tenantId of tenantIds) {
    let after = firstIdAt(0)
    let rows = limit
    while (rows === limit) {
      const old = { after, before, limit }
      const batch = await database.inTenant(tenantId, (tx) => forget(tx, tenantId, old))
      rows = batch?.rows ?? 0
      after = batch?.reached ?? after
      yield rows
    }
  }
}
