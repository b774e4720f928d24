import { sql } from '../../platform/db/sql.ts'
import type { Tx } from '../../platform/db/tx.ts'
import type { ConnectionRef } from '../connections/connection.ts'

/** How often deliveries to one hook were refused for one reason. Times in epoch milliseconds of the business clock. */
export interface Rejections {
  hook: string
  why: string
  count: number
  firstAt: number
  lastAt: number
}

/** Adds to what is there. Nothing where the connection was removed meanwhile. */
export async function addRejections(tx: Tx, ref: ConnectionRef, rejections: Rejections): Promise<void> {
  await tx.run({
    text: `insert into hook_rejections as known (tenant_id, connection_id, hook, why, count, first_at, last_at)
      select tenant_id, id, $3, $4, $5, $6, $7 from connections where tenant_id = $1 and id = $2
      on conflict (tenant_id, connection_id, hook, why) do update
        set count = known.count + excluded.count, last_at = greatest(known.last_at, excluded.last_at)`,
    values: [
      ref.tenantId,
      ref.connectionId,
      rejections.hook,
      rejections.why,
      rejections.count,
      new Date(rejections.firstAt),
      new Date(rejections.lastAt),
    ],
  })
}

export async function findRejections(tx: Tx, ref: ConnectionRef): Promise<Rejections[]> {
  const rows = await tx.rows<{ hook: string; why: string; count: string; first_at: Date; last_at: Date }>(
    sql('hook_rejections')
      .where({ tenant_id: ref.tenantId, connection_id: ref.connectionId })
      .orderBy('last_at', 'desc')
      .limit(100),
  )
  return rows.map(({ hook, why, count, first_at, last_at }) => ({
    hook,
    why,
    count: Number(count),
    firstAt: first_at.getTime(),
    lastAt: last_at.getTime(),
  }))
}
