import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Appointment } from './appointment.ts'
import type { BookResult, HoldResult } from './booking.ts'
import { berlin, bookingFixture, eventsOf, freshKey, type Salon } from './testing/booking-fixture.ts'

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
const read = ({ id }: Appointment) => hub.appointments.get(salon.tenantId, id)

function placed(result: BookResult | HoldResult): Appointment {
  if (result.is === 'refused') throw new Error(`refused: ${result.code}`)
  return result.appointment
}

const codeOf = (result: BookResult | HoldResult) => (result.is === 'refused' ? result.code : result.is)

describe('a hold', () => {
  test('keeps its time for five minutes and says until when', async () => {
    const held = placed(await hold('10:00', 'call:1'))
    expect(held).toMatchObject({ status: 'held', holdExpiresAt: hub.clock.now() + 300_000, holder: 'call:1' })
    expect(await book('10:00')).toMatchObject({
      is: 'refused',
      code: 'held_until',
      until: held.holdExpiresAt,
    })
    expect(await eventsOf(hub, salon.tenantId, held.id)).toEqual(['appointment.held'])
  })

  test('becomes the appointment under the same id, once', async () => {
    const held = placed(await hold('10:00', 'call:1'))
    const wanted = { holdId: held.id, customerId: null, source: 'voice', notes: 'by phone' }
    const both = await Promise.all([
      hub.orchestrator.book(salon.tenantId, { ...wanted, requestKey: 'same' }),
      hub.orchestrator.book(salon.tenantId, { ...wanted, requestKey: 'same' }),
    ])
    for (const result of both) {
      expect(placed(result)).toMatchObject({
        id: held.id,
        status: 'confirmed',
        notes: 'by phone',
        holdExpiresAt: null,
      })
    }
    const again = { ...wanted, requestKey: freshKey() }
    expect(placed(await hub.orchestrator.book(salon.tenantId, again)).id).toBe(held.id)
    expect(await eventsOf(hub, salon.tenantId, held.id)).toEqual(['appointment.held', 'appointment.booked'])
  })

  test('that is asked for again is the same one, kept for five more minutes', async () => {
    const requestKey = freshKey()
    const held = placed(await hold('10:00', 'call:1', { requestKey }))
    hub.clock.forward(6)
    const again = placed(await hold('10:00', 'call:1', { requestKey }))
    expect(again).toMatchObject({ id: held.id, holdExpiresAt: hub.clock.now() + 300_000 })
    expect(await read(held)).toEqual(again)
  })

  test('that has run out blocks nobody, and tells that it has ended', async () => {
    const held = placed(await hold('10:00', 'call:1'))
    hub.clock.forward(5)
    placed(await book('10:00'))
    expect(await read(held)).toMatchObject({ status: 'expired', endReason: 'timeout' })
    expect(await eventsOf(hub, salon.tenantId, held.id)).toEqual(['appointment.held', 'appointment.expired'])
    const late = await hub.orchestrator.book(salon.tenantId, {
      holdId: held.id,
      customerId: null,
      source: 'voice',
      requestKey: freshKey(),
    })
    expect(late).toMatchObject({ is: 'refused', code: 'slot_taken' })
  })

  test.each(['untouched', 'ended'])(
    'that has run out still becomes the appointment while its time is free (%s)',
    async (how) => {
      const held = placed(await hold('10:00', 'call:1'))
      hub.clock.forward(7)
      // A booking elsewhere for the same resource ends what has run out.
      if (how === 'ended') placed(await book('15:00'))
      expect((await read(held)).status).toBe(how === 'ended' ? 'expired' : 'held')
      const wanted = { holdId: held.id, customerId: null, source: 'voice', requestKey: freshKey() }
      expect(placed(await hub.orchestrator.book(salon.tenantId, wanted))).toMatchObject({
        id: held.id,
        status: 'confirmed',
      })
      expect(codeOf(await book('10:00'))).toBe('slot_taken')
    },
  )

  test('lives on while its holder gives signs of life', async () => {
    const held = placed(await hold('10:00', 'call:1'))
    hub.clock.forward(4)
    expect(await hub.orchestrator.renewHolds(salon.tenantId, 'call:1')).toBe(1)
    hub.clock.forward(4)
    expect(codeOf(await book('10:00'))).toBe('held_until')
    expect((await hub.orchestrator.renewHold(salon.tenantId, held.id)).holdExpiresAt).toBe(
      hub.clock.now() + 300_000,
    )
  })

  test('is let go at hang-up, and can’t be renewed any more', async () => {
    const held = placed(await hold('10:00', 'call:1'))
    placed(await hold('11:00', 'call:2'))
    expect(await hub.orchestrator.releaseHolds(salon.tenantId, 'call:1')).toBe(1)
    placed(await book('10:00'))
    expect(codeOf(await book('11:00'))).toBe('held_until')
    await expect(hub.orchestrator.renewHold(salon.tenantId, held.id)).rejects.toMatchObject({
      code: 'hold_expired',
    })
  })

  test('does not stand in the way of its own holder, who has changed their mind', async () => {
    const first = placed(await hold('10:00', 'call:1'))
    const second = placed(await hold('10:15', 'call:1'))
    expect(await read(first)).toMatchObject({ status: 'expired', endReason: 'replaced' })
    expect(await read(second)).toMatchObject({ status: 'held' })
  })

  test('is what its holder means who books that time without naming it', async () => {
    const held = placed(await hold('10:00', 'call:1'))
    expect(placed(await book('10:00', { holder: 'call:1' })).id).toBe(held.id)
  })

  test('is one of at most three for each holder', async () => {
    for (const time of ['10:00', '11:00', '12:00']) placed(await hold(time, 'call:1'))
    expect(await hold('13:00', 'call:1')).toEqual({
      is: 'refused',
      code: 'limit_reached',
      limit: 'holder',
      locationId: salon.location.id,
      alternatives: [],
    })
    placed(await hold('13:00', 'call:2'))
    const parallel = ['14:00', '14:30', '15:00', '15:30', '16:00', '16:30'].map((time) =>
      hold(time, 'call:3'),
    )
    const held = (await Promise.all(parallel)).filter(({ is }) => is === 'held')
    expect(held).toHaveLength(3)
  })

  test('of somebody else can’t be booked by knowing its id', async () => {
    const held = placed(await hold('10:00', 'call:1'))
    const wanted = {
      holdId: held.id,
      customerId: null,
      source: 'voice',
      holder: 'call:2',
      requestKey: freshKey(),
    }
    await expect(hub.orchestrator.book(salon.tenantId, wanted)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('puts a job for its end, which waits as long as it is renewed', async () => {
    const held = placed(await hold('10:00', 'call:1'))
    const run = () => hub.expiry.run(salon.tenantId, held.id)
    hub.clock.forward(4)
    await hub.orchestrator.renewHolds(salon.tenantId, 'call:1')
    hub.clock.forward(1)
    expect(await run()).toMatchObject({ is: 'snooze', until: hub.clock.now() + 240_000 })
    hub.clock.forward(4)
    expect(await run()).toEqual({ is: 'done' })
    expect(await read(held)).toMatchObject({ status: 'expired' })
    expect(await run()).toEqual({ is: 'done' })
    expect(await eventsOf(hub, salon.tenantId, held.id)).toEqual(['appointment.held', 'appointment.expired'])
  })
})

describe('without a worker', () => {
  test('what has run out blocks neither another hold, nor a booking, nor a move', async () => {
    for (const [i, time] of ['10:00', '11:00', '12:00'].entries()) placed(await hold(time, `call:${i}`))
    const appointment = placed(await book('15:00'))
    hub.clock.forward(600)
    const move = { appointmentId: appointment.id, start: at('12:00'), requestKey: freshKey() }
    placed(await hold('10:00', 'call:8'))
    placed(await book('11:00'))
    placed(await hub.orchestrator.reschedule(salon.tenantId, move))
    const held = await hub.appointments.list(salon.tenantId, { status: 'held' })
    expect(held.map(({ start }) => start)).toEqual([at('10:00')])
  })
})

test('a hold gives way to its own holder’s booking or hold of another service over the same time', async () => {
  const first = placed(await hold('10:15', 'call:1'))
  const colour = { serviceId: salon.colour.id, holder: 'call:1' }
  const second = placed(await hold('10:00', 'call:1', colour))
  expect(await read(first)).toMatchObject({ status: 'expired', endReason: 'replaced' })
  const third = placed(await book('10:15', { holder: 'call:1' }))
  expect(third.status).toBe('confirmed')
  expect(await read(second)).toMatchObject({ status: 'expired', endReason: 'replaced' })
})
