import type { Tx } from '../../platform/db/tx.ts'
import type { ConnectionRef } from './connection.ts'

/** Calls to a provider. Times in epoch milliseconds of the business clock. */
export interface Tally {
  calls: number
  /** Those of them that had no answer, or one that says that the provider is in trouble. */
  failures: number
  lastSuccessAt: number | null
}

/** Days that are kept: a look back over a month, whatever its length. */
const KEPT = 35

/** Adds to what there is of that day (UTC). Nothing where the connection was removed meanwhile. */
export async function addTally(tx: Tx, ref: ConnectionRef, { tally, at }: { tally: Tally; at: number }) {
  await tx.run({
    name: 'connection-tally-add',
    text: `with old as (
        delete from connection_days where tenant_id = $1 and connection_id = $2 and day < $3::date - ${KEPT})
      insert into connection_days as known (tenant_id, connection_id, day, calls, failures, last_success_at)
      select tenant_id, id, $3::date, $4, $5, $6 from connections where tenant_id = $1 and id = $2
      on conflict (tenant_id, connection_id, day) do update set calls = known.calls + excluded.calls,
        failures = known.failures + excluded.failures,
        last_success_at = greatest(known.last_success_at, excluded.last_success_at)`,
    values: [
      ref.tenantId,
      ref.connectionId,
      dayOf(at),
      tally.calls,
      tally.failures,
      tally.lastSuccessAt === null ? null : new Date(tally.lastSuccessAt),
    ],
  })
}

/** Over that day and those after it; the last success over all days that are kept. */
export async function findTally(tx: Tx, ref: ConnectionRef, since: number): Promise<Tally> {
  const row = await tx.first<{ calls: string; failures: string; last: Date | null }>({
    name: 'connection-tally',
    text: `select coalesce(sum(calls) filter (where day >= $3::date), 0) as calls,
        coalesce(sum(failures) filter (where day >= $3::date), 0) as failures, max(last_success_at) as last
      from connection_days where tenant_id = $1 and connection_id = $2`,
    values: [ref.tenantId, ref.connectionId, dayOf(since)],
  })
  return {
    calls: Number(row?.calls ?? 0),
    failures: Number(row?.failures ?? 0),
    lastSuccessAt: row?.last?.getTime() ?? null,
  }
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)
