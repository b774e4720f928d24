import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { HubError } from '../platform/errors.ts'
import type { Route } from '../platform/http/route.ts'
import { absenceRoutes } from './absence-routes.ts'
import { appointmentRoutes } from './appointment-routes.ts'
import { availabilityRoutes } from './availability-routes.ts'
import { calendarLinkRoutes } from './calendar-link-routes.ts'
import { holdRoutes } from './hold-routes.ts'
import { mappingRoutes } from './mapping-routes.ts'
import { resourceRoutes } from './resource-routes.ts'
import { scheduleRoutes } from './schedule-routes.ts'
import { serviceRoutes } from './service-routes.ts'
import { bookingFixture, type Salon } from './testing/booking-fixture.ts'
import { type CalendarSlice, calendarSlice } from './testing/calendar-fixture.ts'
import { callRoute, type Sent } from './testing/route-caller.ts'
import { travelRoutes } from './travel-routes.ts'

/** What reading adds. */
const NAMED = { service_name: 'Haarschnitt', customer_name: null, synced: true }

let hub: Awaited<ReturnType<typeof bookingFixture>>
let salon: Salon
let routes: Route[]
let outside: CalendarSlice

beforeAll(async () => {
  hub = await bookingFixture()
  outside = calendarSlice(hub)
  routes = [
    ...availabilityRoutes(hub),
    ...holdRoutes(hub),
    ...appointmentRoutes(hub),
    ...serviceRoutes(hub.catalog),
    ...resourceRoutes(hub.resources),
    ...scheduleRoutes(hub.schedules),
    ...absenceRoutes(hub.absences),
    ...travelRoutes(hub.travels),
    ...calendarLinkRoutes(outside.links),
    ...mappingRoutes({ ...hub, ...outside }),
  ]
})

beforeEach(async () => {
  salon = await hub.salon()
})

afterAll(() => hub.close())

const call = (line: string, sent: Sent = {}) => callRoute(routes, { tenantId: salon.tenantId, line, sent })

const book = (more: object = {}, key?: string) =>
  call('POST /v1/appointments', {
    body: { service_id: salon.cut.id, start: '2027-03-02T10:00:00+01:00', ...more },
    ...(key ? { key } : {}),
  })

test('a customer at their limit is offered nothing more, and nobody else is answered from what they were told', async () => {
  await hub.locations.update(salon.tenantId, salon.location.id, { customerLimits: { perDay: 1 } })
  const { json } = await book({ customer: { name: 'Erika' } })
  const other = await hub.customers.create(salon.tenantId, { name: 'Max', language: 'de' })
  const range = { from: '2027-03-02T11:00:00+01:00', to: '2027-03-02T12:00:00+01:00' }
  const offered = async (who: object) => {
    const query = { service_id: salon.cut.id, ...range, ...who }
    return ((await call('GET /v1/availability', { query })).json.slots as unknown[]).length
  }
  const [theirs, anybody, others] = [{ customer_id: json.customer_id }, {}, { customer_id: other.id }]
  const asked = [theirs, anybody, others, anybody, theirs]
  const counts = []
  for (const who of asked) counts.push(await offered(who))
  expect(counts).toEqual([0, 4, 4, 4, 0])
  await call('POST /v1/appointments/:id/cancel', { params: { id: String(json.id) }, body: {} })
  expect(await offered(theirs)).toBe(4)
})

test('what is proposed of a connection’s event types can be saved as it is, and is then linked', async () => {
  const { ref, calendar } = await outside.connect(salon.tenantId)
  calendar.listed = [
    { id: '7', name: 'Haircut with Anna', writable: true, minutes: [30], owner: 'Salon' },
    { id: '8', name: 'Interview', writable: true, minutes: [50] },
  ]
  const params = { id: ref.connectionId }
  const propose = () => call('GET /v1/connections/:id/mapping-proposal', { params })
  const { status, json } = await propose()
  const [first, second] = json.data as Array<{ link: Record<string, unknown> | null }>
  expect([status, first, second?.link, json.unmatched]).toEqual([
    200,
    {
      calendar: '7',
      name: 'Haircut with Anna',
      owner: 'Salon',
      minutes: [30],
      writable: true,
      linked: false,
      confidence: 'high',
      because: ['same_name', 'same_length', 'named_after'],
      warnings: [],
      link: {
        connection_id: ref.connectionId,
        calendar: '7',
        resource_id: salon.anna.id,
        service_id: salon.cut.id,
        reads: true,
        writes: true,
      },
    },
    null,
    { services: [{ id: salon.colour.id, name: 'Farbe' }], resources: [] },
  ])
  expect((await call('POST /v1/calendar-links', { body: first?.link ?? {} })).status).toBe(201)
  expect((await propose()).json.data).toMatchObject([{ linked: true, link: null }, { linked: false }])
})

