import type { Database } from '../db/database.ts'
import type { Forgettable } from '../retention/forgettable.ts'
import type { RetentionPolicy } from '../retention/retention-policy.ts'

const DELETE = `delete from idempotency_keys where (tenant_id, key) in (
  select tenant_id, key from idempotency_keys where created_at < clock_timestamp() - make_interval(days => $1)
  order by created_at limit $2)`

/** Stored replies: a request that is repeated later than this is a new one. */
export function idempotencyRetention(
  database: Database,
  keep: Pick<RetentionPolicy, 'idempotencyKeys'>,
): Forgettable[] {
  async function* batches({ limit }: { limit: number }): AsyncIterable<number> {
    const query = { text: DELETE, values: [keep.idempotencyKeys, limit] }
    let rows = limit
    while (rows === limit) {
      rows = await database.asCourier((tx) => tx.run(query))
      yield rows
    }
  }
  return [{ name: 'idempotency keys', batches }]
}
