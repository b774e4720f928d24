import semver from 'semver'
import type { RedisFacts } from '../../platform/jobs/redis-facts.ts'
import type { Check } from './check.ts'
import { placeOf } from './place-of.ts'
import { reasonOf } from './reason-of.ts'
import { fail, NotThere, ok, type Verdict, warn } from './verdict.ts'

/** What the hub is tested with; Bull's own minimum (2.8.18) is long out of care. */
const OLDEST = '6.2.0'
/** Of maxmemory: past it Redis soon refuses jobs. They wait in PostgreSQL, but late. */
const FULL = 0.9

export const redisCheck: Check = {
  name: 'redis',
  async run(ground) {
    try {
      const facts = await ground.redisFacts()
      const troubles = redisTroubles(facts)
      const policy = facts.evictionPolicy ?? 'of unknown eviction policy'
      return troubles.length > 0 ? troubles : ok(`Redis ${facts.version ?? 'of unknown version'}, ${policy}`)
    } catch (error) {
      if (error instanceof NotThere) throw error
      return fail(
        `${placeOf(ground.config.redisUrl ?? '')} cannot be used: ${reasonOf(error)}`,
        'See that it runs and that REDIS_URL is right. Meanwhile jobs wait in PostgreSQL; none is lost.',
      )
    }
  },
}

export function redisTroubles({ version, evictionPolicy, usedBytes, maxBytes }: RedisFacts): Verdict[] {
  const troubles: Verdict[] = []
  const found = semver.coerce(version)
  if (found && semver.lt(found, OLDEST))
    troubles.push(fail(`Redis ${version} is too old`, 'Upgrade it to 6.2 or newer.'))
  if (evictionPolicy !== undefined && evictionPolicy !== 'noeviction')
    troubles.push(
      fail(
        `may throw jobs away (maxmemory-policy ${evictionPolicy})`,
        'redis-cli config set maxmemory-policy noeviction',
      ),
    )
  return [...troubles, ...roomTroubles(usedBytes, maxBytes)]
}

function roomTroubles(used: number | undefined, limit: number | undefined): Verdict[] {
  if (!used || !limit || used <= limit * FULL) return []
  if (used < limit) return [warn(`is nearly full (${used} of ${limit} bytes)`, 'Raise maxmemory.')]
  const todo = 'Raise maxmemory. Meanwhile jobs wait in PostgreSQL; none is lost.'
  return [fail(`is full (${used} of ${limit} bytes)`, todo)]
}