test('a booking is the shape that the API promises, in the location’s time', async () => {
  const { status, json } = await book({ customer: { name: 'Erika', phone: '+49 30 901820' } }, 'k1')
  expect(status).toBe(201)
  expect(json).toMatchObject({
    status: 'confirmed',
    service_id: salon.cut.id,
    location_id: salon.location.id,
    call_id: null,
    start: '2027-03-02T10:00:00+01:00',
    end: '2027-03-02T10:30:00+01:00',
    occupancies: [
      {
        resource_id: salon.anna.id,
        seat: 1,
        start: '2027-03-02T10:00:00+01:00',
        end: '2027-03-02T10:30:00+01:00',
      },
    ],
    external: [],
    version: 1,
  })
  const again = await book({ customer: { name: 'Erika', phone: '+49 30 901820' } }, 'k1')
  expect(again.json.id).toBe(json.id)
  const customer = await hub.customers.findByPhone(salon.tenantId, '+4930901820')
  expect(json.customer_id).toBe(customer?.id)
})

test('what a booking or a hold answers is what is read back', async () => {
  const booked = await book()
  const held = await call('POST /v1/holds', {
    body: { service_id: salon.colour.id, start: '2027-03-02T12:00:00+01:00', session: 'one' },
  })
  for (const [{ json }, service_name] of [
    [booked, 'Haarschnitt'],
    [held, 'Farbe'],
  ] as const) {
    const read = await call('GET /v1/appointments/:id', { params: { id: String(json.id) } })
    expect(read.json).toEqual({ ...json, ...NAMED, service_name })
  }
})

test('a booking for the child renames nobody', async () => {
  await book({ customer: { name: 'Erika', phone: '+4930901820' } })
  const { json } = await book({
    customer: { name: 'Emil', phone: '+4930901820' },
    start: '2027-03-02T11:00:00+01:00',
  })
  expect(json.attendee_name).toBe('Emil')
  expect((await hub.customers.findByPhone(salon.tenantId, '+4930901820'))?.name).toBe('Erika')
})

test('a customer that is not there is a 404, books nothing and ends no hold', async () => {
  const start = '2027-03-02T10:00:00+01:00'
  const stranger = { customer_id: '01890000-0000-7000-8000-000000000000' }
  await expect(book(stranger)).rejects.toMatchObject({ code: 'not_found' })
  const held = await call('POST /v1/holds', { body: { service_id: salon.cut.id, start } })
  const hold_id = String(held.json.id)
  const converting = call('POST /v1/appointments', { body: { hold_id, ...stranger } })
  await expect(converting).rejects.toMatchObject({ code: 'not_found' })
  const booked = await call('POST /v1/appointments', { body: { hold_id } })
  expect(booked.json).toMatchObject({ id: hold_id, status: 'confirmed', customer_id: null })
})

test('a refusal is a 409 with its code and alternatives that can be booked by their tokens', async () => {
  await book()
  const problem: unknown = await book().catch((error) => error)
  if (!(problem instanceof HubError)) throw new Error('it was booked twice')
  expect(problem).toMatchObject({ code: 'slot_taken', status: 409 })
  const alternatives = problem.extra.alternatives as Array<Record<string, string>>
  expect(alternatives).toHaveLength(3)
  expect(alternatives[0]).toMatchObject({
    start: '2027-03-02T09:30:00+01:00',
    end: '2027-03-02T10:00:00+01:00',
    service_id: salon.cut.id,
    location_id: salon.location.id,
    resource_ids: [salon.anna.id],
  })
  const taken = await call('POST /v1/appointments', { body: { offer_token: alternatives[0]?.offer_token } })
  expect(taken.json.start).toBe('2027-03-02T09:30:00+01:00')
})

test('free times come with what they rest on', async () => {
  const query = {
    service_id: salon.cut.id,
    from: '2027-03-02T09:00:00+01:00',
    to: '2027-03-02T10:00:00+01:00',
    limit: '2',
  }
  const { json } = await call('GET /v1/availability', { query })
  expect(json).toMatchObject({
    slots: [{ start: '2027-03-02T09:00:00+01:00' }, { start: '2027-03-02T09:15:00+01:00' }],
    valid_until: '2027-03-02T09:00:00+01:00',
    calendars: [],
    stale: false,
  })
})

test('free times count until something is written, and those from now on until the minute is over', async () => {
  hub.cache.hears(true)
  const opening = { from: '2027-03-02T09:00:00+01:00', to: '2027-03-02T10:00:00+01:00' }
  const ask = (range: object) =>
    call('GET /v1/availability', { query: { service_id: salon.cut.id, ...range } })
  const replies = [await ask({}), await ask(opening)]
  const count = () => replies.map(({ keptWhile }) => keptWhile?.())
  const now = hub.clock.now()
  const validUntil = Date.parse(String(replies[1]?.json.valid_until))
  try {
    expect(count()).toEqual([true, true])
    hub.clock.set(now + 1)
    expect(count()).toEqual([false, true])
    // From then on `Cache-Control` says something else.
    hub.clock.set(validUntil - 999)
    expect(count()).toEqual([false, false])
    hub.clock.set(validUntil - 1_000)
    expect(count()).toEqual([false, true])
  } finally {
    hub.clock.set(now)
  }
  await book()
  expect(count()).toEqual([false, false])
})

