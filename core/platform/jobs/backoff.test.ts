import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { backoff } from './backoff.ts'

test('the wait doubles with each attempt until a quarter of an hour', () => {
  const waits = [1, 2, 3, 4, 10, 11, 12].map((attempt) => backoff(attempt, 0))
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 512_000, 900_000, 900_000])
})

test('chance takes away at most half of the wait, and never makes it shorter than a second', () => {
  const attempt = fc.integer({ min: 1, max: 1_000 })
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  fc.assert(
    fc.property(attempt, chance, (n, random) => {
      const wait = backoff(n, random)
      expect(Number.isInteger(wait)).toBe(true)
      expect(wait).toBeGreaterThanOrEqual(Math.max(1_000, backoff(n, 0) / 2))
      expect(wait).toBeLessThanOrEqual(backoff(n, 0))
    }),
  )
})
