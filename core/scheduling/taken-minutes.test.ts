import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { MinuteBits } from './minute-bits.ts'
import { MinuteList } from './minute-list.ts'
import { minutesFor } from './minutes-for.ts'
import type { TakenMinutes } from './taken-minutes.ts'

/** No multiple of 32 minutes long, and far from zero. */
const REACH = { start: 30_000_007, end: 30_000_307 }

const minute = fc.integer({ min: REACH.start, max: REACH.end })
/** Some of them begin before it or end behind it, some are empty. */
const intervals = fc.array(
  fc
    .tuple(
      fc.integer({ min: REACH.start - 100, max: REACH.end + 20 }),
      fc.oneof(fc.integer({ min: -3, max: 40 }), fc.integer({ min: 60, max: 400 })),
    )
    .map(([start, minutes]) => ({ start, end: start + minutes })),
  { maxLength: 12 },
)

const KINDS: [name: string, make: () => TakenMinutes][] = [
  ['bits', () => new MinuteBits(REACH)],
  ['a list', () => new MinuteList()],
]

describe.each(KINDS)('minute by minute, kept as %s', (_, make) => {
  test('it counts what is taken of an interval', () => {
    fc.assert(
      fc.property(intervals, minute, minute, (all, one, other) => {
        const [start, end] = [Math.min(one, other), Math.max(one, other)]
        const taken = minutesOf(all).filter((each) => start <= each && each < end)
        expect(filled(make(), all).within({ start, end })).toBe(taken.length)
      }),
    )
  })

  test('a minute that is taken in part is taken', () => {
    const minutes = filled(make(), [
      { start: REACH.start + 10.5, end: REACH.start + 40.25 },
      { start: REACH.start + 50.5, end: REACH.start + 50.5 },
    ])
    expect(minutes.nextTaken(REACH.start, REACH.end)).toBe(REACH.start + 10)
    expect(minutes.nextFree(REACH.start + 10, REACH.end)).toBe(REACH.start + 41)
    expect(minutes.within(REACH)).toBe(31)
  })

  test('it finds the next minute that is taken, and the next that is not, up to an end', () => {
    fc.assert(
      fc.property(intervals, minute, minute, (all, one, other) => {
        const [from, end] = [Math.min(one, other), Math.max(one, other)]
        const minutes = filled(make(), all)
        const taken = new Set(minutesOf(all))
        const next = (wanted: boolean) => {
          for (let at = from; at < end; at++) if (taken.has(at) === wanted) return at
          return end
        }
        expect(minutes.nextTaken(from, end)).toBe(next(true))
        expect(minutes.nextFree(from, end)).toBe(next(false))
      }),
    )
  })
})

test('outside of what bits are kept for everything is free', () => {
  const bits = filled(new MinuteBits(REACH), [{ start: 0, end: 2 ** 40 }])
  const [before, behind] = [REACH.start - 5, REACH.end + 5]
  const ever = Number.POSITIVE_INFINITY
  expect([before, behind].map((at) => bits.nextFree(at, ever))).toEqual([before, behind])
  expect([before, behind].map((at) => bits.nextTaken(at, ever))).toEqual([REACH.start, ever])
  expect(bits.within({ start: before, end: behind })).toBe(REACH.end - REACH.start)
})

test('hundreds of entries within a month become bits, few or years of them a list', () => {
  const month = { start: 0, end: 30 * 1_440 }
  expect(minutesFor(month, 200)).toBeInstanceOf(MinuteBits)
  expect(minutesFor(month, 3)).toBeInstanceOf(MinuteList)
  expect(
    minutesFor({ start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY }, 2_000),
  ).toBeInstanceOf(MinuteList)
})

function filled(minutes: TakenMinutes, all: ReadonlyArray<{ start: number; end: number }>): TakenMinutes {
  for (const { start, end } of all) minutes.add(start, end)
  return minutes
}

function minutesOf(all: ReadonlyArray<{ start: number; end: number }>): number[] {
  const minutes = new Set<number>()
  for (const { start, end } of all) for (let at = start; at < end; at++) minutes.add(at)
  return [...minutes]
}
