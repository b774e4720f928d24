import type { Database } from '../platform/db/database.ts'
import type { Forgettable } from '../platform/retention/forgettable.ts'
import type { RetentionPolicy } from '../platform/retention/retention-policy.ts'
import { tenantByTenant } from '../platform/retention/tenant-by-tenant.ts'
import { forgetWhatWasSaid } from './call-repository.ts'
import { deleteFunctionCalls } from './function-call-repository.ts'

/** What was said. The call itself stays, as usage does: they are what an invoice rests on. */
export function callRetention(
  database: Database,
  { conversations: days }: Pick<RetentionPolicy, 'conversations'>,
): Forgettable[] {
  return [
    {
      name: 'function calls',
      batches: (sweep) => tenantByTenant({ database, days, sweep }, deleteFunctionCalls),
    },
    {
      name: 'transcripts',
      batches: (sweep) => tenantByTenant({ database, days, sweep }, forgetWhatWasSaid),
    },
  ]
}
