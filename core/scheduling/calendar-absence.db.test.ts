import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { OwnerChanges } from './calendar-link.ts'
import {
  berlin,
  bookingFixture,
  eventsOf,
  freshKey,
  inTenant,
  type Salon,
} from './testing/booking-fixture.ts'
import { type CalendarSlice, calendarSlice } from './testing/calendar-fixture.ts'

let hub: Awaited<ReturnType<typeof bookingFixture>>
let outside: CalendarSlice
let salon: Salon
let account: Awaited<ReturnType<CalendarSlice['connect']>>
let id: string

beforeAll(async () => {
  hub = await bookingFixture()
  outside = calendarSlice(hub)
})
beforeEach(async () => {
  salon = await hub.salon()
  account = await outside.connect(salon.tenantId)
})
afterAll(() => hub.close())

/** A written appointment, over a link that treats its owner's changes so. */
async function written(ownerChanges: OwnerChanges, more: object = {}) {
  const { connectionId } = account.ref
  const link = { connectionId, calendar: 'anna', resourceId: salon.anna.id, ownerChanges }
  await outside.links.create(salon.tenantId, link)
  const result = await hub.orchestrator.book(salon.tenantId, {
    serviceId: salon.cut.id,
    locationId: salon.location.id,
    start: berlin('2027-03-02T10:00'),
    customerId: null,
    source: 'api',
    requestKey: freshKey(),
    ...more,
  })
  if (result.is === 'refused') throw new Error(result.code)
  id = result.appointment.id
  await outside.export(salon.tenantId, id)
  return [...account.calendar.standing.keys()][0] ?? ''
}

const tell = (reference: string, absent: boolean) =>
  outside.facts.accept(account.ref, { type: 'calendar.entry_no_show', reference, absent }, hub.clock.now())
const status = async () => (await hub.appointments.get(salon.tenantId, id)).status
const exportsOf = async () => {
  const rows = await inTenant(hub, salon.tenantId, (tx) =>
    tx.rows({
      text: `select 1 from jobs where kind = 'appointment.export' and payload->>'appointment_id' = $1`,
      values: [id],
    }),
  )
  return rows.length
}

test('the owner says that nobody came, and takes it back; told twice it is once', async () => {
  const reference = await written('follow')
  await tell(reference, true)
  await tell(reference, true)
  expect(await status()).toBe('no_show')
  await tell(reference, false)
  await tell(reference, false)
  expect(await status()).toBe('completed')
  expect(await eventsOf(hub, salon.tenantId, id)).toEqual([
    'appointment.booked',
    'appointment.no_show',
    'appointment.completed',
  ])
})

test('a customer who was not said to be absent is not made to have come', async () => {
  const reference = await written('follow')
  await tell(reference, false)
  expect(await status()).toBe('confirmed')
})

test.each<[OwnerChanges, string[]]>([
  ['ask', ['appointment.booked', 'appointment.owner_wish']],
  ['restore', ['appointment.booked']],
])('with %s nothing follows by itself', async (ownerChanges, events) => {
  await tell(await written(ownerChanges), true)
  expect([await status(), await eventsOf(hub, salon.tenantId, id)]).toEqual(['confirmed', events])
})

test('a no-show here is told to the calendar, and so is that somebody came after all', async () => {
  const reference = await written('follow')
  const before = await exportsOf()
  await hub.orchestrator.noShow(salon.tenantId, id)
  expect(await outside.export(salon.tenantId, id)).toEqual({ is: 'done' })
  expect([...account.calendar.absent]).toEqual([reference])
  await hub.orchestrator.complete(salon.tenantId, id)
  await outside.export(salon.tenantId, id)
  expect([account.calendar.absent.size, await exportsOf()]).toEqual([0, before + 2])
})

test('a calendar that takes no word of it is left alone', async () => {
  await written('follow')
  account.calendar.standing.clear()
  await hub.orchestrator.noShow(salon.tenantId, id)
  expect(await outside.export(salon.tenantId, id)).toEqual({ is: 'done' })
})

test('of a class nobody is said to be absent, since nobody can tell who', async () => {
  const yoga = await hub.catalog.create(salon.tenantId, {
    name: 'Yoga',
    segments: [{ minutes: 60, needs: ['staff'] }],
    noticeMinutes: 0,
    capacity: 3,
  })
  await hub.resources.update(salon.tenantId, salon.anna.id, { serviceIds: [yoga.id] })
  const reference = await written('follow', { serviceId: yoga.id })
  await hub.orchestrator.noShow(salon.tenantId, id)
  await outside.export(salon.tenantId, id)
  expect([reference === '', account.calendar.absent.size]).toEqual([false, 0])
})

test('what the calendar tells of an entry while it is being written is its echo, whatever its length', async () => {
  await written('follow')
  const [[reference = '', entry] = []] = account.calendar.standing
  const ends = '2027-03-02T10:15:00.000Z'
  await inTenant(hub, salon.tenantId, (tx) =>
    tx.run({
      text: `update appointment_entries set state = 'creating' where tenant_id = $1`,
      values: [salon.tenantId],
    }),
  )
  const moved = { type: 'calendar.entry_moved', reference, start: entry?.start ?? '', end: ends } as const
  await outside.facts.accept(account.ref, { ...moved, entryId: entry?.entryId ?? '' }, hub.clock.now())
  expect(await eventsOf(hub, salon.tenantId, id)).toEqual(['appointment.booked'])
})
