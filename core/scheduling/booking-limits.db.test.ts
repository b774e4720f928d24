import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { berlin, bookingFixture, freshKey, type Salon, type Slice } from './testing/booking-fixture.ts'

let hub: Awaited<ReturnType<typeof bookingFixture>>
let other: Slice
let salon: Salon
let customerId: string

beforeAll(async () => {
  hub = await bookingFixture()
  other = hub.pool()
})

beforeEach(async () => {
  salon = await hub.salon()
  customerId = (await hub.customers.create(salon.tenantId, { name: 'Erika', language: 'de' })).id
})

afterAll(() => hub.close())

const DAY = 86_400_000
/** A Tuesday. */
const at = (time: string): number => berlin(`2027-03-02T${time}`)
const place = () => ({ serviceId: salon.cut.id, locationId: salon.location.id })
const limit = (limits: object) => hub.resources.update(salon.tenantId, salon.anna.id, { limits })
const limitCustomers = (customerLimits: object) =>
  hub.locations.update(salon.tenantId, salon.location.id, { customerLimits })

function book(start: number, more: object = {}, process: Slice = hub) {
  const details = { customerId: null, source: 'api', requestKey: freshKey() }
  return process.orchestrator.book(salon.tenantId, { ...place(), start, ...details, ...more })
}

const hold = (start: number, holder: string) =>
  hub.orchestrator.hold(salon.tenantId, { ...place(), start, holder, requestKey: freshKey() })

async function booked(start: number, more: object = {}) {
  const result = await book(start, more)
  if (result.is !== 'booked') throw new Error(result.code)
  return result.appointment
}

async function held(start: number, holder: string) {
  const result = await hold(start, holder)
  if (result.is !== 'held') throw new Error(result.code)
  return result.appointment
}

const starts = async (from: number, to: number, more: object = {}) =>
  (await hub.availability.search(salon.tenantId, { ...place(), from, to, ...more })).slots.map(
    ({ start }) => start,
  )

const reached = (of: string, per: string, most: number) => ({
  is: 'refused',
  code: 'limit_reached',
  limit: { of, per, most },
})

test('of thirty at once against five a day exactly five are booked, whichever process they reach', async () => {
  await limit({ perDay: 5 })
  const results = await Promise.all(
    Array.from({ length: 30 }, (_, i) => book(at('09:00') + (i % 16) * 30 * 60_000, {}, i % 2 ? hub : other)),
  )
  expect(results.filter(({ is }) => is === 'booked')).toHaveLength(5)
  expect(await hub.appointments.list(salon.tenantId, { status: 'confirmed' })).toHaveLength(5)
})

test('a full day is not offered, and the refusal names the limit and other days', async () => {
  await limit({ perDay: 1 })
  await booked(at('09:00'))
  expect(await starts(at('10:00'), at('11:00'))).toEqual([])
  const refused = await book(at('10:00'))
  expect(refused).toMatchObject(reached('resource', 'day', 1))
  if (refused.is !== 'refused') throw new Error('it is booked')
  expect(refused.alternatives.map(({ start }) => start)).toEqual(
    [1, 2, 3].map((days) => at('10:00') + days * DAY),
  )
  const explained = await hub.availability.explain(salon.tenantId, { ...place(), start: at('10:00') })
  expect(explained.resources[0]?.reasons).toEqual([
    { code: 'limit_reached', limit: { of: 'resource', per: 'day', most: 1 } },
  ])
  await salon.addStaff('Bob')
  expect((await book(at('10:00'))).is).toBe('booked')
})

test.each([
  ['week', { perWeek: 2 }, { second: 1, last: 5 }],
  ['month', { perMonth: 2 }, { second: 20, last: 29 }],
] as const)('a full %s is not offered up to its last day, and the next one is', async (per, limits, days) => {
  await limit(limits)
  await booked(at('09:00'))
  await booked(at('09:00') + days.second * DAY)
  const last = at('10:00') + days.last * DAY
  expect(await book(last)).toMatchObject(reached('resource', per, 2))
  expect((await book(last + DAY)).is).toBe('booked')
})

