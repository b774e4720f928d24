import { migrations } from '../../migrations/index.ts'
import { schemaState } from '../../platform/db/schema-state.ts'
import { hubVersion } from '../hub-version.ts'
import type { Check } from './check.ts'
import { fail, ok, warn } from './verdict.ts'

export const migrationsCheck: Check = {
  name: 'migrations',
  async run(ground) {
    const { begun, pending, unknown } = await schemaState(await ground.database(), migrations)
    if (unknown.length > 0)
      return fail(
        `the database was migrated by a newer hub than this ${hubVersion} (${unknown.join(', ')})`,
        'Start that version or newer.',
      )
    if (!begun) return warn('the database is empty', 'Start the hub: it migrates first.')
    if (pending.length > 0)
      return warn(`not applied yet: ${pending.join(', ')}`, 'Start this version: it migrates first.')
    return ok(`all ${migrations.length} are applied`)
  },
}
