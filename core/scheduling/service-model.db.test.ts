import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { HubError } from '../platform/errors.ts'
import type { Route } from '../platform/http/route.ts'
import { appointmentRoutes } from './appointment-routes.ts'
import { availabilityRoutes } from './availability-routes.ts'
import { holdRoutes } from './hold-routes.ts'
import { resourceRoutes } from './resource-routes.ts'
import { serviceRoutes } from './service-routes.ts'
import { bookingFixture, inTenant, type Salon } from './testing/booking-fixture.ts'
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
