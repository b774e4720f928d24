import type { Database } from '../platform/db/database.ts'
import type { Forgettable } from '../platform/retention/forgettable.ts'
import type { RetentionPolicy } from '../platform/retention/retention-policy.ts'
import { tenantByTenant } from '../platform/retention/tenant-by-tenant.ts'
import { deleteClosedTasks } from './task-repository.ts'

/** What was closed is kept as long as a job that was given up. */
export function taskRetention(database: Database, keep: Pick<RetentionPolicy, 'givenUp'>): Forgettable[] {
  return [
    {
      name: 'closed tasks',
      batches: (sweep) => tenantByTenant({ database, days: keep.givenUp, sweep }, deleteClosedTasks),
    },
  ]
}
