import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { crowdedStarts } from './crowd.ts'
import type { Interval } from './interval.ts'
import type { Occupancy } from './occupancy.ts'

const MINUTES = 60
const LENGTH = 7

/** One that is busy for a while, and keeps some minutes free around it. */
const appointment = fc.record({
  start: fc.integer({ min: 0, max: MINUTES }),
  minutes: fc.integer({ min: 0, max: 25 }),
  before: fc.integer({ min: 0, max: 6 }),
  after: fc.integer({ min: 0, max: 6 }),
})

const rowsOf = (
  { start, minutes, before, after }: Record<'start' | 'minutes' | 'before' | 'after', number>,
  index: number,
): Occupancy[] => {
  const row = { seat: 1, appointmentId: `${index}` }
  const end = start + minutes
  return [
    { ...row, layer: 'core', start, end },
    { ...row, layer: 'buffer', start: start - before, end: start },
    { ...row, layer: 'buffer', start: end, end: end + after },
  ]
}

/** An appointment of seven minutes must not overlap it. */
const forbids = ({ start, end }: Interval): Interval[] => [{ start: start - LENGTH + 1, end }]

test('a start is crowded where as many as there are places are in its way at one moment', () => {
  fc.assert(
    fc.property(fc.array(appointment, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (all, capacity) => {
      const rows = all.map(rowsOf)
      const crowded = crowdedStarts(rows.flat(), capacity, forbids)
      for (let start = -20; start < MINUTES + 40; start++) {
        const spans = rows
          .map((some) => some.filter((row) => row.start < row.end))
          .filter((some) => some.some((row) => row.start < start + LENGTH && start < row.end))
          .map((some) => ({
            start: Math.min(...some.map((row) => row.start)),
            end: Math.max(...some.map((row) => row.end)),
          }))
        const depth = Math.max(
          0,
          ...spans.map((at) => spans.filter((each) => each.start <= at.start && at.start < each.end).length),
        )
        expect(crowded.some((each) => each.start <= start && start < each.end)).toBe(depth >= capacity)
      }
    }),
  )
})
