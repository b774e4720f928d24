import type { Check } from './check.ts'
import { placeOf } from './place-of.ts'
import { reasonOf } from './reason-of.ts'
import { fail, ok, type Verdict } from './verdict.ts'

const OLDEST = 150_000

export const databaseCheck: Check = {
  name: 'database',
  async run(ground) {
    if (ground.noDatabase) return ground.noDatabase
    const where = placeOf(ground.urls.app)
    try {
      const { version, hubSessions } = await ground.appFacts()
      if (version < OLDEST) return tooOld(version)
      const hub = ground.startedForThis
        ? 'the hub is stopped, its server was started for this'
        : hubSessions > 0
          ? `a hub works on it (${hubSessions} connections)`
          : 'no hub works on it'
      return ok(`PostgreSQL ${Math.floor(version / 10_000)}.${version % 10_000} at ${where}, ${hub}`)
    } catch (error) {
      return fail(`${where} cannot be used: ${reasonOf(error)}`, todoFor(error))
    }
  },
}

const tooOld = (version: number): Verdict =>
  fail(`PostgreSQL ${Math.floor(version / 10_000)} is too old`, 'Upgrade the server to 15 or newer.')

/** SQLSTATE (PostgreSQL manual, appendix A) or the socket's code. */
function todoFor(error: unknown): string {
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  if (code === '28P01' || code === '28000') return 'Mend user and password in DATABASE_URL.'
  if (code === '3D000') return 'Create the database, or mend its name in DATABASE_URL.'
  if (code === '53300') return 'Raise max_connections, or lower ASKPRO_POOL_SIZE.'
  return 'See that the server runs, and that host and port in DATABASE_URL are right.'
}
