import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { withoutOwn } from './without-own.ts'

const at = (hour: number) => Date.UTC(2026, 11, 7, hour)
const busy = (start: number, end: number) => ({
  externalId: `${start}`,
  start: new Date(at(start)).toISOString(),
  end: new Date(at(end)).toISOString(),
})
const span = (start: number, end: number) => ({ start: at(start), end: at(end) })
const hours = (times: ReturnType<typeof withoutOwn>) =>
  times.map(({ start, end }) => [new Date(start).getUTCHours(), new Date(end).getUTCHours()])

test.each([
  ['a time of our own is nothing', [busy(9, 10)], [span(9, 10)], []],
  [
    'what touches it stays',
    [busy(8, 11)],
    [span(9, 10)],
    [
      [8, 9],
      [10, 11],
    ],
  ],
  ['two of our own in one busy time', [busy(8, 12)], [span(8, 9), span(9, 10)], [[10, 12]]],
  ['an overlap is cut', [busy(9, 11)], [span(8, 10)], [[10, 11]]],
  [
    'without our own, all stays',
    [busy(9, 10), busy(12, 13)],
    [],
    [
      [9, 10],
      [12, 13],
    ],
  ],
])('%s', (_name, times, own, left) => {
  expect(hours(withoutOwn(times, own))).toEqual(left)
})

test('an hour is busy exactly when it was, and is not our own', () => {
  const interval = fc
    .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 3 }))
    .map(([start, length]): [number, number] => [start, start + length])
  fc.assert(
    fc.property(fc.array(interval, { maxLength: 5 }), fc.array(interval, { maxLength: 5 }), (others, own) => {
      const left = withoutOwn(
        others.map(([start, end]) => busy(start, end)),
        own.map(([start, end]) => span(start, end)),
      )
      const covers = (list: Array<[number, number]>, hour: number) =>
        list.some(([start, end]) => start <= hour && hour < end)
      for (let hour = 0; hour < 24; hour++) {
        const isLeft = left.some(
          ({ start, end }) => Date.parse(start) <= at(hour) && at(hour) < Date.parse(end),
        )
        expect(isLeft).toBe(covers(others, hour) && !covers(own, hour))
      }
    }),
  )
})
