import { describe, expect } from '@jest/globals'
import { recordSkip } from './skip-record.ts'
import { testEnvironment } from './test-environment.ts'

export const REDIS_NEED = { need: 'Redis', bringIt: 'apt-get install redis-server (or set REDIS_URL)' }

/**
 * A suite over a real Redis; without one it is skipped, aloud. The server is shared by the test files that run at the
 * same time: use a key prefix of your own, and `startThrowawayRedis` for what hurts the others (FLUSHALL, kill).
 */
export function describeWithRedis(name: string, suite: (redisUrl: string) => void): void {
  const { redisUrl } = testEnvironment()
  if (redisUrl) {
    describe(name, () => suite(redisUrl))
    return
  }
  recordSkip({ ...REDIS_NEED, suite: name, file: expect.getState().testPath ?? '' })
  describe.skip(name, () => suite('redis://127.0.0.1:1'))
}
