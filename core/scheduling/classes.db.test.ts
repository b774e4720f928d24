import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Appointment } from './appointment.ts'
import type { BookResult, HoldResult } from './booking.ts'
import {
  berlin,
  bookingFixture,
  freshKey,
  inTenant,
  type Salon,
  type Slice,
} from './testing/booking-fixture.ts'
import { forbiddenOverlaps } from './testing/overlaps.ts'

const MINUTE = 60_000

let hub: Awaited<ReturnType<typeof bookingFixture>>
let other: Slice
let salon: Salon
let yoga: string

beforeAll(async () => {
  hub = await bookingFixture()
  other = hub.pool()
})

beforeEach(async () => {
  salon = await hub.salon()
  yoga = await classOf(3)
})

afterAll(() => hub.close())

async function classOf(capacity: number): Promise<string> {
  const service = await hub.catalog.create(salon.tenantId, {
    name: 'Yoga',
    segments: [{ minutes: 60, needs: ['staff'] }],
    noticeMinutes: 0,
    bufferAfter: 10,
    capacity,
  })
  await hub.resources.update(salon.tenantId, salon.anna.id, { serviceIds: [salon.cut.id, service.id] })
  return service.id
}

const at = (time: string): number => berlin(`2027-03-02T${time}`)

const wanted = (time: string, serviceId = yoga) => ({
  serviceId,
  locationId: salon.location.id,
  start: at(time),
  customerId: null,
  source: 'api',
  requestKey: freshKey(),
})

const tryBook = (time: string, { serviceId = yoga, by = hub as Slice } = {}) =>
  by.orchestrator.book(salon.tenantId, wanted(time, serviceId))
const tryHold = (time: string, holder: string) =>
  hub.orchestrator.hold(salon.tenantId, { ...wanted(time), holder })

function placed(result: BookResult | HoldResult): Appointment {
  if (result.is === 'refused') throw new Error(`refused: ${result.code}`)
  return result.appointment
}

const book = async (time: string) => placed(await tryBook(time))
const cancel = (id: string) => hub.orchestrator.cancel(salon.tenantId, { appointmentId: id })
const move = (id: string, time: string) =>
  hub.orchestrator.reschedule(salon.tenantId, {
    appointmentId: id,
    start: at(time),
    requestKey: freshKey(),
  })

/** Places of whoever takes part at that time, in order. */
const placesAt = async (time: string): Promise<number[]> => {
  const rows = await inTenant(hub, salon.tenantId, (tx) =>
    tx.rows<{ place: number }>({
      text: `select place from occupancies where tenant_id = $1 and starts_at = $2 and active and layer = 0
        order by place`,
      values: [salon.tenantId, new Date(at(time))],
    }),
  )
  return rows.map(({ place }) => place)
}

/** What is left at that start; undefined where it is not offered. */
async function leftAt(time: string, forHolder?: string): Promise<number | undefined> {
  const range = { from: at(time), to: at(time) + MINUTE }
  const asked = { serviceId: yoga, locationId: salon.location.id, forHolder, ...range }
  return (await hub.availability.search(salon.tenantId, asked)).slots[0]?.placesLeft
}

test('of thirty callers for a class of eight exactly eight get in, whichever process they reach', async () => {
  for (let round = 0; round < 5; round++) {
    salon = await hub.salon()
    yoga = await classOf(8)
    const results = await Promise.all(
      Array.from({ length: 30 }, (_, i) => tryBook('10:00', { by: i % 2 ? other : hub })),
    )
    expect(results.filter(({ is }) => is === 'booked')).toHaveLength(8)
    expect(await placesAt('10:00')).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(await forbiddenOverlaps(hub, salon.tenantId)).toBe(0)
  }
}, 60_000)

test('whatever else is booked at once never overlaps a class, nor does another class', async () => {
  const steps = ['09:45', '10:00', '10:00', '10:15', '10:30', '11:00', '11:00', '11:15']
  const requests = steps.flatMap((time) => [
    tryBook(time),
    tryBook(time, { by: other }),
    tryBook(time, { serviceId: salon.cut.id, by: other }),
  ])
  const results = await Promise.all(requests)
  expect(await forbiddenOverlaps(hub, salon.tenantId)).toBe(0)
  const booked = await hub.appointments.list(salon.tenantId, { status: 'confirmed' })
  expect(booked).toHaveLength(results.filter(({ is }) => is === 'booked').length)
  expect(booked.length).toBeGreaterThan(2)
})

