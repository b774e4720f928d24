import type { Database } from '../../platform/db/database.ts'
import type { Forgettable } from '../../platform/retention/forgettable.ts'
import type { RetentionPolicy } from '../../platform/retention/retention-policy.ts'
import { tenantByTenant } from '../../platform/retention/tenant-by-tenant.ts'
import { deleteAbandonedDeliveries, deleteProcessedDeliveries } from './inbox-repository.ts'

/**
 * Bodies hold what callers said. Providers repeat for days at most, so a longer memory catches no duplicate. What was
 * not worked on stays as long as there is a job for it, so that a repaired connection can catch up.
 */
export function inboxRetention(
  database: Database,
  keep: Pick<RetentionPolicy, 'inbox' | 'givenUp'>,
): Forgettable[] {
  return [
    {
      name: 'inbox',
      batches: (sweep) => tenantByTenant({ database, days: keep.inbox, sweep }, deleteProcessedDeliveries),
    },
    {
      name: 'given-up deliveries',
      batches: (sweep) => tenantByTenant({ database, days: keep.givenUp, sweep }, deleteAbandonedDeliveries),
    },
  ]
}
