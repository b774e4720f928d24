import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Interval, intersect, overlaps, subtract, union } from './interval.ts'

const intervals = fc.array(
  fc.tuple(fc.integer({ min: -20, max: 40 }), fc.integer({ min: -2, max: 12 })).map(([start, minutes]) => ({
    start,
    end: start + minutes,
  })),
  { maxLength: 8 },
)
const minutesOf = (all: readonly Interval[]): number[] => {
  const minutes = new Set<number>()
  for (const { start, end } of all) for (let minute = start; minute < end; minute++) minutes.add(minute)
  return [...minutes].sort((a, b) => a - b)
}

test('intervals that only touch do not overlap, one inside the other does', () => {
  expect(overlaps({ start: 0, end: 10 }, { start: 10, end: 20 })).toBe(false)
  expect(overlaps({ start: 0, end: 10 }, { start: 9, end: 20 })).toBe(true)
  expect(overlaps({ start: 0, end: 30 }, { start: 10, end: 20 })).toBe(true)
})

describe('minute by minute', () => {
  test('a union has every minute of its intervals once, in order, with a gap between any two', () => {
    fc.assert(
      fc.property(intervals, (all) => {
        const merged = union(all)
        expect(minutesOf(merged)).toEqual(minutesOf(all))
        const ends = [Number.NEGATIVE_INFINITY, ...merged.map(({ end }) => end)]
        expect(merged.every(({ start, end }, i) => start < end && start > (ends[i] ?? start))).toBe(true)
      }),
    )
  })

  test('an intersection has the minutes that both have', () => {
    fc.assert(
      fc.property(intervals, intervals, (a, b) => {
        const inB = new Set(minutesOf(b))
        expect(minutesOf(intersect(union(a), union(b)))).toEqual(
          minutesOf(a).filter((minute) => inB.has(minute)),
        )
      }),
    )
  })

  test('a subtraction has the minutes that only the first has', () => {
    fc.assert(
      fc.property(intervals, intervals, (a, b) => {
        const inB = new Set(minutesOf(b))
        expect(minutesOf(subtract(union(a), union(b)))).toEqual(
          minutesOf(a).filter((minute) => !inB.has(minute)),
        )
      }),
    )
  })
})

test('an intersection keeps the seam between two windows that touch', () => {
  const days = [
    { start: 0, end: 10 },
    { start: 10, end: 20 },
  ]
  expect(intersect(days, [{ start: 5, end: 15 }])).toEqual([
    { start: 5, end: 10 },
    { start: 10, end: 15 },
  ])
})
