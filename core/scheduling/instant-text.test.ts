import { expect, test } from '@jest/globals'
import { instantText } from './instant-text.ts'

test.each([
  ['2027-03-01T08:00:00Z', 'Europe/Berlin', '2027-03-01T09:00:00+01:00'],
  ['2027-07-01T07:00:00Z', 'Europe/Berlin', '2027-07-01T09:00:00+02:00'],
  ['2027-10-31T00:30:00Z', 'Europe/Berlin', '2027-10-31T02:30:00+02:00'],
  ['2027-10-31T01:30:00Z', 'Europe/Berlin', '2027-10-31T02:30:00+01:00'],
  ['2027-03-01T03:15:00Z', 'America/St_Johns', '2027-02-28T23:45:00-03:30'],
  ['2027-03-01T08:00:00Z', 'UTC', '2027-03-01T08:00:00+00:00'],
])('%s is %s time %s, and the same instant', (utc, zone, text) => {
  expect(instantText(Date.parse(utc), zone)).toBe(text)
  expect(Date.parse(text)).toBe(Date.parse(utc))
})
