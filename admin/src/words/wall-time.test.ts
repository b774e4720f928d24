import { expect, test } from '@jest/globals'
import { dateIn, instantOf, wallIn, wallsOf } from './wall-time.ts'

const BERLIN = 'Europe/Berlin'

test('a wall clock is the instant at which the place shows it, on either side of a clock change', () => {
  expect(instantOf('2027-03-28 01:30:00', BERLIN)).toBe('2027-03-28T00:30:00.000Z')
  expect(instantOf('2027-03-28 03:30', BERLIN)).toBe('2027-03-28T01:30:00.000Z')
  expect(instantOf('2027-03-28 12:00', 'Pacific/Auckland')).toBe('2027-03-27T23:00:00.000Z')
})

test('also west of Greenwich, where the clocks change before UTC has the same hour', () => {
  const newYork = 'America/New_York'
  expect(instantOf('2027-03-14 01:30', newYork)).toBe('2027-03-14T06:30:00.000Z')
  expect(instantOf('2027-03-14 06:30', newYork)).toBe('2027-03-14T10:30:00.000Z')
  expect(instantOf('2027-03-14 02:30', newYork)).toBe('2027-03-14T07:30:00.000Z')
})

test('of a wall clock that comes twice the first is meant', () => {
  expect(instantOf('2027-10-31 02:30', BERLIN)).toBe('2027-10-31T00:30:00.000Z')
  expect(instantOf('2027-11-07 01:30', 'America/New_York')).toBe('2027-11-07T05:30:00.000Z')
})

test('a wall clock that a clock change leaves out is moved on', () => {
  expect(instantOf('2027-03-28 02:30', BERLIN)).toBe('2027-03-28T01:30:00.000Z')
})

test('what begins in an hour and ends in the same hour when it comes again keeps its length', () => {
  const twice = { start: '2027-10-31T02:30:00+02:00', end: '2027-10-31T02:15:00+01:00' }
  expect(wallsOf(twice)).toEqual({ start: '2027-10-31 02:30:00', end: '2027-10-31 03:15:00' })
  const usual = { start: '2027-10-31T09:00:00+01:00', end: '2027-10-31T09:30:00+01:00' }
  expect(wallsOf(usual)).toEqual({ start: '2027-10-31 09:00:00', end: '2027-10-31 09:30:00' })
})

test('days from now are counted on the calendar of the place', () => {
  const today = wallIn(Date.now(), BERLIN).slice(0, 10)
  expect(dateIn(BERLIN)).toBe(today)
  expect(Date.parse(dateIn(BERLIN, 3)) - Date.parse(today)).toBe(3 * 86_400_000)
})
