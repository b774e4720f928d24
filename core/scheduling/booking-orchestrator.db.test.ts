import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Appointment } from './appointment.ts'
import type { BookResult, HoldResult } from './booking.ts'
import {
  berlin,
  bookingFixture,
  eventsOf,
  freshKey,
  inTenant,
  type Salon,
} from './testing/booking-fixture.ts'

let hub: Awaited<ReturnType<typeof bookingFixture>>
let salon: Salon

beforeAll(async () => {
  hub = await bookingFixture()
})

beforeEach(async () => {
  salon = await hub.salon()
})

afterAll(() => hub.close())

const at = (time: string): number => berlin(`2027-03-02T${time}`)

function cutAt(time: string, more: object = {}) {
  return {
    serviceId: salon.cut.id,
    locationId: salon.location.id,
    start: at(time),
    customerId: null,
    source: 'api',
    requestKey: freshKey(),
    ...more,
  }
}

const book = (time: string, more: object = {}) => hub.orchestrator.book(salon.tenantId, cutAt(time, more))
const hold = (time: string, holder: string, more: object = {}) =>
  hub.orchestrator.hold(salon.tenantId, { ...cutAt(time), holder, ...more })
const move = (appointment: Appointment, time: string, more: object = {}) =>
  hub.orchestrator.reschedule(salon.tenantId, {
    appointmentId: appointment.id,
    start: at(time),
    requestKey: freshKey(),
    ...more,
  })
const read = ({ id }: Appointment) => hub.appointments.get(salon.tenantId, id)

function placed(result: BookResult | HoldResult): Appointment {
  if (result.is === 'refused') throw new Error(`refused: ${result.code}`)
  return result.appointment
}

const codeOf = (result: BookResult | HoldResult) => (result.is === 'refused' ? result.code : result.is)

test('a booking occupies the staff member, and tells of it once', async () => {
  const appointment = placed(await book('10:00', { notes: 'first visit' }))
  expect(appointment).toMatchObject({ status: 'confirmed', start: at('10:00'), end: at('10:30'), version: 1 })
  expect(appointment.occupancies).toEqual([
    { resourceId: salon.anna.id, seat: 1, start: at('10:00'), end: at('10:30') },
  ])
  expect(await eventsOf(hub, salon.tenantId, appointment.id)).toEqual(['appointment.booked'])
  expect(await hub.appointments.get(salon.tenantId, appointment.id)).toEqual(appointment)
})

test('a taken time is refused with up to three others that can be booked, the same day first', async () => {
  placed(await book('10:00'))
  const refusal = await book('10:15')
  if (refusal.is !== 'refused') throw new Error('it was booked twice')
  expect(refusal.code).toBe('slot_taken')
  expect(refusal.alternatives).toHaveLength(3)
  expect(refusal.alternatives[0]?.start).toBe(at('10:30'))
  for (const { start, token } of refusal.alternatives) {
    placed(await hub.orchestrator.book(salon.tenantId, { ...cutAt('10:00'), start, offerToken: token }))
  }
})

test('what the clock forbids is refused with the limit in question', async () => {
  const early = await hub.orchestrator.book(salon.tenantId, {
    ...cutAt('10:00'),
    start: hub.clock.now() - 60_000,
  })
  expect(early).toMatchObject({ is: 'refused', code: 'too_soon', earliest: hub.clock.now() })
  const far = await hub.orchestrator.book(salon.tenantId, {
    ...cutAt('10:00'),
    start: berlin('2028-03-02T10:00'),
  })
  expect(far).toMatchObject({ is: 'refused', code: 'too_far' })
  expect(codeOf(await book('22:00'))).toBe('outside_hours')
  expect(codeOf(await book('10:07'))).toBe('slot_taken')
})

test('a wish for somebody is a condition: it is kept or refused, and so are the alternatives', async () => {
  const bob = await salon.addStaff('Bob')
  const first = placed(await book('10:00', { resourceId: bob.id }))
  expect(first.occupancies[0]?.resourceId).toBe(bob.id)
  const refusal = await book('10:00', { resourceId: bob.id })
  if (refusal.is !== 'refused') throw new Error('Bob was booked twice')
  expect(refusal.alternatives.map(({ resourceIds }) => resourceIds)).toEqual([[bob.id], [bob.id], [bob.id]])
  expect(placed(await book('10:00')).occupancies[0]?.resourceId).toBe(salon.anna.id)
})

test('the waiting in the middle of a service lets another one in', async () => {
  const colour = placed(await book('10:00', { serviceId: salon.colour.id }))
  expect(colour).toMatchObject({ start: at('10:00'), end: at('11:30') })
  expect(colour.occupancies).toHaveLength(2)
  expect(codeOf(await book('10:15'))).toBe('slot_taken')
  expect(placed(await book('10:30')).start).toBe(at('10:30'))
  expect(codeOf(await book('11:00'))).toBe('slot_taken')
})