test('a class is offered with the places it has left, and no more once it is full', async () => {
  expect(await leftAt('10:00')).toBe(3)
  await book('10:00')
  expect(await leftAt('10:00')).toBe(2)
  expect(await leftAt('10:15')).toBeUndefined()
  await book('10:00')
  await book('10:00')
  expect(await leftAt('10:00')).toBeUndefined()
  expect(await tryBook('10:00')).toMatchObject({ is: 'refused', code: 'slot_taken' })
})

test('with somebody else free a full class is followed by a second one, and a wish opens it before', async () => {
  const bob = await salon.addStaff('Bob', [yoga])
  const anna = placed(
    await hub.orchestrator.book(salon.tenantId, { ...wanted('10:00'), resourceId: salon.anna.id }),
  )
  const wish = { ...wanted('10:00'), preferredResourceId: bob.id }
  const withBob = placed(await hub.orchestrator.book(salon.tenantId, wish))
  expect([anna, withBob].map(({ occupancies }) => occupancies[0]?.resourceId)).toEqual([
    salon.anna.id,
    bob.id,
  ])
  for (let i = 0; i < 4; i++) await book('10:00')
  expect(await placesAt('10:00')).toEqual([1, 1, 2, 2, 3, 3])
  expect(await tryBook('10:00')).toMatchObject({ is: 'refused', code: 'slot_taken' })
})

test('each cancels only their own; their place is free, and the time once the last has left', async () => {
  const all = [await book('10:00'), await book('10:00'), await book('10:00')]
  await cancel(all[0]?.id ?? '')
  expect(await placesAt('10:00')).toEqual([2, 3])
  expect(await tryBook('10:30', { serviceId: salon.cut.id })).toMatchObject({ code: 'slot_taken' })
  await book('10:00')
  expect(await placesAt('10:00')).toEqual([1, 2, 3])
  for (const { id } of await hub.appointments.list(salon.tenantId, { status: 'confirmed' })) await cancel(id)
  placed(await tryBook('10:30', { serviceId: salon.cut.id }))
})

test('a participant moves into another class, or opens one, alone', async () => {
  const [first, second] = [await book('10:00'), await book('10:00')]
  await book('13:00')
  placed(await move(first.id, '13:00'))
  expect([await placesAt('10:00'), await placesAt('13:00')]).toEqual([[2], [1, 2]])
  placed(await move(second.id, '10:15'))
  expect([await placesAt('10:00'), await placesAt('10:15')]).toEqual([[], [1]])
  await book('13:00')
  expect(await move(second.id, '13:00')).toMatchObject({ is: 'refused', code: 'slot_taken' })
  expect(await placesAt('10:15')).toEqual([1])
})

test('the same request again gets the same place', async () => {
  const request = wanted('10:00')
  const first = placed(await hub.orchestrator.book(salon.tenantId, request))
  const again = placed(await hub.orchestrator.book(salon.tenantId, request))
  expect(again.id).toBe(first.id)
  expect(await placesAt('10:00')).toEqual([1])
})

describe('holds', () => {
  test('keep a place, which is the caller’s own, and become the appointment', async () => {
    await book('10:00')
    await book('10:00')
    const held = placed(await tryHold('10:00', 'call:1'))
    expect(await leftAt('10:00')).toBeUndefined()
    expect(await leftAt('10:00', 'call:1')).toBe(1)
    const until = hub.clock.now() + 5 * MINUTE
    expect(await tryBook('10:00')).toMatchObject({ code: 'held_until', until })
    const bookHeld = { holdId: held.id, customerId: null, source: 'voice', requestKey: freshKey() }
    const booked = placed(await hub.orchestrator.book(salon.tenantId, bookHeld))
    expect(booked).toMatchObject({ id: held.id, status: 'confirmed' })
    expect(await placesAt('10:00')).toEqual([1, 2, 3])
  })

  test('that have run out free their place without a worker', async () => {
    await book('10:00')
    await book('10:00')
    const held = placed(await tryHold('10:00', 'call:1'))
    hub.clock.forward(5)
    expect(await leftAt('10:00')).toBe(1)
    await book('10:00')
    expect(await placesAt('10:00')).toEqual([1, 2, 3])
    expect((await hub.appointments.get(salon.tenantId, held.id)).status).toBe('expired')
  })

  test('a class of which all are holds that have run out stands in nobody’s way', async () => {
    placed(await tryHold('10:00', 'call:1'))
    hub.clock.forward(5)
    placed(await tryBook('10:30', { serviceId: salon.cut.id }))
  })
})

