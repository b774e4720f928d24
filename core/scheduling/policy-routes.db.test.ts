import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { HubError } from '../platform/errors.ts'
import type { Route, RouteReply } from '../platform/http/route.ts'
import { appointmentRoutes } from './appointment-routes.ts'
import { holdRoutes } from './hold-routes.ts'
import { policyRoutes } from './policy-routes.ts'
import { berlin, bookingFixture, type Salon } from './testing/booking-fixture.ts'
import { callRoute } from './testing/route-caller.ts'

let hub: Awaited<ReturnType<typeof bookingFixture>>
let salon: Salon
let routes: Route[]

beforeAll(async () => {
  hub = await bookingFixture(berlin('2027-03-01T12:00'))
  routes = [...policyRoutes(hub.policies), ...appointmentRoutes(hub), ...holdRoutes(hub)]
})

beforeEach(async () => {
  salon = await hub.salon()
})

afterAll(() => hub.close())

type Sent = { id?: string; body?: object }

const call = (line: string, { id, body }: Sent = {}) =>
  callRoute(routes, { tenantId: salon.tenantId, line, sent: { body, ...(id ? { params: { id } } : {}) } })

async function problemOf(asked: Promise<RouteReply>): Promise<HubError> {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof HubError) return error
  throw new Error('it was not refused', { cause: error })
}

const RULES = {
  cancel: {
    notice_minutes: 1_440,
    quota: { count: 2, per: 'month' },
    fee: { amount_minor: 500, within_minutes: 2_880 },
  },
  reschedule: {
    notice_minutes: null,
    quota: { count: 1, per: 'appointment' },
    fee: { percent: 50, within_minutes: 60 },
  },
}

async function booked(): Promise<string> {
  const { body } = await call('POST /v1/appointments', {
    body: { service_id: salon.cut.id, start: '2027-03-02T10:00:00+01:00', customer: { name: 'Erika' } },
  })
  return (body as { id: string }).id
}

test.each<[string, () => string | undefined]>([
  ['client', () => undefined],
  ['locations', () => salon.location.id],
  ['services', () => salon.cut.id],
  ['resources', () => salon.anna.id],
])('what is said of %s is read back as it was said, and gone when it is taken back', async (of, idOf) => {
  const id = idOf()
  const path = `/v1/policies/${of}${id ? '/:id' : ''}`
  const about = id ? { id } : {}
  const subject = { kind: of.replace(/s$/, ''), id: id ?? null }
  expect((await call(`GET ${path}`, about)).body).toEqual({ subject, version: 0 })
  const put = await call(`PUT ${path}`, { ...about, body: { ...RULES, version: 0 } })
  expect(put.body).toEqual({ subject, ...RULES, version: 1 })
  expect((await call(`GET ${path}`, about)).body).toEqual(put.body)
  const stale = await problemOf(call(`PUT ${path}`, { ...about, body: { version: 0 } }))
  expect(stale.code).toBe('version_conflict')
  expect((await call(`DELETE ${path}`, about)).status).toBe(204)
  expect((await call(`GET ${path}`, about)).body).toEqual({ subject, version: 0 })
})

test('all that is said is listed by what it is about: the client, locations, services, resources', async () => {
  expect((await call('GET /v1/policies')).body).toEqual({ data: [] })
  const { id: location } = salon.location
  const ben = await salon.addStaff('Ben')
  for (const [path, id] of [
    ['resources/:id', ben.id],
    ['resources/:id', salon.anna.id],
    ['services/:id', salon.cut.id],
    ['locations/:id', location],
    ['client', undefined],
  ] as const)
    await call(`PUT /v1/policies/${path}`, { body: RULES, ...(id ? { id } : {}) })
  await call('PUT /v1/policies/resources/:id', { id: salon.anna.id, body: { cancel: { fee: null } } })
  const { name } = salon.location
  expect((await call('GET /v1/policies')).body).toEqual({
    data: [
      { subject: { kind: 'client', id: null, name: null }, ...RULES, version: 1 },
      { subject: { kind: 'location', id: location, name }, ...RULES, version: 1 },
      { subject: { kind: 'service', id: salon.cut.id, name: salon.cut.name }, ...RULES, version: 1 },
      {
        subject: { kind: 'resource', id: salon.anna.id, name: salon.anna.name },
        cancel: { fee: null },
        version: 2,
      },
      { subject: { kind: 'resource', id: ben.id, name: ben.name }, ...RULES, version: 1 },
    ],
  })
})

