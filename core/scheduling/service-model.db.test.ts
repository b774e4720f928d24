import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { HubError } from '../platform/errors.ts'
import type { Route } from '../platform/http/route.ts'
import { appointmentRoutes } from './appointment-routes.ts'
import { availabilityRoutes } from './availability-routes.ts'
import { holdRoutes } from './hold-routes.ts'
import { resourceRoutes } from './resource-routes.ts'
import { serviceRoutes } from './service-routes.ts'
import { bookingFixture, freshKey, inTenant, type Salon } from './testing/booking-fixture.ts'
import { callRoute, type Sent } from './testing/route-caller.ts'

let hub: Awaited<ReturnType<typeof bookingFixture>>
let salon: Salon
let routes: Route[]

beforeAll(async () => {
  hub = await bookingFixture()
  routes = [
    ...availabilityRoutes(hub),
    ...holdRoutes(hub),
    ...appointmentRoutes(hub),
    ...serviceRoutes(hub.catalog),
    ...resourceRoutes(hub.resources),
  ]
})

beforeEach(async () => {
  salon = await hub.salon()
})

afterAll(() => hub.close())

const call = (line: string, sent: Sent = {}) => callRoute(routes, { tenantId: salon.tenantId, line, sent })
const add = (body: object) =>
  call('POST /v1/services', {
    body: { name: 'Perm', segments: [{ minutes: 30, needs: ['staff'] }], ...body },
  })
const change = (body: object) =>
  call('PATCH /v1/services/:id', { params: { id: salon.cut.id }, body }).then(({ json }) => json)

describe('what a service says of itself is kept as it was sent', () => {
  test.each<[field: string, value: unknown]>([
    ['booking_window', { kind: 'rolling_days', days: 30 }],
    ['booking_window', { kind: 'fixed', from: '2027-03-03', to: '2027-03-04' }],
    ['booking_window', { kind: 'business_days', days: 5 }],
    [
      'durations',
      [
        { minutes: 45, price_minor: 4000 },
        { minutes: 60, price_minor: null },
      ],
    ],
    ['buffers', [{ kind: 'room', before: 0, after: 15 }]],
    ['choose', 'round_robin'],
    ['active_from', '2027-03-03'],
    ['active_until', '2027-12-31'],
    ['price_minor', 4550],
    ['spoken', { de: ['Dauerwelle'], en: ['perm', 'permanent wave'] }],
  ])('%s: %j', async (field, value) => {
    const { json } = await add({ [field]: value })
    expect(json).toMatchObject({ [field]: value, currency: 'EUR' })
    const read = await call('GET /v1/services/:id', { params: { id: String(json.id) } })
    expect(read.json).toEqual(json)
    const list = await call('GET /v1/services')
    expect(list.json.data).toContainEqual(json)
  })

  test('and is ordinary where nothing was sent', async () => {
    const { json } = await add({})
    expect(json).toMatchObject({
      horizon_days: 180,
      durations: [],
      buffers: [],
      choose: 'fewest_gaps',
      booking_window: { kind: 'rolling_days', days: 180 },
      active_from: null,
      active_until: null,
      price_minor: null,
      spoken: {},
    })
  })

  test('and is taken back by null', async () => {
    await change({ active_from: '2027-03-03', price_minor: 100 })
    expect(await change({ active_from: null, price_minor: null })).toMatchObject({
      active_from: null,
      price_minor: null,
    })
  })
})

test('horizon_days is the short form of a window of rolling days', async () => {
  const fixed = { kind: 'fixed', from: '2027-03-03', to: '2027-03-04' }
  expect(await change({ booking_window: fixed })).toMatchObject({ booking_window: fixed, horizon_days: 180 })
  expect(await change({ horizon_days: 20 })).toMatchObject({
    booking_window: { kind: 'rolling_days', days: 20 },
    horizon_days: 20,
  })
  expect(await change({ booking_window: { kind: 'rolling_days', days: 7 } })).toMatchObject({
    horizon_days: 7,
  })
  const contradiction = change({ booking_window: { kind: 'rolling_days', days: 7 }, horizon_days: 8 })
  await expect(contradiction).rejects.toMatchObject({ code: 'invalid' })
  // What was read can be sent back.
  expect(await change({ booking_window: fixed, horizon_days: 7 })).toMatchObject({ booking_window: fixed })
})

test.each<[what: string, body: object, field: string]>([
  ['dates the wrong way round', { active_from: '2027-03-04', active_until: '2027-03-03' }, 'activeUntil'],
  [
    'a window the wrong way round',
    { booking_window: { kind: 'fixed', from: '2027-03-04', to: '2027-03-03' } },
    'bookingWindow.to',
  ],
])('%s are refused, by a new service and by one that is changed', async (_what, body, field) => {
  const problem = { code: 'invalid', extra: { errors: [{ code: 'dates_reversed', field }] } }
  await expect(add(body)).rejects.toMatchObject(problem)
  await expect(change(body)).rejects.toMatchObject(problem)
})