test('a hold is kept, renewed, booked or let go', async () => {
  const body = { service_id: salon.cut.id, start: '2027-03-02T10:00:00+01:00' }
  const held = await call('POST /v1/holds', { body })
  expect(held.json).toMatchObject({ status: 'held', hold_expires_at: '2027-03-01T07:05:00+01:00' })
  const params = { id: String(held.json.id) }
  expect((await call('POST /v1/holds/:id/renew', { params })).status).toBe(200)
  const booked = await call('POST /v1/appointments', { body: { hold_id: params.id } })
  expect(booked.json).toMatchObject({ id: params.id, status: 'confirmed', hold_expires_at: null })
  const other = await call('POST /v1/holds', { body: { ...body, start: '2027-03-02T12:00:00+01:00' } })
  expect((await call('DELETE /v1/holds/:id', { params: { id: String(other.json.id) } })).status).toBe(204)
})

test('an appointment is moved, read, listed page by page and ended', async () => {
  const { json } = await book()
  await book({ start: '2027-03-02T12:00:00+01:00' })
  const params = { id: String(json.id) }
  const moved = await call('POST /v1/appointments/:id/reschedule', {
    params,
    body: { start: '2027-03-02T10:15:00+01:00' },
  })
  expect(moved.json).toMatchObject({ id: params.id, start: '2027-03-02T10:15:00+01:00', version: 2 })
  expect((await call('GET /v1/appointments/:id', { params })).json).toEqual({ ...moved.json, ...NAMED })
  const first = await call('GET /v1/appointments', { query: { limit: '1', from: '2027-03-02T00:00:00Z' } })
  expect(first.json.data).toEqual([{ ...moved.json, ...NAMED }])
  const cursor = first.json.next_cursor
  const second = await call('GET /v1/appointments', { query: { limit: '1', cursor } })
  expect(second.json.data).toMatchObject([{ start: '2027-03-02T12:00:00+01:00' }])
  expect((await call('POST /v1/appointments/:id/no-show', { params })).json.status).toBe('no_show')
  expect((await call('POST /v1/appointments/:id/complete', { params })).json.status).toBe('completed')
  const cancel = call('POST /v1/appointments/:id/cancel', { params, body: { reason: 'too late' } })
  await expect(cancel).rejects.toMatchObject({ code: 'conflict' })
})

test('services, resources and hours are kept as they were sent', async () => {
  const service = await call('POST /v1/services', {
    body: { name: 'Perm', segments: [{ minutes: 30, needs: ['staff'] }], spoken_names: ['Dauerwelle'] },
  })
  expect(service.json).toMatchObject({ minutes: 30, notice_minutes: 60, horizon_days: 180, active: true })
  const id = String(service.json.id)
  const resource = await call('POST /v1/resources', {
    body: { location_id: salon.location.id, name: 'Bob', kind: 'staff', service_ids: [id] },
  })
  expect(resource.json).toMatchObject({ service_ids: [id], seats: 1, active: true })
  const weekly = { monday: [{ start: '10:00', end: '14:00' }] }
  const overrides = [{ date: '2027-03-08', ranges: [], note: 'ill' }]
  const schedule = await call('POST /v1/schedules', {
    body: { location_id: salon.location.id, resource_id: resource.json.id, weekly, overrides },
  })
  expect(schedule.json).toMatchObject({ weekly, overrides, breaks: {}, version: 1 })
  const breaks = { monday: [{ start: '12:00', end: '12:30' }] }
  const params = { id: String(schedule.json.id) }
  const paused = await call('PATCH /v1/schedules/:id', { params, body: { breaks } })
  expect(paused.json).toMatchObject({ weekly, overrides, breaks, version: 2 })
  const backwards = { breaks: { monday: [{ start: '12:30', end: '12:00' }] } }
  await expect(call('PATCH /v1/schedules/:id', { params, body: backwards })).rejects.toMatchObject({
    code: 'invalid',
  })
  await call('DELETE /v1/services/:id', { params: { id } })
  expect((await call('GET /v1/services/:id', { params: { id } })).json).toMatchObject({
    active: false,
    version: 2,
  })
  const stale = call('PATCH /v1/services/:id', { params: { id }, body: { name: 'Other', version: 1 } })
  await expect(stale).rejects.toMatchObject({ code: 'version_conflict' })
})