test.each([
  [{ cancel: { quota: { count: 1, per: 'appointment' } } }],
  [{ reschedule: { quota: { count: 1, per: 'month' } } }],
  [{ cancel: { fee: { within_minutes: 60 } } }],
  [{ cancel: { fee: { percent: 50, amount_minor: 100, within_minutes: 60 } } }],
  [{ cancel: { fee: { percent: 101, within_minutes: 60 } } }],
  [{ cancel: { notice_minutes: -1 } }],
  [{ cancel: { notice: 5 } }],
  [{ max_live_holds: 5 }],
])('what makes no sense is refused: %j', async (body) => {
  const put = call('PUT /v1/policies/services/:id', { id: salon.cut.id, body })
  expect((await problemOf(put)).status).toBe(422)
})

test('the customer is refused with the deadline and in words; the business is not', async () => {
  await call('PUT /v1/policies/client', { body: RULES })
  const id = await booked()
  const refused = await problemOf(call('POST /v1/appointments/:id/cancel', { id, body: {} }))
  expect(refused).toMatchObject({
    code: 'cancel_too_late',
    status: 409,
    extra: { deadline: '2027-03-01T10:00:00+01:00' },
  })
  expect(refused.detail?.replaceAll(/\s/g, ' ')).toBe(
    'The customer could cancel it until Monday, March 1, 2027 at 10:00 AM. The business itself may: "actor": "business".',
  )
  const move = (start: string, more: object = {}) =>
    call('POST /v1/appointments/:id/reschedule', { id, body: { start, ...more } })
  expect((await move('2027-03-02T11:00:00+01:00', { actor: 'customer' })).status).toBe(200)
  expect(await problemOf(move('2027-03-02T12:00:00+01:00'))).toMatchObject({
    code: 'quota_reached',
    detail: 'A customer may move an appointment once. The business itself may: "actor": "business".',
    extra: { quota: { count: 1, per: 'appointment' } },
  })
  expect((await move('2027-03-02T12:00:00+01:00', { actor: 'business' })).status).toBe(200)
  const { body } = await call('POST /v1/appointments/:id/cancel', { id, body: { actor: 'business' } })
  expect(body).toMatchObject({ status: 'cancelled' })
})

test('a limit of holds says which one it is', async () => {
  await call('PUT /v1/policies/client', { body: { max_live_holds: 6 } })
  const hold = (hour: number, more: object) =>
    call('POST /v1/holds', {
      body: { service_id: salon.cut.id, start: `2027-03-02T${hour}:00:00+01:00`, ...more },
    })
  for (const hour of [10, 11, 12]) await hold(hour, { session: 'a', caller: '+4930123' })
  const extraOf = async (asked: Promise<RouteReply>) => {
    const { code, extra, detail } = await problemOf(asked)
    expect(code).toBe('limit_reached')
    return [extra.limit, detail?.split(/[:.]/)[0]]
  }
  expect(await extraOf(hold(13, { session: 'a' }))).toEqual([
    'holder',
    'Book or release one of the holds first',
  ])
  for (const hour of [13, 14]) await hold(hour, { session: 'b', caller: '+4930123' })
  expect(await extraOf(hold(15, { session: 'c', caller: '+4930123' }))).toEqual([
    'caller',
    'The same caller holds as many times as allowed, over all calls',
  ])
  await hold(15, { session: 'd' })
  expect(await extraOf(hold(16, { session: 'e' }))).toEqual([
    'client',
    'As many times are held as the business allows',
  ])
})
