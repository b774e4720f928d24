import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Route } from '../platform/http/route.ts'
import { newId } from '../platform/ids.ts'
import { appointmentRoutes } from './appointment-routes.ts'
import { availabilityRoutes } from './availability-routes.ts'
import { holdRoutes } from './hold-routes.ts'
import type { Resource } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'
import { serviceRoutes } from './service-routes.ts'
import { berlin, bookingFixture, type Salon } from './testing/booking-fixture.ts'
import { callRoute, type Sent } from './testing/route-caller.ts'

let hub: Awaited<ReturnType<typeof bookingFixture>>
let salon: Salon
let anna: Resource
let bob: Resource
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
  hub.clock.set(berlin('2027-03-01T07:00'))
  salon = await hub.salon()
  anna = salon.anna
  bob = await salon.addStaff('Bob')
})

afterAll(() => hub.close())

const call = (line: string, sent: Sent = {}) => callRoute(routes, { tenantId: salon.tenantId, line, sent })
const at = (time: string, day = '02') => `2027-03-${day}T${time}:00+01:00`
const choose = (policy: string) =>
  call('PATCH /v1/services/:id', { params: { id: salon.cut.id }, body: { choose: policy } })
const skill = (resource: Resource, share: object) =>
  call('PATCH /v1/resources/:id', {
    params: { id: resource.id },
    body: { skills: [{ service_id: salon.cut.id, ...share }] },
  })
const book = (start: string, more: object = {}) =>
  call('POST /v1/appointments', { body: { service_id: salon.cut.id, start, ...more } })
const hold = (start: string, more: object = {}) =>
  call('POST /v1/holds', { body: { service_id: salon.cut.id, start, ...more } })
const ask = async (start: string, more: object = {}) => {
  const query = { service_id: salon.cut.id, from: start, limit: '1', ...more }
  const { json } = await call('GET /v1/availability', { query })
  const [slot] = json.slots as { resource_ids: string[]; chosen_because: string; offer_token: string }[]
  return { ...slot, valid_until: json.valid_until }
}
const by = (resource: Resource, because: string) => ({ resource_ids: [resource.id], chosen_because: because })
const whoOf = ({ json }: { json: Record<string, unknown> }) => {
  const [occupancy] = json.occupancies as { resource_id: string }[]
  return occupancy?.resource_id
}
/** How many of the appointments each of the two has. */
const sharesOf = (booked: { json: Record<string, unknown> }[]) =>
  [anna, bob].map(({ id }) => booked.filter((each) => whoOf(each) === id).length)
const HOURS = ['09', '10', '11', '12', '13', '14']

