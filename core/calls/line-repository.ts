import type { Tx } from '../platform/db/tx.ts'

/** When a number was last called. */
export interface LastCall {
  number: string
  /** It reached the hub while it rang, or the hub was told of it later. */
  at: Date
}

/** Of calls that came in; numbers that nobody has called are not among them. */
export function findLastCalls(tx: Tx, tenantId: string): Promise<LastCall[]> {
  return tx.rows<LastCall>({
    text: `select to_number as number, max(coalesce(started_at, created_at)) as at from calls
      where tenant_id = $1 and direction = 'inbound' group by to_number`,
    values: [tenantId],
  })
}
