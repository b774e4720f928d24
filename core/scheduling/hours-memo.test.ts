import { expect, test } from '@jest/globals'
import { openWindows } from './working-hours.ts'
import { zoneOffsets } from './zone-offsets.ts'

const berlin = zoneOffsets('Europe/Berlin')
/** Days since 1970-01-01: two weeks in June 2027. */
const days = { first: 20_976, last: 20_989 }
const nineToFive = () => ({ 1: [{ start: 540, end: 1_020 }], 4: [{ start: 540, end: 1_020 }] })

test('the same hours on the same dates are worked out once', () => {
  const weekly = nineToFive()
  const overrides = [{ date: '2027-06-10', windows: [] }]
  const windows = openWindows({ weekly, overrides }, berlin, days)
  expect(openWindows({ weekly, overrides }, berlin, { ...days })).toBe(windows)
  expect(openWindows({ weekly: nineToFive(), overrides }, berlin, days)).not.toBe(windows)
})

test('another date, zone, exception or holiday is another answer, in whatever order they are asked for', () => {
  const weekly = nineToFive()
  const asked = [
    () => openWindows({ weekly }, berlin, days),
    () => openWindows({ weekly }, berlin, { ...days, last: days.last + 7 }),
    () => openWindows({ weekly }, zoneOffsets('Asia/Tokyo'), days),
    () => openWindows({ weekly, holidays: ['2027-06-10'] }, berlin, days),
    () => openWindows({ weekly, overrides: [{ date: '2027-06-10', windows: [] }] }, berlin, days),
    () => openWindows({ weekly, holidays: ['2027-06-14', '2027-06-10'] }, berlin, days),
  ]
  const fresh = asked.map((ask) => ask())
  expect(asked.toReversed().map((ask) => ask())).toEqual(fresh.toReversed())
  expect(fresh.map(({ length }) => length)).toEqual([4, 6, 4, 3, 3, 2])
  expect(fresh[2]).not.toEqual(fresh[0])
})

test('breaks take nothing out of the windows, whatever was asked before', () => {
  const weekly = nineToFive()
  const breaks = { 1: [{ start: 720, end: 780 }] }
  expect(openWindows({ weekly, breaks }, berlin, days)).toEqual(openWindows({ weekly }, berlin, days))
})