test('buffers keep neighbours apart, and two of them may share the gap', async () => {
  const { id } = await hub.catalog.create(salon.tenantId, {
    name: 'Massage',
    segments: [{ minutes: 30, needs: ['staff'] }],
    bufferAfter: 15,
    bufferBefore: 15,
  })
  await hub.resources.update(salon.tenantId, salon.anna.id, { serviceIds: [salon.cut.id, id] })
  placed(await book('10:00', { serviceId: id }))
  expect(codeOf(await book('10:30'))).toBe('slot_taken')
  expect(codeOf(await book('09:30'))).toBe('slot_taken')
  placed(await book('10:45', { serviceId: id }))
})

test('a start that is no whole minute is an error, not a refusal', async () => {
  await expect(
    hub.orchestrator.book(salon.tenantId, { ...cutAt('10:00'), start: at('10:00') + 1 }),
  ).rejects.toMatchObject({
    code: 'invalid',
  })
})

describe('requests that are repeated', () => {
  test('give the same appointment, one after the other and at the same time', async () => {
    const request = cutAt('10:00')
    const results = await Promise.all(
      Array.from({ length: 8 }, () => hub.orchestrator.book(salon.tenantId, request)),
    )
    const ids = new Set(results.map((result) => placed(result).id))
    expect(ids.size).toBe(1)
    expect(placed(await hub.orchestrator.book(salon.tenantId, request)).id).toBe([...ids][0])
    expect(await hub.appointments.list(salon.tenantId)).toHaveLength(1)
  })

  test('are a conflict when the key comes with another time', async () => {
    const request = cutAt('10:00')
    placed(await hub.orchestrator.book(salon.tenantId, request))
    await expect(
      hub.orchestrator.book(salon.tenantId, { ...request, start: at('11:00') }),
    ).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test('that were refused are not remembered: what is free later can be booked with the same key', async () => {
    const first = placed(await book('10:00'))
    const request = cutAt('10:00')
    expect(codeOf(await hub.orchestrator.book(salon.tenantId, request))).toBe('slot_taken')
    await hub.orchestrator.cancel(salon.tenantId, { appointmentId: first.id })
    expect(placed(await hub.orchestrator.book(salon.tenantId, request)).id).not.toBe(first.id)
  })

  test('begin anew once what they made has ended', async () => {
    const request = cutAt('10:00')
    const first = placed(await hub.orchestrator.book(salon.tenantId, request))
    await hub.orchestrator.cancel(salon.tenantId, { appointmentId: first.id })
    const second = placed(await hub.orchestrator.book(salon.tenantId, request))
    expect(second).toMatchObject({ status: 'confirmed' })
    expect(second.id).not.toBe(first.id)
    expect(placed(await hub.orchestrator.book(salon.tenantId, request)).id).toBe(second.id)
  })

  test('to move somewhere do not move it back there later', async () => {
    const appointment = placed(await book('10:00'))
    const requestKey = freshKey()
    placed(await move(appointment, '11:00', { requestKey }))
    placed(await move(appointment, '12:00'))
    expect(placed(await move(appointment, '11:00', { requestKey })).start).toBe(at('12:00'))
  })
})

describe('moving', () => {
  test('may overlap the former time, frees the rest of it and keeps the appointment active', async () => {
    const appointment = placed(await book('10:00', { serviceId: salon.colour.id }))
    const moved = placed(await move(appointment, '10:30'))
    expect(moved).toMatchObject({
      id: appointment.id,
      status: 'confirmed',
      start: at('10:30'),
      end: at('12:00'),
      version: 2,
    })
    placed(await book('10:00'))
    expect(codeOf(await book('11:30'))).toBe('slot_taken')
    expect(await eventsOf(hub, salon.tenantId, appointment.id)).toEqual([
      'appointment.booked',
      'appointment.rescheduled',
    ])
  })

  test('to a taken time changes nothing', async () => {
    const appointment = placed(await book('10:00'))
    placed(await book('11:00'))
    expect(await move(appointment, '11:00')).toMatchObject({ is: 'refused', code: 'slot_taken' })
    expect(await read(appointment)).toEqual(appointment)
  })

  test('to where it stands is no change', async () => {
    const appointment = placed(await book('10:00'))
    expect(placed(await move(appointment, '10:00'))).toEqual(appointment)
  })

  test('stays with the same staff member where that is possible', async () => {
    const bob = await salon.addStaff('Bob')
    const appointment = placed(await book('10:00', { resourceId: bob.id }))
    expect(placed(await move(appointment, '15:00')).occupancies[0]?.resourceId).toBe(bob.id)
    const elsewhere = placed(await move(appointment, '15:00', { resourceId: salon.anna.id }))
    expect(elsewhere.occupancies).toEqual([
      { resourceId: salon.anna.id, seat: 1, start: at('15:00'), end: at('15:30') },
    ])
  })

  test('by the owner needs neither grid nor notice', async () => {
    const appointment = placed(await book('10:00'))
    expect(codeOf(await move(appointment, '13:07'))).toBe('slot_taken')
    expect(placed(await move(appointment, '13:07', { actor: 'owner' })).start).toBe(at('13:07'))
  })
})

describe('ending', () => {
  test('cancelling frees the time, and again is the same answer', async () => {
    const appointment = placed(await book('10:00'))
    const cancelled = await hub.orchestrator.cancel(salon.tenantId, {
      appointmentId: appointment.id,
      reason: 'ill',
    })
    expect(cancelled).toMatchObject({
      is: 'cancelled',
      appointment: { status: 'cancelled', endReason: 'ill', version: 2 },
    })
    expect(await hub.orchestrator.cancel(salon.tenantId, { appointmentId: appointment.id })).toEqual(
      cancelled,
    )
    placed(await book('10:00'))
    expect(await eventsOf(hub, salon.tenantId, appointment.id)).toEqual([
      'appointment.booked',
      'appointment.cancelled',
    ])
    await expect(move(appointment, '12:00')).rejects.toMatchObject({ code: 'conflict' })
  })

  test('took place, or nobody came: a mistake can be put right, but not cancelled', async () => {
    const { id } = placed(await book('10:00'))
    expect(await hub.orchestrator.noShow(salon.tenantId, id)).toMatchObject({ status: 'no_show' })
    expect(await hub.orchestrator.complete(salon.tenantId, id)).toMatchObject({ status: 'completed' })
    await expect(hub.orchestrator.cancel(salon.tenantId, { appointmentId: id })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test('a hold that is let go or cancelled has ended, and is told as released', async () => {
    const held = placed(await hold('10:00', 'call:1'))
    const released = { status: 'expired', endReason: 'released' }
    expect(await hub.orchestrator.releaseHold(salon.tenantId, held.id)).toMatchObject(released)
    const other = placed(await hold('12:00', 'call:2'))
    const cancel = { appointmentId: other.id, actor: 'business' } as const
    expect(await hub.orchestrator.cancel(salon.tenantId, cancel)).toMatchObject({ appointment: released })
    const told = await inTenant(hub, salon.tenantId, (tx) =>
      tx.rows<{ why: string; actor: string | null }>({
        text: `select payload->>'why' as why, payload->>'actor' as actor
                 from events where tenant_id = $1 and type = 'appointment.expired' order by seq`,
        values: [salon.tenantId],
      }),
    )
    expect(told).toEqual([
      { why: 'released', actor: null },
      { why: 'released', actor: 'business' },
    ])
    const appointment = placed(await book('10:00'))
    await expect(hub.orchestrator.releaseHold(salon.tenantId, appointment.id)).rejects.toMatchObject({
      code: 'conflict',
    })
  })
})

describe('another tenant', () => {
  test('sees nothing of it and can do nothing to it', async () => {
    const appointment = placed(await book('10:00'))
    const held = placed(await hold('12:00', 'call:1'))
    const other = await hub.salon()
    const unknown = { code: 'not_found' }
    expect(await hub.appointments.list(other.tenantId)).toEqual([])
    await expect(hub.appointments.get(other.tenantId, appointment.id)).rejects.toMatchObject(unknown)
    await expect(
      hub.orchestrator.cancel(other.tenantId, { appointmentId: appointment.id }),
    ).rejects.toMatchObject(unknown)
    const move = { appointmentId: appointment.id, start: at('15:00'), requestKey: freshKey() }
    await expect(hub.orchestrator.reschedule(other.tenantId, move)).rejects.toMatchObject(unknown)
    const convert = { holdId: held.id, customerId: null, source: 'api', requestKey: freshKey() }
    await expect(hub.orchestrator.book(other.tenantId, convert)).rejects.toMatchObject(unknown)
    await expect(hub.orchestrator.book(other.tenantId, cutAt('15:00'))).rejects.toMatchObject(unknown)
    expect(await hub.orchestrator.releaseHolds(other.tenantId, 'call:1')).toBe(0)
  })

  test('can’t use an offer that was made here', async () => {
    const { slots } = await hub.availability.search(salon.tenantId, {
      serviceId: salon.cut.id,
      locationId: salon.location.id,
      from: at('09:00'),
      to: at('10:00'),
    })
    const other = await hub.salon()
    const start = slots[0]?.start ?? 0
    const wanted = { ...cutAt('09:00'), serviceId: other.cut.id, locationId: other.location.id, start }
    const offerToken = slots[0]?.token
    await expect(hub.orchestrator.book(other.tenantId, { ...wanted, offerToken })).rejects.toMatchObject({
      code: 'invalid',
    })
  })
})