describe('dates', () => {
  const startsOf = async (query: object = {}) => {
    const { json } = await call('GET /v1/availability', { query: { service_id: salon.cut.id, ...query } })
    return (json.slots as { start: string }[]).map(({ start }) => start.slice(0, 10))
  }
  const refusalOf = (start: string) =>
    call('POST /v1/appointments', { body: { service_id: salon.cut.id, start } }).then(
      () => 'booked',
      (error) => (error instanceof HubError ? error.code : error),
    )

  test.each<[what: string, body: object]>([
    ['of the service', { active_from: '2027-03-03', active_until: '2027-03-04' }],
    ['of its window', { booking_window: { kind: 'fixed', from: '2027-03-03', to: '2027-03-04' } }],
  ])('%s bound what is offered, held and booked', async (_what, body) => {
    await change(body)
    expect([...new Set(await startsOf({ limit: '1000' }))]).toEqual(['2027-03-03', '2027-03-04'])
    expect(await refusalOf('2027-03-02T10:00:00+01:00')).toBe('too_soon')
    expect(await refusalOf('2027-03-05T10:00:00+01:00')).toBe('too_far')
    expect(await refusalOf('2027-03-04T10:00:00+01:00')).toBe('booked')
  })

  test('business days go by the hours of the location', async () => {
    const [opening] = await hub.schedules.list(salon.tenantId)
    const closed = (date: string) => ({ date, windows: [], note: '' })
    const overrides = [closed('2027-03-02'), closed('2027-03-04')]
    await hub.schedules.update(salon.tenantId, opening?.id ?? '', { overrides })
    await change({ booking_window: { kind: 'business_days', days: 2 } })
    expect([...new Set(await startsOf({ limit: '1000' }))]).toEqual([
      '2027-03-01',
      '2027-03-03',
      '2027-03-05',
    ])
    expect(await refusalOf('2027-03-06T10:00:00+01:00')).toBe('too_far')
  })
})

describe('preparation on the room instead of the person', () => {
  const massage = async (buffers: object) => {
    const { json } = await add({
      segments: [{ minutes: 60, needs: ['staff', 'room'] }],
      notice_minutes: 0,
      ...buffers,
    })
    const serviceIds = [String(json.id)]
    await hub.resources.update(salon.tenantId, salon.anna.id, { serviceIds: [...serviceIds, salon.cut.id] })
    const place = { locationId: salon.location.id, kind: 'room' as const, serviceIds }
    await hub.resources.create(salon.tenantId, { ...place, name: 'Room' })
    await salon.addStaff('Bob', serviceIds)
    return String(json.id)
  }
  const book = (service_id: string, time: string) =>
    call('POST /v1/appointments', { body: { service_id, start: `2027-03-02T${time}:00+01:00` } })

  test('keeps the room free, and leaves the person to others', async () => {
    const id = await massage({ buffers: [{ kind: 'room', before: 0, after: 30 }] })
    await book(id, '10:00')
    await expect(book(id, '11:00')).rejects.toMatchObject({ code: 'slot_taken' })
    await expect(book(id, '11:15')).rejects.toMatchObject({ code: 'slot_taken' })
    expect((await book(salon.cut.id, '11:00')).status).toBe(201)
    expect((await book(id, '11:30')).status).toBe(201)
  })

  test('on all kinds, where none is named, the person waits as well', async () => {
    const id = await massage({ buffer_after: 30 })
    await book(id, '10:00')
    await expect(book(salon.cut.id, '11:00')).rejects.toMatchObject({ code: 'slot_taken' })
  })
})

