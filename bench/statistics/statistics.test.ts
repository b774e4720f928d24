import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { median } from './median.ts'
import { pairedRatios } from './paired-ratios.ts'
import { latencyOf, percentile } from './percentiles.ts'

const values = fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 })

describe('the median', () => {
  test('is the middle one, or lies between the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([4, 1, 9, 2])).toBe(3)
    expect(median([7])).toBe(7)
  })

  test('does not depend on the order and changes nothing in it', () => {
    fc.assert(
      fc.property(values, (some) => {
        const before = [...some]
        expect(median(some)).toBe(median([...some].reverse()))
        expect(some).toEqual(before)
      }),
    )
  })

  test('of nothing is refused', () => expect(() => median([])).toThrow(RangeError))
})

describe('a percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i)

  test('is the nearest rank', () => {
    expect(latencyOf(hundred)).toEqual({ p50: 50, p95: 95, p99: 99, max: 100 })
    expect(percentile([3, 1, 2], 0.5)).toBe(2)
    expect(percentile([3, 1, 2], 0)).toBe(1)
  })

  test('is one of the values, and never falls as the share grows', () => {
    fc.assert(
      fc.property(values, (some) => {
        const { p50, p95, p99, max } = latencyOf(some)
        for (const one of [p50, p95, p99, max]) expect(some).toContain(one)
        expect([p50, p95, p99, max]).toEqual([p50, p95, p99, max].sort((a, b) => a - b))
      }),
    )
  })

  test('of nothing is refused', () => expect(() => percentile([], 0.5)).toThrow(RangeError))
})

describe('paired ratios', () => {
  test('compare what was measured side by side, so that a slow round for both changes nothing', () => {
    expect(pairedRatios([50, 5, 60], [100, 10, 120])).toEqual({ median: 0.5, low: 0.5, high: 0.5 })
    // The ratio of the medians would be 1.
    expect(pairedRatios([10, 20, 30], [20, 10, 60])).toEqual({ median: 0.5, low: 0.5, high: 2 })
  })

  test('need a yardstick for each value', () => expect(() => pairedRatios([1, 2], [1])).toThrow(RangeError))
})
