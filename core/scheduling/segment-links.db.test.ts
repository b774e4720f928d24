import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { berlin, bookingFixture, eventsOf, freshKey, type Salon } from './testing/booking-fixture.ts'
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
/** A colouring (30 minutes, 30 waiting, 30 minutes) whose two stretches at work have an event type each. */
beforeEach(async () => {
  salon = await hub.salon()
  account = await outside.connect(salon.tenantId)
  const { connectionId } = account.ref
  const link = { connectionId, resourceId: salon.anna.id, serviceId: salon.colour.id }
  await outside.links.create(salon.tenantId, { ...link, calendar: '7', segment: 1 })
  await outside.links.create(salon.tenantId, { ...link, calendar: '8', segment: 2 })
})
afterAll(() => hub.close())

const at = (time: string): number => berlin(`2027-03-02T${time}`)
const run = () => outside.export(salon.tenantId, id)
const standing = () =>
  [...account.calendar.standing.values()].map(({ calendar, start }) => [calendar, start.slice(11, 16)])
const states = async () =>
  (await hub.appointments.get(salon.tenantId, id)).external.map(({ state }) => state).sort()

async function book(time: string): Promise<void> {
  const result = await hub.orchestrator.book(salon.tenantId, {
    serviceId: salon.colour.id,
    locationId: salon.location.id,
    start: at(time),
    customerId: null,
    source: 'api',
    requestKey: freshKey(),
  })
  if (result.is === 'refused') throw new Error(result.code)
  id = result.appointment.id
}

const move = (time: string) =>
  hub.orchestrator.reschedule(salon.tenantId, { appointmentId: id, start: at(time), requestKey: freshKey() })

test('each stretch at work is a booking of its own event type; they move and go together', async () => {
  await book('10:00')
  expect(await run()).toEqual({ is: 'done' })
  expect(standing()).toEqual([
    ['7', '09:00'],
    ['8', '10:00'],
  ])
  await move('13:00')
  await run()
  expect(standing()).toEqual([
    ['7', '12:00'],
    ['8', '13:00'],
  ])
  await hub.orchestrator.cancel(salon.tenantId, { appointmentId: id })
  await run()
  expect([standing(), await states()]).toEqual([[], ['cancelled', 'cancelled']])
})

test('the second is refused: the first is taken back, and again changes nothing', async () => {
  await book('10:00')
  account.calendar.fail('none', 'refuses')
  expect(await run()).toEqual({ is: 'done' })
  expect([standing(), await states()]).toEqual([[], ['refused', 'refused']])
  expect(await eventsOf(hub, salon.tenantId, id)).toEqual([
    'appointment.booked',
    'appointment.export_refused',
  ])
  const calls = account.calendar.calls.length
  await run()
  expect(account.calendar.calls.length).toBe(calls)
})

test('that a part was taken back is no wish of the owner’s, however the calendar tells it', async () => {
  await book('10:00')
  account.calendar.fail('none', 'refuses')
  const [first] = await Promise.all([taken(), run()])
  for (const reference of ['booking-1', 'another'])
    await outside.facts.accept(
      account.ref,
      { type: 'calendar.entry_cancelled', entryId: first, reference },
      hub.clock.now(),
    )
  expect((await hub.appointments.get(salon.tenantId, id)).status).toBe('confirmed')
})

/** The key of the entry that stands first. */
async function taken(): Promise<string> {
  for (;;) {
    const [entry] = account.calendar.standing.values()
    if (entry) return entry.entryId
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

test('what was taken back stands again once the appointment is where both can be', async () => {
  await book('10:00')
  account.calendar.fail('none', 'refuses')
  await run()
  await move('14:00')
  await run()
  expect([standing().length, await states()]).toEqual([2, ['written', 'written']])
})

test('a move of which one part is refused leaves no half of it, neither at the old time nor at the new', async () => {
  await book('10:00')
  await run()
  await move('14:00')
  account.calendar.fail('none', 'refuses')
  await run()
  expect([standing(), await states()]).toEqual([[], ['refused', 'refused']])
})

test('taking back is tried again after an outage, also by a later run', async () => {
  await book('10:00')
  account.calendar.fail('none', 'refuses', 'outage')
  expect(await run()).toMatchObject({ is: 'snooze' })
  expect(standing()).toEqual([['7', '09:00']])
  expect(await run()).toEqual({ is: 'done' })
  expect(standing()).toEqual([])
})

test('an outage of the second part takes nothing back: it is tried again until both stand', async () => {
  await book('10:00')
  account.calendar.fail('none', 'outage')
  expect(await run()).toMatchObject({ is: 'snooze' })
  expect(standing()).toEqual([['7', '09:00']])
  await run()
  expect(standing()).toHaveLength(2)
})

test('the owner moves one part: the appointment follows as a whole', async () => {
  await book('10:00')
  await run()
  const [, [reference = '', second] = []] = [...account.calendar.standing]
  const [start, end] = ['2027-03-02T12:00:00.000Z', '2027-03-02T12:30:00.000Z']
  const told = { reference, entryId: second?.entryId ?? '', start, end }
  await outside.facts.accept(account.ref, { type: 'calendar.entry_moved', ...told }, hub.clock.now())
  expect((await hub.appointments.get(salon.tenantId, id)).start).toBe(at('12:00'))
})

test('a segment is that of a service, and each has one link to an event type', async () => {
  const { connectionId } = account.ref
  const link = { connectionId, calendar: '7', resourceId: salon.anna.id }
  await expect(outside.links.create(salon.tenantId, { ...link, segment: 1 })).rejects.toMatchObject({
    code: 'invalid',
  })
  const again = { ...link, serviceId: salon.colour.id, segment: 1 }
  await expect(outside.links.create(salon.tenantId, again)).rejects.toMatchObject({ code: 'conflict' })
  await outside.links.create(salon.tenantId, { ...again, segment: 2 })
})
