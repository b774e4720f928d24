import { createRequire } from 'node:module'
import type { RateLimiterPostgres as Limiter } from 'rate-limiter-flexible'
import type { Database } from '../platform/db/database.ts'
import type { Wall } from './sign-in-throttle.ts'

const require = createRequire(import.meta.url)
/** Without the package's other stores, each of which would be loaded with it. */
const RateLimiterPostgres: typeof Limiter = require('rate-limiter-flexible/lib/RateLimiterPostgres')

interface Asked {
  name: string
  text: string
  values: unknown[]
}

/**
 * Counts where every process of the hub counts, and where a restart forgets nothing. Each of the package's statements
 * is committed by itself and gives one row at most; it deletes what is over by itself.
 */
export const countedInDatabase =
  (database: Pick<Database, 'lookUp'>) =>
  ({ name, points, seconds }: Wall): Limiter =>
    new RateLimiterPostgres({
      storeClient: { query: (asked: Asked) => lookUp(database, asked) },
      storeType: 'client',
      tableName: 'directory_sign_in_attempts',
      tableCreated: true,
      keyPrefix: name,
      points,
      duration: seconds,
    })

async function lookUp(database: Pick<Database, 'lookUp'>, asked: Asked) {
  const rows = [await database.lookUp(asked)].filter((row) => row !== undefined)
  return { rows, rowCount: rows.length }
}