test('cut off in the middle of joining, moving and leaving, nothing has changed', async () => {
  const [first, second] = [await book('10:00'), await book('10:00')]
  await expect(
    inTenant(hub, salon.tenantId, async () => {
      await book('10:00')
      placed(await move(first.id, '13:00'))
      await cancel(second.id)
      throw new Error('cut off')
    }),
  ).rejects.toThrow('cut off')
  expect([await placesAt('10:00'), await placesAt('13:00')]).toEqual([[1, 2], []])
  expect(await other.appointments.get(salon.tenantId, first.id)).toEqual(first)
})

test('a capacity that changes holds for whoever comes next', async () => {
  await book('10:00')
  await book('10:00')
  await hub.catalog.update(salon.tenantId, yoga, { capacity: 2 })
  expect(await leftAt('10:00')).toBeUndefined()
  await hub.catalog.update(salon.tenantId, yoga, { capacity: 4 })
  expect(await leftAt('10:00')).toBe(2)
  await hub.catalog.update(salon.tenantId, yoga, { capacity: 1 })
  expect(await tryBook('10:00')).toMatchObject({ code: 'slot_taken' })
  placed(await tryBook('12:00'))
  expect(await tryBook('12:00')).toMatchObject({ code: 'slot_taken' })
})

test('a class in its room is joined there, with whoever gives it', async () => {
  const room = await hub.resources.create(salon.tenantId, {
    locationId: salon.location.id,
    name: 'Saal',
    kind: 'room',
    serviceIds: [yoga],
  })
  await hub.catalog.update(salon.tenantId, yoga, { segments: [{ minutes: 60, needs: ['staff', 'room'] }] })
  const bob = await salon.addStaff('Bob', [yoga])
  const first = placed(
    await hub.orchestrator.book(salon.tenantId, { ...wanted('10:00'), resourceId: bob.id }),
  )
  const second = await book('10:00')
  const both = [bob.id, room.id].toSorted()
  for (const { occupancies } of [first, second])
    expect(occupancies.map(({ resourceId }) => resourceId).toSorted()).toEqual(both)
  expect(
    await hub.orchestrator.book(salon.tenantId, { ...wanted('10:00'), resourceId: salon.anna.id }),
  ).toMatchObject({
    code: 'slot_taken',
  })
})

describe('a limit of whoever gives a class', () => {
  const limit = (limits: object) => hub.resources.update(salon.tenantId, salon.anna.id, { limits })
  const reached = { code: 'limit_reached', limit: { of: 'resource', per: 'day', most: 1 } }

  test('counts it once, however many join at once in whichever process', async () => {
    await limit({ perDay: 1 })
    const joining = Array.from({ length: 6 }, (_, i) => tryBook('10:00', { by: i % 2 ? other : hub }))
    const results = await Promise.all(joining)
    expect(results.filter(({ is }) => is === 'booked')).toHaveLength(3)
    expect(await placesAt('10:00')).toEqual([1, 2, 3])
    expect(await tryBook('13:00')).toMatchObject(reached)
  })

  test('lets one of two classes be opened at once, and only that one be joined', async () => {
    await limit({ perDay: 1 })
    const results = await Promise.all([tryBook('10:00'), tryBook('13:00', { by: other })])
    const won = results[0]?.is === 'booked' ? '10:00' : '13:00'
    const lost = won === '10:00' ? '13:00' : '10:00'
    expect(results.filter(({ is }) => is === 'booked')).toHaveLength(1)
    expect(await leftAt(won)).toBe(2)
    expect(await leftAt(lost)).toBeUndefined()
    expect(await tryBook('15:00', { serviceId: salon.cut.id })).toMatchObject(reached)
    placed(await tryHold(won, 'call:1'))
    expect(await tryHold(lost, 'call:1')).toMatchObject(reached)
    expect(await placesAt(won)).toEqual([1, 2])
  })

  test('is kept by moves, and free again with the last that leaves', async () => {
    await limit({ perDay: 1 })
    const [first, second] = [await book('10:00'), await book('10:00')]
    expect(await move(first.id, '13:00')).toMatchObject(reached)
    await cancel(second.id)
    placed(await move(first.id, '13:00'))
    placed(await tryBook('13:00'))
  })
})

test('why a class is offered or not: no reason where a place is left, one for the whole class where none is', async () => {
  const explain = () =>
    hub.availability.explain(salon.tenantId, {
      serviceId: yoga,
      locationId: salon.location.id,
      start: at('10:00'),
    })
  await book('10:00')
  await book('10:00')
  expect(await explain()).toMatchObject({ offered: true, resources: [{ reasons: [] }] })
  await book('10:00')
  const { offered, resources } = await explain()
  expect(offered).toBe(false)
  expect(resources[0]?.reasons).toMatchObject([{ code: 'appointment', near: false }])
})