test.each([
  ['nothing to book', {}],
  ['a customer twice', { customer: { name: 'Erika' }, customer_id: '01890000-0000-7000-8000-000000000000' }],
  ['a number without its country', { customer: { name: 'Erika', phone: '030 901820' } }],
])('a body with %s is invalid', async (_, more) => {
  const body =
    Object.keys(more).length === 0 ? {} : { service_id: salon.cut.id, start: '2027-03-02T10:00:00Z', ...more }
  await expect(call('POST /v1/appointments', { body })).rejects.toMatchObject({ code: 'invalid' })
})

test('limits are kept as they were sent, replaced as a whole and taken away', async () => {
  const body = {
    location_id: salon.location.id,
    name: 'Bob',
    kind: 'staff',
    limits: { per_day: 5, per_month: 80 },
  }
  const { json } = await call('POST /v1/resources', { body })
  expect(json).toMatchObject({ limits: { per_day: 5, per_month: 80 } })
  const change = (limits: object) =>
    call('PATCH /v1/resources/:id', { params: { id: String(json.id) }, body: { limits } })
  expect((await change({ per_week: 20 })).json.limits).toEqual({ per_week: 20 })
  expect((await change({})).json.limits).toEqual({})
  await expect(change({ per_day: 0 })).rejects.toMatchObject({ code: 'invalid' })
})

test('the reply to a booking beyond a limit names it', async () => {
  await hub.resources.update(salon.tenantId, salon.anna.id, { limits: { perDay: 1 } })
  await book()
  const again = book({ start: '2027-03-02T14:00:00+01:00' })
  await expect(again).rejects.toMatchObject({
    code: 'limit_reached',
    extra: { limit: { of: 'resource', per: 'day', most: 1 }, alternatives: [{}, {}, {}] },
  })
})

test('an absence names what was booked before, and its stand-in is offered under the one that is away', async () => {
  const bob = await salon.addStaff('Bob')
  const { json: booked } = await book({ resource_id: salon.anna.id })
  const body = {
    resource_id: salon.anna.id,
    from: '2027-03-02T09:00:00+01:00',
    to: '2027-03-03T00:00:00+01:00',
    stand_in_resource_id: bob.id,
  }
  const { status, json } = await call('POST /v1/absences', { body })
  expect(status).toBe(201)
  expect(json).toMatchObject({ reason: '', conflicts: [{ appointment_id: booked.id }] })
  const query = { resource_id: salon.anna.id }
  expect((await call('GET /v1/absences', { query })).json.data).toMatchObject([{ id: json.id }])
  const day = { from: '2027-03-02T14:00:00+01:00', to: '2027-03-02T14:15:00+01:00' }
  const asked = { service_id: salon.cut.id, location_id: salon.location.id, ...query, ...day }
  expect((await call('GET /v1/availability', { query: asked })).json.slots).toMatchObject([
    { resource_ids: [bob.id], instead_of: salon.anna.id },
  ])
  expect((await call('DELETE /v1/absences/:id', { params: { id: String(json.id) } })).status).toBe(204)
})

test('the way between two locations is said once, in any order, and can change', async () => {
  const place = { zone: 'Europe/Berlin', language: 'de', address: null } as const
  const branch = await hub.locations.create(salon.tenantId, { name: 'Nord', ...place })
  const body = { location_ids: [salon.location.id, branch.id], minutes: 30 }
  const { json } = await call('POST /v1/travel-times', { body })
  const again = { ...body, location_ids: [branch.id, salon.location.id] }
  await expect(call('POST /v1/travel-times', { body: again })).rejects.toMatchObject({ code: 'conflict' })
  const params = { id: String(json.id) }
  await call('PATCH /v1/travel-times/:id', { params, body: { minutes: 45 } })
  expect((await call('GET /v1/travel-times')).json.data).toMatchObject([{ id: json.id, minutes: 45 }])
  await call('DELETE /v1/travel-times/:id', { params })
  expect((await call('GET /v1/travel-times')).json.data).toEqual([])
})

test('of two changes that build on the same version one is made, and the other learns the present one', async () => {
  const segments = [{ minutes: 30, needs: ['staff'] }]
  const { json } = await call('POST /v1/services', { body: { name: 'Raced', segments } })
  const params = { id: String(json.id) }
  const change = (name: string) => call('PATCH /v1/services/:id', { params, version: 1, body: { name } })
  const both = await Promise.allSettled([change('A'), change('B')])
  const refused = both.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  expect(refused).toEqual([
    expect.objectContaining({ code: 'version_conflict', extra: { current_version: 2 } }),
  ])
  await expect(call('DELETE /v1/services/:id', { params, version: 1 })).rejects.toMatchObject({
    code: 'version_conflict',
  })
  expect((await call('GET /v1/services/:id', { params })).json).toMatchObject({ active: true, version: 2 })
})
