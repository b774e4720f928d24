import { describe } from '@jest/globals'
import { describeWithRedis } from '../../testing/needs-redis.ts'

/** The same suite over both couriers; the one with Bull only where there is a Redis, else skipped aloud. */
export function describeEachCourier(name: string, suite: (redisUrl: string | undefined) => void): void {
  describe(`${name}, in process`, () => suite(undefined))
  describeWithRedis(`${name}, with Bull`, suite)
}
