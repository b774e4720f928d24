import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { HubError } from '../platform/errors.ts'
import type { Route } from '../platform/http/route.ts'
import { appointmentHistoryRoutes } from './appointment-history-routes.ts'
import { appointmentRoutes } from './appointment-routes.ts'
import { CalendarView } from './calendar-view.ts'
import { calendarViewRoutes } from './calendar-view-routes.ts'
import { holdRoutes } from './hold-routes.ts'
import { bookingFixture, inTenant, type Salon } from './testing/booking-fixture.ts'
import { type CalendarSlice, calendarSlice } from './testing/calendar-fixture.ts'
import { callRoute, type Sent } from './testing/route-caller.ts'

let hub: Awaited<ReturnType<typeof bookingFixture>>
let outside: CalendarSlice
let salon: Salon
let routes: Route[]

beforeAll(async () => {
  hub = await bookingFixture()
  outside = calendarSlice(hub)
  routes = [
    ...calendarViewRoutes({ ...hub, calendar: new CalendarView(hub) }),
    ...appointmentRoutes(hub),
    ...appointmentHistoryRoutes(hub),
    ...holdRoutes(hub),
  ]
})
beforeEach(async () => {
  salon = await hub.salon()
})
afterAll(() => hub.close())

// biome-ignore lint/suspicious/noExplicitAny: JSON of replies that were checked against their schemas.
type Json = any

const call = async (line: string, sent: Sent = {}): Promise<Json> =>
  (await callRoute(routes, { tenantId: salon.tenantId, line, sent })).json

const local = (time: string) => `2027-03-02T${time}:00+01:00`
const calendar = (more: object = {}) =>
  call('GET /v1/calendar', { query: { from: local('00:00'), to: local('23:59'), ...more } })
const book = (serviceId: string, time: string, more: object = {}) =>
  call('POST /v1/appointments', { body: { service_id: serviceId, start: local(time), ...more } })
const times = (all: Json[]) =>
  all.map(({ start, end }: Json) => `${start.slice(11, 16)}-${end.slice(11, 16)}`)

test('one page has hours, segments, buffers, holds, absences and busy times with their age', async () => {
  const { tenantId, location, anna, colour, cut, addStaff } = salon
  const ben = await addStaff('Ben')
  const day = [{ start: 600, end: 840 }]
  await hub.schedules.create(tenantId, {
    locationId: location.id,
    resourceId: ben.id,
    weekly: { 2: day },
    breaks: { 2: [{ start: 720, end: 750 }] },
  })
  await hub.catalog.update(tenantId, colour.id, { bufferAfter: 10 })
  await hub.absences.create(tenantId, {
    resourceId: ben.id,
    start: Date.parse(local('13:00')),
    end: Date.parse(local('14:00')),
    reason: 'dentist',
  })
  const { ref } = await outside.connect(tenantId)
  await outside.links.create(tenantId, {
    connectionId: ref.connectionId,
    calendar: 'main',
    resourceId: anna.id,
    reads: true,
    writes: false,
  })
  const busy = [{ externalId: 'a', start: local('15:00'), end: local('16:00') }]
  const page = { checkpoint: 'c', busy, freed: [], facts: [] }
  await inTenant(hub, tenantId, (tx) =>
    outside.busyTimes.save(tx, ref, { calendar: 'main', page, syncedAt: hub.clock.now() }),
  )
  const { id } = await book(colour.id, '09:00', { resource_id: anna.id, customer: { name: 'Erika' } })
  await call('POST /v1/holds', { body: { service_id: cut.id, start: local('11:00'), resource_id: ben.id } })

  const seen = await calendar()
  const [first, second] = seen.resources
  expect([first.name, times(first.working)]).toEqual(['Anna', ['09:00-18:00']])
  expect([second.name, times(second.working)]).toEqual(['Ben', ['10:00-12:00', '12:30-14:00']])
  const [appointment, hold] = seen.appointments
  expect(appointment).toMatchObject({ id, service_name: 'Farbe', customer_name: 'Erika', synced: true })
  expect(times(appointment.occupancies)).toEqual(['09:00-09:30', '10:00-10:30'])
  expect(times(appointment.buffers)).toEqual(['10:30-10:40'])
  expect(hold).toMatchObject({ status: 'held', customer_name: null })
  expect(times(seen.busy)).toEqual(['15:00-16:00'])
  expect(seen.busy[0]).toMatchObject({ resource_id: anna.id, connection_id: ref.connectionId, stale: false })
  expect(times(seen.absences)).toEqual(['13:00-14:00'])
  hub.clock.set(hub.clock.now() + 6 * 60_000)
  expect((await calendar()).appointments).toHaveLength(1)
  expect((await calendar({ resource_id: ben.id })).appointments).toEqual([])
})

