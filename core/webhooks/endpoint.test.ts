import { expect, test } from '@jest/globals'
import { type Endpoint, isHopeless, restOf, waitAfter, wants } from './endpoint.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

test.each([
  [[], 'call.ended', true],
  [['appointment.booked'], 'appointment.booked', true],
  [['appointment.booked'], 'appointment.booked_again', false],
  [['appointment.*'], 'appointment.cancelled', true],
  [['appointment.*'], 'appointments.cancelled', false],
  [['invoice.paid', 'call.*'], 'call.ended', true],
  [['invoice.paid'], 'call.ended', false],
])('a filter of %j and %s: %s', (eventTypes, type, wanted) => {
  expect(wants({ eventTypes }, type)).toBe(wanted)
})

test('attempts are repeated after 5 seconds first and 24 hours last, over three days in all', () => {
  const waits = Array.from({ length: 10 }, (_, tries) => waitAfter(tries + 1, 0))
  expect([waits[0], waits[8], waits[9]]).toEqual([5_000, DAY, undefined])
  const total = waits.reduce<number>((sum, wait) => sum + (wait ?? 0), 0)
  expect(total).toBeGreaterThan(3 * DAY)
})

test('a wait is up to a fifth longer, and as long as the receiver asks for, a day at the most', () => {
  expect([waitAfter(2, 0), waitAfter(2, 0.5), waitAfter(2, 1)]).toEqual([300_000, 330_000, 360_000])
  expect(waitAfter(1, 0, 2 * HOUR)).toBe(2 * HOUR)
  expect(waitAfter(4, 0, 1_000)).toBe(2 * HOUR)
  expect(waitAfter(1, 0, 3 * DAY)).toBe(DAY)
})

test('what waits for a place looks less often the older it is', () => {
  expect([0, 60_000, HOUR, DAY].map((age) => restOf(age, 0.5))).toEqual([1_000, 15_000, 900_000, 900_000])
  expect(restOf(0, 0.5, 30_000)).toBe(31_000)
})

test('an endpoint is given up after three days of failures only', () => {
  const failing = (since: number | undefined, failures: number) =>
    isHopeless({ failingSince: since, failures } as Endpoint, 10 * DAY)
  expect(failing(7 * DAY, 4)).toBe(true)
  expect(failing(7 * DAY, 3)).toBe(false)
  expect(failing(7 * DAY + 1, 1_000)).toBe(false)
  expect(failing(undefined, 1_000)).toBe(false)
})