describe('a wish and a condition', () => {
  test('a wish is met where it can be, and somebody else is offered and booked where not', async () => {
    const wish = { preferred_resource_id: bob.id }
    expect(await ask(at('10:00'), wish)).toMatchObject(by(bob, 'wished'))
    expect(whoOf(await book(at('10:00'), wish))).toBe(bob.id)
    expect(await ask(at('10:00'), wish)).toMatchObject(by(anna, 'fewest_gaps'))
    expect(whoOf(await hold(at('10:00'), wish))).toBe(anna.id)
  })

  test('a condition is met or refused', async () => {
    const condition = { resource_id: bob.id }
    expect(await ask(at('10:00'), condition)).toMatchObject(by(bob, 'wished'))
    await book(at('10:00'), condition)
    await expect(book(at('10:00'), condition)).rejects.toMatchObject({ code: 'slot_taken' })
  })

  test('another wish is another question, for the cache as for an idempotency key', async () => {
    const asked = [ask(at('10:00'), { preferred_resource_id: bob.id }), ask(at('10:00'))]
    expect((await Promise.all(asked)).map((slot) => slot.resource_ids)).toEqual([[bob.id], [anna.id]])
    const body = { service_id: salon.cut.id, start: at('10:00') }
    await call('POST /v1/appointments', { body, key: 'wish' })
    const other = { ...body, preferred_resource_id: bob.id }
    const again = call('POST /v1/appointments', { body: other, key: 'wish' })
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
  })

  test('a wish for somebody who does not do that is a wish nobody can meet; for nobody at all it is not found', async () => {
    const mute = await salon.addStaff('Mute', [])
    expect(whoOf(await book(at('10:00'), { preferred_resource_id: mute.id }))).toBe(anna.id)
    const other = await hub.salon()
    const strange = [
      { preferred_resource_id: other.anna.id },
      { preferred_resource_id: newId() },
      { customer_id: newId() },
    ]
    for (const more of strange) {
      for (const asking of [ask, hold, book])
        await expect(asking(at('12:00'), more)).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})

describe('round robin', () => {
  beforeEach(() => choose('round_robin'))

  test('gives to each in turn, whatever the day looks like', async () => {
    const booked = []
    for (const hour of HOURS) booked.push(await book(at(`${hour}:00`)))
    expect(booked.map(whoOf)).toEqual([anna, bob, anna, bob, anna, bob].map(({ id }) => id))
    expect(await ask(at('15:00'))).toMatchObject(by(anna, 'round_robin'))
  })

  test('gives in proportion to weight', async () => {
    await skill(bob, { weight: 2 })
    const booked = []
    for (const hour of HOURS) booked.push(await book(at(`${hour}:00`)))
    expect(sharesOf(booked)).toEqual([2, 4])
  })

  test('does so for bookings that come at once', async () => {
    const booked = await Promise.all(HOURS.map((hour) => book(at(`${hour}:00`))))
    expect(sharesOf(booked)).toEqual([3, 3])
  })

  test('counts a class once, however many take part', async () => {
    await call('PATCH /v1/services/:id', { params: { id: salon.cut.id }, body: { capacity: 3 } })
    const booked = []
    for (const hour of ['09', '09', '09', '10', '11', '12']) booked.push(await book(at(`${hour}:00`)))
    expect(booked.map(whoOf)).toEqual([anna, anna, anna, bob, anna, bob].map(({ id }) => id))
  })

  test('asks priority first', async () => {
    await skill(bob, { priority: 1 })
    const booked = []
    for (const hour of HOURS.slice(0, 3)) booked.push(await book(at(`${hour}:00`)))
    expect(sharesOf(booked)).toEqual([0, 3])
    expect(await ask(at('15:00'))).toMatchObject(by(bob, 'priority'))
    expect(whoOf(await book(at('09:00')))).toBe(anna.id)
  })

  test('counts neither what was cancelled, nor holds, nor another service', async () => {
    const cancelled = await book(at('09:00'))
    await call('POST /v1/appointments/:id/cancel', { params: { id: String(cancelled.json.id) }, body: {} })
    await hold(at('10:00'))
    await call('POST /v1/appointments', { body: { service_id: salon.colour.id, start: at('12:00') } })
    expect(await ask(at('16:00'))).toMatchObject(by(anna, 'round_robin'))
  })

  test('forgets after 30 days, which the answer says', async () => {
    await book(at('09:00'))
    const slot = await ask('2027-05-03T10:00:00+02:00')
    expect(slot).toMatchObject({ ...by(bob, 'round_robin'), valid_until: '2027-03-31T08:00:00+02:00' })
    hub.clock.set(Date.parse(String(slot.valid_until)) - 1)
    expect(await ask('2027-05-03T10:00:00+02:00')).toMatchObject(by(bob, 'round_robin'))
    hub.clock.set(Date.parse(String(slot.valid_until)))
    expect(await ask('2027-05-03T10:00:00+02:00')).toMatchObject(by(anna, 'round_robin'))
  })
})

describe('the same as last time', () => {
  let customer_id: string

  beforeEach(async () => {
    await choose('same_as_last_time')
    customer_id = (await hub.customers.create(salon.tenantId, { name: 'Erika', language: 'de' })).id
  })

  test('is whoever served the customer, when they ask, hold and book', async () => {
    await book(at('09:00'), { customer_id, resource_id: bob.id })
    expect(await ask(at('11:00'), { customer_id })).toMatchObject(by(bob, 'same_as_last_time'))
    expect(whoOf(await hold(at('11:00'), { customer_id }))).toBe(bob.id)
    expect(whoOf(await book(at('12:00'), { customer_id }))).toBe(bob.id)
  })

  test('is the least busy for anybody else, and where that one is not free', async () => {
    await book(at('09:00'), { customer_id, resource_id: bob.id })
    expect(await ask(at('11:00'))).toMatchObject(by(anna, 'least_busy'))
    expect(await ask(at('09:00'), { customer_id })).toMatchObject(by(anna, 'least_busy'))
  })

  test('was there rather than will be, until that has begun', async () => {
    await book(at('09:00', '01'), { customer_id, resource_id: anna.id })
    await book(at('09:00', '03'), { customer_id, resource_id: bob.id })
    hub.clock.set(berlin('2027-03-02T07:00'))
    const later = at('11:00', '04')
    const slot = await ask(later, { customer_id })
    expect(slot).toMatchObject({ ...by(anna, 'same_as_last_time'), valid_until: at('09:00', '03') })
    hub.clock.set(Date.parse(at('09:00', '03')))
    expect(await ask(later, { customer_id })).toMatchObject(by(bob, 'same_as_last_time'))
  })

  test('is nobody whose appointment was cancelled', async () => {
    const { json } = await book(at('09:00'), { customer_id, resource_id: bob.id })
    await call('POST /v1/appointments/:id/cancel', { params: { id: String(json.id) }, body: {} })
    expect(await ask(at('11:00'), { customer_id })).toMatchObject(by(anna, 'least_busy'))
  })
})

test('the least busy has least to do on that day, however badly it fits', async () => {
  await choose('least_busy')
  await book(at('10:00'), { resource_id: anna.id })
  expect(await ask(at('10:30'))).toMatchObject(by(bob, 'least_busy'))
  expect(await ask(at('10:30', '03'))).toMatchObject(by(anna, 'least_busy'))
})

describe('skills', () => {
  const change = async (body: object) =>
    (await call('PATCH /v1/resources/:id', { params: { id: bob.id }, body })).json
  const ids = () => [salon.cut.id, salon.colour.id].sort()

  test('have weight 1 and priority 0 until something else is said, and keep what was said', async () => {
    const [one, two] = ids()
    const read = await call('GET /v1/resources/:id', { params: { id: bob.id } })
    expect(read.json.skills).toEqual(ids().map((service_id) => ({ service_id, weight: 1, priority: 0 })))
    await change({ skills: [{ service_id: one, weight: 3 }] })
    await change({ skills: [{ service_id: one, priority: -1 }] })
    expect(await change({ service_ids: ids() })).toMatchObject({
      service_ids: ids(),
      skills: [
        { service_id: one, weight: 3, priority: -1 },
        { service_id: two, weight: 1, priority: 0 },
      ],
    })
    expect(await change({ name: 'Robert' })).toMatchObject({ service_ids: ids() })
    expect(await change({ service_ids: [] })).toMatchObject({ service_ids: [], skills: [] })
  })

  test('are refused where they name other services than service_ids, or one that is not there', async () => {
    const body = { service_ids: ids(), skills: [{ service_id: salon.cut.id }] }
    await expect(change(body)).rejects.toMatchObject({ code: 'invalid' })
    await expect(change({ skills: [{ service_id: newId() }] })).rejects.toMatchObject({ code: 'invalid' })
  })

  test('may be said at the start', async () => {
    const skills = [{ service_id: salon.cut.id, weight: 2, priority: 1 }]
    const { json } = await call('POST /v1/resources', {
      body: { location_id: salon.location.id, name: 'Cleo', kind: 'staff', skills },
    })
    expect(json).toMatchObject({ service_ids: [salon.cut.id], skills })
  })
})
