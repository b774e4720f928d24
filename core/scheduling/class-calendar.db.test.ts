import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Appointment } from './appointment.ts'
import type { BookResult } from './booking.ts'
import { berlin, bookingFixture, freshKey, inTenant, type Salon } from './testing/booking-fixture.ts'
import { type CalendarSlice, calendarSlice } from './testing/calendar-fixture.ts'

let hub: Awaited<ReturnType<typeof bookingFixture>>
let outside: CalendarSlice
let salon: Salon
let yoga: string
let account: Awaited<ReturnType<CalendarSlice['connect']>>

beforeAll(async () => {
  hub = await bookingFixture()
  outside = calendarSlice(hub)
})

beforeEach(async () => {
  salon = await hub.salon()
  const segments = [{ minutes: 60, needs: ['staff' as const] }]
  const service = await hub.catalog.create(salon.tenantId, {
    name: 'Yoga',
    segments,
    noticeMinutes: 0,
    capacity: 3,
  })
  yoga = service.id
  await hub.resources.update(salon.tenantId, salon.anna.id, { serviceIds: [yoga] })
  account = await outside.connect(salon.tenantId)
  const { connectionId } = account.ref
  await outside.links.create(salon.tenantId, { connectionId, calendar: 'anna', resourceId: salon.anna.id })
})

afterAll(() => hub.close())

const at = (time: string): number => berlin(`2027-03-02T${time}`)
const utc = (time: string): string => new Date(at(time)).toISOString()

function placed(result: BookResult): Appointment {
  if (result.is === 'refused') throw new Error(`refused: ${result.code}`)
  return result.appointment
}

const book = async (attendeeName: string) =>
  placed(
    await hub.orchestrator.book(salon.tenantId, {
      serviceId: yoga,
      locationId: salon.location.id,
      start: at('10:00'),
      customerId: null,
      attendeeName,
      source: 'api',
      requestKey: freshKey(),
    }),
  )

/** Runs every export there is to do, in the order in which it came up. */
async function exportAll(): Promise<void> {
  const jobs = await inTenant(hub, salon.tenantId, (tx) =>
    tx.rows<{ id: string }>({
      text: `select payload->>'appointment_id' as id from jobs
        where tenant_id = $1 and kind = 'appointment.export' order by id`,
      values: [salon.tenantId],
    }),
  )
  for (const { id } of jobs) await outside.export(salon.tenantId, id)
}

const standing = () =>
  [...account.calendar.standing.values()].map(({ appointmentId, start, title }) => [
    appointmentId,
    start,
    title,
  ])

const told = () => {
  const [reference = '', entry] = [...account.calendar.standing][0] ?? []
  return { reference, entryId: entry?.entryId ?? '' }
}

const statusesOf = (all: readonly Appointment[]) =>
  Promise.all(all.map(async ({ id }) => (await hub.appointments.get(salon.tenantId, id)).status))

test('a class stands in a calendar once, without anybody’s name', async () => {
  const first = await book('Ada')
  await exportAll()
  await book('Bea')
  await exportAll()
  expect(standing()).toEqual([[first.id, utc('10:00'), 'Yoga']])
})

test('it goes on standing there as long as somebody takes part, whoever leaves', async () => {
  const all = [await book('Ada'), await book('Bea'), await book('Cem')]
  await exportAll()
  const [first, second, third] = all.map(({ id }) => id)
  await hub.orchestrator.cancel(salon.tenantId, { appointmentId: first ?? '' })
  await exportAll()
  expect(standing()).toEqual([[second, utc('10:00'), 'Yoga']])
  const moved = { appointmentId: second ?? '', start: at('14:00'), requestKey: freshKey() }
  placed(await hub.orchestrator.reschedule(salon.tenantId, moved))
  await exportAll()
  expect(standing().toSorted((a, b) => String(a[1]).localeCompare(String(b[1])))).toEqual([
    [third, utc('10:00'), 'Yoga'],
    [second, utc('14:00'), 'Yoga'],
  ])
  for (const id of [second, third]) await hub.orchestrator.cancel(salon.tenantId, { appointmentId: id ?? '' })
  await exportAll()
  expect(standing()).toEqual([])
})

test('whoever takes the lower place that became free leaves the entry where it is', async () => {
  const [first, second] = [await book('Ada'), await book('Bea')]
  await exportAll()
  await hub.orchestrator.cancel(salon.tenantId, { appointmentId: first.id })
  await exportAll()
  await book('Cem')
  await exportAll()
  expect(standing()).toEqual([[second.id, utc('10:00'), 'Yoga']])
})

test('an owner who deletes the entry cancels the class for all', async () => {
  const all = [await book('Ada'), await book('Bea')]
  await exportAll()
  const fact = { type: 'calendar.entry_cancelled' as const, ...told() }
  await outside.facts.accept(account.ref, fact, hub.clock.now())
  expect(await statusesOf(all)).toEqual(['cancelled', 'cancelled'])
})

test('an owner who drags the entry of several gets it put back, and that of one alone moves', async () => {
  const [first, second] = [await book('Ada'), await book('Bea')]
  await exportAll()
  const drag = (start: string, end: string) => ({
    type: 'calendar.entry_moved' as const,
    ...told(),
    start: utc(start),
    end: utc(end),
  })
  await outside.facts.accept(account.ref, drag('15:00', '16:00'), hub.clock.now() + 60_000)
  expect((await hub.appointments.get(salon.tenantId, first.id)).start).toBe(at('10:00'))
  await hub.orchestrator.cancel(salon.tenantId, { appointmentId: second.id })
  await exportAll()
  await outside.facts.accept(account.ref, drag('16:30', '17:30'), hub.clock.now() + 120_000)
  expect((await hub.appointments.get(salon.tenantId, first.id)).start).toBe(at('16:30'))
})
