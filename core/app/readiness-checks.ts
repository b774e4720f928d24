import { migrations } from '../migrations/index.ts'
import type { Database } from '../platform/db/database.ts'
import { pendingMigrations } from '../platform/db/migrate.ts'
import type { ReadinessCheck } from '../platform/http/readiness.ts'
import type { Courier } from '../platform/jobs/courier.ts'

/** What /readyz asks: the courier only where this process runs jobs. */
export function readinessChecks(database: Database, courier: Courier | undefined): ReadinessCheck[] {
  const checks: ReadinessCheck[] = [
    {
      name: 'database',
      check: async () => {
        await database.inDirectory((tx) => tx.run({ text: 'select 1' }))
        return null
      },
    },
    {
      name: 'migrations',
      check: async () => {
        const missing = await pendingMigrations(database, migrations)
        return missing.length === 0 ? null : `not applied: ${missing.join(', ')}`
      },
    },
  ]
  return courier ? [...checks, { name: 'courier', check: () => courier.health() }] : checks
}
