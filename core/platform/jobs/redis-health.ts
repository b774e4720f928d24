import type { Redis } from 'ioredis'
import { within } from './deadline.ts'

const DEADLINE_MS = 2_000

/** What is wrong with Redis as a broker, in one line; null when nothing is. */
export async function redisHealth(redis: Redis): Promise<string | null> {
  try {
    const policy = evictionPolicy(await within(DEADLINE_MS, 'Redis', redis.info('memory')))
    if (policy === undefined || policy === 'noeviction') return null
    return `Redis may throw jobs away (maxmemory-policy ${policy}): set it to noeviction`
  } catch (error) {
    return `Redis does not answer: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** Read from INFO, since managed servers forbid CONFIG; undefined where it is not told. */
function evictionPolicy(info: string): string | undefined {
  return /^maxmemory_policy:(\S+)/m.exec(info)?.[1]
}