describe('a service of several lengths', () => {
  const start = '2027-03-02T10:00:00+01:00'
  const question = { from: start, to: '2027-03-02T10:10:00+01:00' }
  const hour = { duration_minutes: 60 }

  beforeEach(() => change({ durations: [{ minutes: 60 }, { minutes: 90, price_minor: 9000 }] }))

  const ask = (more: object = {}) =>
    call('GET /v1/availability', { query: { service_id: salon.cut.id, ...question, ...more } })
  const slotOf = async (more: object = {}) =>
    ((await ask(more)).json.slots as Record<string, string>[])[0] as Record<string, string>
  const book = (more: object = {}, key = freshKey()) =>
    call('POST /v1/appointments', { body: { service_id: salon.cut.id, start, ...more }, key })
  const hold = (more: object = {}) =>
    call('POST /v1/holds', { body: { service_id: salon.cut.id, start, ...more } })

  test('is offered, held and booked at the length that is asked for, else at its own', async () => {
    expect(await slotOf()).toMatchObject({ end: '2027-03-02T10:30:00+01:00' })
    expect(await slotOf({ duration_minutes: '90' })).toMatchObject({ end: '2027-03-02T11:30:00+01:00' })
    const held = await hold(hour)
    expect(held.json).toMatchObject({ end: '2027-03-02T11:00:00+01:00' })
    const booked = await call('POST /v1/appointments', { body: { hold_id: held.json.id } })
    expect(booked.json).toMatchObject({ id: held.json.id, end: '2027-03-02T11:00:00+01:00' })
    await expect(book({ start: '2027-03-02T10:45:00+01:00' })).rejects.toMatchObject({ code: 'slot_taken' })
    expect((await book({ start: '2027-03-02T11:00:00+01:00' })).json).toMatchObject({
      end: '2027-03-02T11:30:00+01:00',
    })
  })

  test('is booked at the length of the offer, which no other length may be named with', async () => {
    const { offer_token } = await slotOf({ duration_minutes: '60' })
    await expect(book({ offer_token, duration_minutes: 90 })).rejects.toMatchObject({ code: 'invalid' })
    const booked = await call('POST /v1/appointments', { body: { offer_token } })
    expect(booked.json).toMatchObject({ start, end: '2027-03-02T11:00:00+01:00' })
  })

  test('offers alternatives of the same length', async () => {
    await book({ start: '2027-03-02T10:30:00+01:00' })
    const problem = (await book(hour).catch((error) => error)) as HubError
    expect(problem.code).toBe('slot_taken')
    const [nearest] = problem.extra.alternatives as Record<string, string>[]
    expect(nearest).toMatchObject({ start: '2027-03-02T09:30:00+01:00', end: '2027-03-02T10:30:00+01:00' })
    const { json } = await call('POST /v1/appointments', { body: { offer_token: nearest?.offer_token } })
    expect(json.end).toBe('2027-03-02T10:30:00+01:00')
  })

  test('keeps the length of what is booked when that is moved, offered still or not', async () => {
    const { json } = await book(hour)
    await change({ durations: [], segments: [{ minutes: 20, needs: ['staff'] }] })
    const moved = await call('POST /v1/appointments/:id/reschedule', {
      params: { id: String(json.id) },
      body: { start: '2027-03-02T10:30:00+01:00' },
    })
    expect(moved.json).toMatchObject({ end: '2027-03-02T11:30:00+01:00' })
  })

  test('is a 422 at any other length, naming those there are', async () => {
    const problem = {
      code: 'invalid',
      status: 422,
      detail: 'duration_minutes must be one of 30, 60, 90.',
      extra: { errors: [{ path: '/duration_minutes', message: 'must be one of 30, 60, 90' }] },
    }
    await expect(ask({ duration_minutes: '45' })).rejects.toMatchObject(problem)
    await expect(hold({ duration_minutes: 45 })).rejects.toMatchObject(problem)
    await expect(book({ duration_minutes: 45 })).rejects.toMatchObject(problem)
    const colour = { service_id: salon.colour.id, start, duration_minutes: 30 }
    await expect(call('POST /v1/holds', { body: colour })).rejects.toMatchObject({
      detail: 'duration_minutes must be 90.',
    })
  })

  test('the same key with another length is another request', async () => {
    const { json } = await book(hour, 'same-key')
    expect((await book(hour, 'same-key')).json.id).toBe(json.id)
    await expect(book({ duration_minutes: 90 }, 'same-key')).rejects.toMatchObject({ code: 'conflict' })
  })

  test('a hold is not booked at another length, nor taken for one by its holder', async () => {
    const held = await hold(hour)
    const longer = call('POST /v1/appointments', { body: { hold_id: held.json.id, duration_minutes: 90 } })
    await expect(longer).rejects.toMatchObject({ code: 'conflict' })
    const holder = 'call:1'
    const place = {
      serviceId: salon.cut.id,
      locationId: salon.location.id,
      start: Date.parse(start) + 7_200_000,
    }
    const own = await hub.orchestrator.hold(salon.tenantId, {
      ...place,
      durationMinutes: 60,
      holder,
      requestKey: freshKey(),
    })
    const booking = { customerId: null, source: 'voice', holder }
    const booked = await hub.orchestrator.book(salon.tenantId, {
      ...place,
      durationMinutes: 90,
      ...booking,
      requestKey: freshKey(),
    })
    if (own.is !== 'held' || booked.is !== 'booked') throw new Error('it could not be had')
    expect(booked.appointment.id).not.toBe(own.appointment.id)
    expect(booked.appointment.end - booked.appointment.start).toBe(90 * 60_000)
  })

  test('a hold that has ended is booked at its length all the same', async () => {
    const held = await hold(hour)
    await call('DELETE /v1/holds/:id', { params: { id: String(held.json.id) } })
    const { json } = await call('POST /v1/appointments', { body: { hold_id: held.json.id } })
    expect(json).toMatchObject({ id: held.json.id, status: 'confirmed', end: '2027-03-02T11:00:00+01:00' })
  })
})

test('a service written by the release before is one of rolling days', async () => {
  await inTenant(hub, salon.tenantId, (tx) =>
    tx.run({
      text: 'update services set booking_window = null, horizon_days = 3 where tenant_id = $1 and id = $2',
      values: [salon.tenantId, salon.cut.id],
    }),
  )
  const { json } = await call('GET /v1/services/:id', { params: { id: salon.cut.id } })
  expect(json.booking_window).toEqual({ kind: 'rolling_days', days: 3 })
})