test('what a calendar refused is among the unsynced, and its history says why', async () => {
  const { tenantId, anna, cut } = salon
  const { ref, calendar: theirs } = await outside.connect(tenantId)
  await outside.links.create(tenantId, {
    connectionId: ref.connectionId,
    calendar: 'main',
    resourceId: anna.id,
    reads: false,
    writes: true,
  })
  const [one, two] = [await book(cut.id, '09:00'), await book(cut.id, '10:00')]
  const unsynced = async () =>
    (await call('GET /v1/appointments', { query: { unsynced: true, order: 'desc' } })).data.map(
      ({ id }: Json) => id,
    )
  expect(await unsynced()).toEqual([two.id, one.id])
  await outside.export(tenantId, one.id)
  expect(await unsynced()).toEqual([two.id])
  await outside.export(tenantId, two.id)
  await inTenant(hub, tenantId, (tx) =>
    tx.run({
      text: `update appointment_entries set state = 'refused', why = 'no room' where appointment_id = $1`,
      values: [two.id],
    }),
  )
  expect(await unsynced()).toEqual([two.id])
  const history = await call('GET /v1/appointments/:id/history', { params: { id: two.id } })
  expect(history.events.map(({ type }: Json) => type)).toContain('appointment.booked')
  expect(history.entries).toMatchObject([
    { connection_id: ref.connectionId, calendar: 'main', state: 'refused', why: 'no room' },
  ])
  expect(theirs.standing.size).toBe(2)
})

test('of several states each is listed, and both ends of a list are pages', async () => {
  const { cut } = salon
  const made = []
  for (const time of ['09:00', '10:00', '11:00']) made.push((await book(cut.id, time)).id)
  await call('POST /v1/appointments/:id/cancel', { params: { id: made[1] }, body: {} })
  const list = (query: object) => call('GET /v1/appointments', { query })
  const ids = ({ data }: Json) => data.map(({ id }: Json) => id)
  expect(ids(await list({ status: ['cancelled', 'held'] }))).toEqual([made[1]])
  const latest = await list({ order: 'desc', limit: 2 })
  expect(ids(latest)).toEqual([made[2], made[1]])
  expect(ids(await list({ order: 'desc', limit: 2, cursor: latest.next_cursor }))).toEqual([made[0]])
  expect(ids(await list({ service_id: salon.colour.id }))).toEqual([])
})

test('the business makes an appointment longer, a customer only as long as the service is offered', async () => {
  const { cut, colour } = salon
  const { id } = await book(cut.id, '09:00')
  await book(cut.id, '10:00')
  const move = (body: object, of = id) =>
    call('POST /v1/appointments/:id/reschedule', {
      params: { id: of },
      body: { start: local('09:00'), ...body },
    })
  const longer = await move({ duration_minutes: 50, actor: 'business' })
  expect(times([longer])).toEqual(['09:00-09:50'])
  const refused = (await move({ duration_minutes: 80, actor: 'business' }).catch(
    (error: unknown) => error,
  )) as HubError
  expect(refused.code).toBe('slot_taken')
  expect(times(refused.extra.alternatives as Json[])[0]).toBe('10:30-11:50')
  await expect(move({ duration_minutes: 45 })).rejects.toMatchObject({ code: 'invalid' })
  const coloured = await book(colour.id, '12:00')
  await expect(
    move({ start: local('12:00'), duration_minutes: 100, actor: 'business' }, coloured.id),
  ).rejects.toMatchObject({ code: 'invalid' })
})
