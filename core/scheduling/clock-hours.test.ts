import { expect, test } from '@jest/globals'
import { namedWeek, weeklyOf } from './clock-hours.ts'

test('hours are read as minutes from midnight and written back as they were', () => {
  const week = {
    monday: [
      { start: '09:00', end: '12:30' },
      { start: '13:00', end: '18:05' },
    ],
    sunday: [],
    friday: [{ start: '18:00', end: '26:00' }],
  }
  const weekly = weeklyOf(week)
  expect(weekly).toEqual({
    1: [
      { start: 540, end: 750 },
      { start: 780, end: 1085 },
    ],
    5: [{ start: 1080, end: 1560 }],
    7: [],
  })
  expect(namedWeek(weekly)).toEqual(week)
})

test.each(['9:00', '09:60', '', '24', '09:00:00'])('%j is no time of day', (start) => {
  expect(() => weeklyOf({ monday: [{ start, end: '18:00' }] })).toThrow(RangeError)
})
