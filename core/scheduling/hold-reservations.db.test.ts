import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { StoredEvent } from '../platform/events/event.ts'
import { silentLogger } from '../platform/log/logger.ts'
import type { Appointment } from './appointment.ts'
import { HoldFollower } from './hold-follower.ts'
import { berlin, bookingFixture, freshKey, inTenant, type Salon } from './testing/booking-fixture.ts'
import { type CalendarSlice, calendarSlice } from './testing/calendar-fixture.ts'

const MINUTE = 60_000

let hub: Awaited<ReturnType<typeof bookingFixture>>
let outside: CalendarSlice
let salon: Salon
let account: Awaited<ReturnType<CalendarSlice['connect']>>

beforeAll(async () => {
  hub = await bookingFixture()
  outside = calendarSlice(hub)
})
beforeEach(async () => {
  salon = await hub.salon()
  account = await outside.connect(salon.tenantId)
})
afterAll(() => hub.close())

const at = (time: string): number => berlin(`2027-03-02T${time}`)
const link = (more: object = {}) =>
  outside.links.create(salon.tenantId, {
    connectionId: account.ref.connectionId,
    calendar: '7',
    resourceId: salon.anna.id,
    reserves: true,
    ...more,
  })
const run = ({ id }: Appointment) =>
  outside.reservations.run({ tenantId: salon.tenantId, appointmentId: id }, { log: silentLogger })
const reserved = () =>
  [...account.calendar.reserved.values()].map(({ calendar, start }) => [calendar, start.slice(11, 16)])
const kept = () =>
  inTenant(hub, salon.tenantId, (tx) => tx.rows({ text: 'select reference from hold_reservations' }))

async function hold(time: string, serviceId = salon.cut.id): Promise<Appointment> {
  const result = await hub.orchestrator.hold(salon.tenantId, {
    serviceId,
    locationId: salon.location.id,
    start: at(time),
    holder: 'call:1',
    requestKey: freshKey(),
  })
  if (result.is !== 'held') throw new Error(result.code)
  return result.appointment
}

test('a held time is reserved for longer than the hold, and again changes nothing', async () => {
  await link()
  const held = await hold('10:00')
  const expires = held.holdExpiresAt ?? 0
  expect(await run(held)).toMatchObject({ is: 'snooze', until: expires })
  expect([...account.calendar.reserved.values()]).toEqual([
    {
      calendar: '7',
      start: '2027-03-02T09:00:00.000Z',
      end: '2027-03-02T09:30:00.000Z',
      until: new Date(expires + 5 * MINUTE).toISOString(),
    },
  ])
  await run(held)
  expect(account.calendar.calls).toEqual(['reserve'])
})

test('it lasts as long as the hold is renewed, and is let go when that ends', async () => {
  await link()
  const held = await hold('10:00')
  await run(held)
  for (let i = 0; i < 3; i++) {
    hub.clock.forward(4)
    await hub.orchestrator.renewHolds(salon.tenantId, 'call:1')
  }
  expect(await run(held)).toMatchObject({ is: 'snooze' })
  expect(account.calendar.calls).toEqual(['reserve', 'reserve'])
  expect(account.calendar.reserved.size).toBe(1)
  hub.clock.forward(6)
  expect(await run(held)).toEqual({ is: 'done' })
  expect([reserved(), await kept()]).toEqual([[], []])
})

test.each<[string, (held: Appointment) => Promise<unknown>]>([
  ['at hang-up', () => hub.orchestrator.releaseHolds(salon.tenantId, 'call:1')],
  [
    'when it is booked',
    ({ id }) =>
      hub.orchestrator.book(salon.tenantId, {
        holdId: id,
        customerId: null,
        source: 'api',
        requestKey: freshKey(),
      }),
  ],
])('it is let go %s', async (_when, ends) => {
  await link()
  const held = await hold('10:00')
  await run(held)
  await ends(held)
  expect(await run(held)).toEqual({ is: 'done' })
  expect([reserved(), await kept(), account.calendar.calls]).toEqual([[], [], ['reserve', 'release']])
})

test('each segment with a link of its own is reserved at its own time', async () => {
  const more = { serviceId: salon.colour.id }
  await link({ ...more, segment: 1 })
  await link({ ...more, calendar: '8', segment: 2 })
  await run(await hold('10:00', salon.colour.id))
  expect(reserved()).toEqual([
    ['7', '09:00'],
    ['8', '10:00'],
  ])
})

test('what the provider refuses, or cannot do, is no trouble of the hold', async () => {
  await link()
  account.calendar.fail('refuses')
  const held = await hold('10:00')
  expect(await run(held)).toMatchObject({ is: 'snooze' })
  expect(await kept()).toEqual([])
  await run(held)
  account.calendar.fail('outage')
  await hub.orchestrator.releaseHolds(salon.tenantId, 'call:1')
  expect(await run(held)).toEqual({ is: 'done' })
  expect([await kept(), (await hub.appointments.get(salon.tenantId, held.id)).status]).toEqual([
    [],
    'expired',
  ])
})

test('a link that does not want it, or is for others, is left alone', async () => {
  await link({ reserves: false })
  await link({ calendar: '8', serviceId: salon.colour.id })
  expect(await run(await hold('10:00'))).toEqual({ is: 'done' })
  expect(account.calendar.calls).toEqual([])
})

test('holds that begin, are booked or end have a job each, where a link wants it and nowhere else', async () => {
  const follower = new HoldFollower(hub)
  const stored = () =>
    inTenant(hub, salon.tenantId, (tx) =>
      tx.rows<StoredEvent>({
        text: `select id, type, version, tenant_id as "tenantId", aggregate_id as "aggregateId" from events
          where tenant_id = $1 order by seq`,
        values: [salon.tenantId],
      }),
    )
  const jobs = () =>
    inTenant(hub, salon.tenantId, (tx) =>
      tx.rows<{ payload: { appointment_id: string } }>({
        text: `select payload from jobs where kind = 'hold.reserve' and tenant_id = $1 order by id`,
        values: [salon.tenantId],
      }),
    )
  await hold('10:00')
  await follower.handle(await stored())
  expect(await jobs()).toEqual([])
  await link()
  const held = await hold('11:00')
  await hub.orchestrator.releaseHolds(salon.tenantId, 'call:1')
  const told = (await stored()).filter(({ aggregateId }) => aggregateId === held.id)
  await follower.handle(told)
  await follower.handle(told)
  expect((await jobs()).map(({ payload }) => payload.appointment_id)).toEqual([held.id, held.id])
})
