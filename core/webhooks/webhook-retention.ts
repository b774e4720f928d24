import type { Database } from '../platform/db/database.ts'
import type { Forgettable } from '../platform/retention/forgettable.ts'
import type { RetentionPolicy } from '../platform/retention/retention-policy.ts'
import { tenantByTenant } from '../platform/retention/tenant-by-tenant.ts'
import { deleteDelivered, deleteUndelivered } from './delivery-repository.ts'

/** A delivery and its log are kept as long as the job that it was; those without success as long as one given up. */
export function webhookRetention(
  database: Database,
  keep: Pick<RetentionPolicy, 'jobs' | 'givenUp'>,
): Forgettable[] {
  return [
    {
      name: 'webhooks that were delivered',
      batches: (sweep) => tenantByTenant({ database, days: keep.jobs, sweep }, deleteDelivered),
    },
    {
      name: 'webhooks that were not delivered',
      batches: (sweep) => tenantByTenant({ database, days: keep.givenUp, sweep }, deleteUndelivered),
    },
  ]
}
