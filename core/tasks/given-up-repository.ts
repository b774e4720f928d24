import type { Tx } from '../platform/db/tx.ts'

/** Locked, so that it is not started again meanwhile. Undefined where it has been. */
export function findGivenUpJob(
  tx: Tx,
  tenantId: string,
  id: string,
): Promise<{ kind: string; state: 'failed' | 'quarantined' } | undefined> {
  return tx.first({
    name: 'job-given-up',
    text: `select kind, state from jobs
      where tenant_id = $1 and id = $2 and state in ('failed', 'quarantined') for update`,
    values: [tenantId, id],
  })
}