test('a move within the period counts once; one into a full period is refused', async () => {
  await limit({ perDay: 1 })
  const { id: appointmentId } = await booked(at('09:00'))
  await booked(at('09:00') + DAY)
  const move = (start: number, more: object = {}) =>
    hub.orchestrator.reschedule(salon.tenantId, { appointmentId, start, requestKey: freshKey(), ...more })
  expect((await move(at('14:00'))).is).toBe('booked')
  expect(await move(at('14:00') + DAY)).toMatchObject(reached('resource', 'day', 1))
  expect((await move(at('14:00') + DAY, { actor: 'owner' })).is).toBe('booked')
})

test('what is cancelled does not count, and a hold does until it runs out', async () => {
  await limit({ perDay: 1 })
  const { id: appointmentId } = await booked(at('09:00'))
  await hub.orchestrator.cancel(salon.tenantId, { appointmentId })
  const { holdExpiresAt } = await held(at('09:00'), 'call:1')
  expect(await book(at('15:00'))).toMatchObject({ code: 'limit_reached' })
  const { slots, validUntil } = await hub.availability.search(salon.tenantId, {
    ...place(),
    from: at('10:00'),
    to: at('11:00'),
  })
  expect([slots, validUntil]).toEqual([[], holdExpiresAt])
})

test('a hold that has run out takes no place, and gets none back: it is over once somebody has taken it', async () => {
  await limit({ perWeek: 1 })
  const { id, holdExpiresAt } = await held(at('09:00'), 'call:1')
  const before = hub.clock.now()
  hub.clock.set(holdExpiresAt ?? 0)
  expect((await book(at('15:00') + 3 * DAY)).is).toBe('booked')
  expect(await book(at('09:00'), { holdId: id, holder: 'call:1' })).toMatchObject({ code: 'limit_reached' })
  hub.clock.set(before)
})

test('an own hold does not stand in the own way: it is given up for the new one, which keeps the limit', async () => {
  await limit({ perDay: 1 })
  const first = await held(at('09:00'), 'call:1')
  expect(await starts(at('10:00'), at('10:30'), { forHolder: 'call:1' })).toHaveLength(2)
  expect(await hold(at('10:00'), 'call:2')).toMatchObject(reached('resource', 'day', 1))
  const second = await held(at('10:00'), 'call:1')
  expect((await hub.appointments.get(salon.tenantId, first.id)).status).toBe('expired')
  expect((await book(at('10:00'), { holdId: second.id, holder: 'call:1' })).is).toBe('booked')
})

test('of twenty bookings of one customer at once as many are booked as they may have', async () => {
  await limitCustomers({ perDay: 2 })
  const staff = await Promise.all(['B', 'C', 'D'].map((name) => salon.addStaff(name)))
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      book(
        at('09:00') + (i % 10) * 30 * 60_000,
        { customerId, resourceId: staff[i % 3]?.id },
        i % 2 ? hub : other,
      ),
    ),
  )
  expect(results.filter(({ is }) => is === 'booked')).toHaveLength(2)
  expect(results.find(({ is }) => is === 'refused')).toMatchObject(reached('customer', 'day', 2))
  expect((await book(at('16:00'))).is).toBe('booked')
  expect((await book(at('16:00') + DAY, { customerId })).is).toBe('booked')
})

test('of holds that one customer books at once as many are booked as they may have', async () => {
  await limitCustomers({ perWeek: 2 })
  const holds = await Promise.all(
    ['09:00', '10:00', '11:00', '12:00', '13:00', '14:00'].map((time, i) => held(at(time), `call:${i}`)),
  )
  const results = await Promise.all(
    holds.map(({ id, start }, i) =>
      i % 2 ? book(start, { holdId: id, customerId }, other) : book(start + 4 * 3_600_000, { customerId }),
    ),
  )
  expect(results.filter(({ is }) => is === 'booked')).toHaveLength(2)
  const refused = await book(holds[5]?.start ?? 0, { holdId: holds[5]?.id, customerId }, other)
  if (refused.is === 'refused') {
    expect(refused).toMatchObject(reached('customer', 'week', 2))
    const nextWeek = berlin('2027-03-08T00:00')
    expect(refused.alternatives.every(({ start }) => start >= nextWeek)).toBe(true)
  }
})
