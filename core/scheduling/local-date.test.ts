import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { dateOfDay, dayNumber, weekdayOf } from './local-date.ts'

test('dates become day numbers and back, with the weekday the calendar has', () => {
  fc.assert(
    fc.property(fc.integer({ min: -30_000, max: 60_000 }), (day) => {
      const date = Temporal.PlainDate.from('1970-01-01').add({ days: day })
      expect(dayNumber(date.toString())).toBe(day)
      expect(dateOfDay(day)).toBe(date.toString())
      expect(weekdayOf(day)).toBe(date.dayOfWeek)
    }),
  )
})

test.each(['2027-02-30', '2027-13-01', '27-01-01', '2027-1-1', 'tomorrow', ''])(
  '%j is refused, as it names no date',
  (text) => {
    expect(() => dayNumber(text)).toThrow(RangeError)
  },
)
