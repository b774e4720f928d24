import type { World } from './world.ts'
import { PLAN_TERMS } from './world.ts'

/** How one route is attacked: with which id, which body, and which ways to other tenants' rows it has. */
export interface RouteCase {
  /** Whose ids stand for `:id`. */
  id?: (world: World) => string
  /** What its own tenant may send. */
  body?: (own: World) => object
  /** Bodies of one's own, each with one id of the victim in it. */
  trespasses?: (own: World, victim: World) => object[]
  /** What its query cannot do without. */
  query?: string
  /** Queries that lead to the victim's rows. */
  queries?: (own: World, victim: World) => string[]
  /** Things of agencies; all else is a client's. */
  level?: 'agency'
  /** Its own tenant is refused as well, by the present state (409). */
  conflicts?: true
}

/** One body for each of the fields: the same with that field changed. */
const each = (body: object, fields: Record<string, unknown>): object[] =>
  Object.entries(fields).map(([name, value]) => ({ ...body, [name]: value }))

const slot = (own: World) => ({
  service_id: own.service,
  location_id: own.location,
  resource_id: own.resource,
  start: own.takeStart(),
})

const resource = (own: World) => ({
  name: 'Anna',
  kind: 'staff',
  location_id: own.location,
  service_ids: [own.service],
})

const schedule = (own: World) => ({ location_id: own.location, resource_id: own.resource, weekly: {} })

/** Long past: it is in the way of nothing that the other tests book. */
const absence = (own: World) => ({
  resource_id: own.resource,
  from: '2020-03-02T08:00:00Z',
  to: '2020-03-03T08:00:00Z',
})
const policy = () => ({ cancel: { notice_minutes: 60 } })

const travel = (own: World) => ({ location_ids: [own.location, own.otherLocation], minutes: 20 })

const link = (own: World) => ({
  connection_id: own.connection,
  calendar: `calendar-${own.takeStart()}`,
  resource_id: own.resource,
  service_id: own.service,
})

const number = (own: World) => ({
  number: '+493023125998',
  location_id: own.location,
  connection_id: own.sharedConnection,
})

const subscription = (own: World) => ({
  recipient_id: own.client.id,
  plan_id: own.plan,
  anchor_date: '2026-01-01',
})

const AVAILABILITY = {
  now: '2026-03-02T08:00:00+01:00',
  from: '2026-03-02T09:00:00+01:00',
  to: '2026-03-02T18:00:00+01:00',
  zone: 'Europe/Berlin',
  service: { duration_minutes: 30 },
  resources: [{ id: 'anna', weekly: [{ weekday: 1, start: '09:00', end: '17:00' }] }],
}

const PREVIEW = { plan: PLAN_TERMS, usage: [] }

const tenants: Record<string, RouteCase> = {
  'GET /v1/tenants': { level: 'agency' },
  'POST /v1/tenants': {
    level: 'agency',
    body: () => ({ kind: 'client', name: 'New', zone: 'Europe/Berlin', currency: 'EUR', language: 'de' }),
  },
  'GET /v1/tenants/:id': { id: ({ client }) => client.id },
  'PATCH /v1/tenants/:id': { id: ({ client }) => client.id, body: () => ({ name: 'Changed' }) },
  'GET /v1/locations': {},
  'POST /v1/locations': { body: () => ({ name: 'New', zone: 'Europe/Berlin', language: 'de' }) },
  'GET /v1/locations/:id': { id: ({ location }) => location },
  'PATCH /v1/locations/:id': { id: ({ location }) => location, body: () => ({ name: 'Changed' }) },
  'GET /v1/api-keys': {},
  'POST /v1/api-keys': { body: () => ({ name: 'New', scopes: ['calls:read'] }) },
  'DELETE /v1/api-keys/:id': { id: ({ apiKey }) => apiKey },
}

const customers: Record<string, RouteCase> = {
  'GET /v1/customers': {
    queries: (_own, victim) => [
      `phone=${encodeURIComponent(victim.customerPhone)}`,
      `cursor=${victim.customer}`,
    ],
  },
  'POST /v1/customers': { body: () => ({ name: 'New', language: 'de' }) },
  'GET /v1/customers/:id': { id: ({ customer }) => customer },
  'PATCH /v1/customers/:id': { id: ({ customer }) => customer, body: () => ({ name: 'Changed' }) },
  'GET /v1/customers/:id/communications': { id: ({ customer }) => customer },
}

const explained = (service: string, location: string): string =>
  `service_id=${service}&location_id=${location}&start=2027-03-01T09:00:00Z`

const booking: Record<string, RouteCase> = {
  'GET /v1/availability': {
    queries: (own, victim) => [
      `service_id=${own.service}&location_id=${own.location}`,
      `service_id=${victim.service}&location_id=${own.location}`,
      `service_id=${own.service}&location_id=${victim.location}`,
      `service_id=${own.service}&location_id=${own.location}&resource_id=${victim.resource}`,
      `service_id=${own.service}&location_id=${own.location}&preferred_resource_id=${victim.resource}`,
      `service_id=${own.service}&location_id=${own.location}&customer_id=${victim.customer}`,
    ],
  },
  'GET /v1/availability/explain': {
    queries: (own, victim) => [
      explained(own.service, own.location),
      explained(victim.service, own.location),
      explained(own.service, victim.location),
      `${explained(own.service, own.location)}&resource_id=${victim.resource}`,
    ],
  },
  'GET /v1/offers': {
    queries: (own, victim) => [
      `service_id=${own.service}&location_id=${own.location}`,
      `service_id=${victim.service}&location_id=${own.location}`,
      `service_id=${own.service}&location_id=${victim.location}`,
      `service_id=${own.service}&location_id=${own.location}&resource_id=${victim.resource}`,
      `service_id=${own.service}&location_id=${own.location}&preferred_resource_id=${victim.resource}`,
      `service_id=${own.service}&location_id=${own.location}&customer_id=${victim.customer}`,
    ],
  },
  'POST /v1/availability/preview': { body: () => AVAILABILITY },
  'POST /v1/holds': {
    body: slot,
    trespasses: (own, victim) =>
      each(slot(own), {
        service_id: victim.service,
        location_id: victim.location,
        resource_id: victim.resource,
        offer_token: victim.offerToken,
      }),
  },
  'POST /v1/holds/:id/renew': { id: ({ hold }) => hold },
  'DELETE /v1/holds/:id': { id: ({ hold }) => hold },
  'GET /v1/appointments': {
    queries: (_own, victim) => [
      `customer_id=${victim.customer}`,
      `call_id=${victim.call}`,
      `resource_id=${victim.resource}`,
    ],
  },
  'POST /v1/appointments': {
    body: (own) => ({ ...slot(own), customer_id: own.customer }),
    trespasses: (own, victim) => [
      ...each(slot(own), {
        service_id: victim.service,
        location_id: victim.location,
        resource_id: victim.resource,
        offer_token: victim.offerToken,
        customer_id: victim.customer,
        hold_id: victim.hold,
      }),
      { hold_id: victim.hold },
      { offer_token: victim.offerToken },
    ],
  },
  'GET /v1/appointments/:id': { id: ({ appointment }) => appointment },
  'POST /v1/appointments/:id/reschedule': {
    id: ({ appointment }) => appointment,
    body: (own) => ({ start: own.takeStart() }),
    trespasses: (own, victim) => [{ start: own.takeStart(), resource_id: victim.resource }],
  },
  'POST /v1/appointments/:id/cancel': { id: ({ appointment }) => appointment, body: () => ({}) },
  'GET /v1/appointments/:id/policy': { id: ({ appointment }) => appointment },
  'POST /v1/appointments/:id/complete': { id: ({ appointment }) => appointment },
  'POST /v1/appointments/:id/no-show': { id: ({ appointment }) => appointment },
}

const offer: Record<string, RouteCase> = {
  'GET /v1/services': {},
  'POST /v1/services': { body: () => ({ name: 'New', segments: [{ minutes: 30, needs: ['staff'] }] }) },
  'GET /v1/services/:id': { id: ({ service }) => service },
  'PATCH /v1/services/:id': { id: ({ service }) => service, body: () => ({ name: 'Changed' }) },
  'DELETE /v1/services/:id': { id: ({ service }) => service },
  'GET /v1/resources': {},
  'POST /v1/resources': {
    body: resource,
    trespasses: (own, victim) =>
      each(resource(own), { location_id: victim.location, service_ids: [own.service, victim.service] }),
  },
  'GET /v1/resources/:id': { id: ({ resource: id }) => id },
  'PATCH /v1/resources/:id': {
    id: ({ resource: id }) => id,
    body: () => ({ name: 'Changed' }),
    trespasses: (_own, victim) => each({}, { location_id: victim.location, service_ids: [victim.service] }),
  },
  'DELETE /v1/resources/:id': { id: ({ resource: id }) => id },
  'GET /v1/schedules': {
    queries: (_own, victim) => [`location_id=${victim.location}`, `resource_id=${victim.resource}`],
  },
  'POST /v1/schedules': {
    body: schedule,
    trespasses: (own, victim) =>
      each(schedule(own), { location_id: victim.location, resource_id: victim.resource }),
  },
  'GET /v1/schedules/:id': { id: ({ schedule: id }) => id },
  'PATCH /v1/schedules/:id': { id: ({ schedule: id }) => id, body: () => ({ overrides: [] }) },
  'DELETE /v1/schedules/:id': { id: ({ schedule: id }) => id },
  'GET /v1/absences': { queries: (_own, victim) => [`resource_id=${victim.resource}`] },
  'POST /v1/absences': {
    body: absence,
    trespasses: (own, victim) =>
      each(absence(own), { resource_id: victim.resource, stand_in_resource_id: victim.resource }),
  },
  'DELETE /v1/absences/:id': { id: ({ absence: id }) => id },
  'GET /v1/policies/client': {},
  'PUT /v1/policies/client': { body: policy },
  'DELETE /v1/policies/client': {},
  'GET /v1/policies/locations/:id': { id: ({ location }) => location },
  'PUT /v1/policies/locations/:id': { id: ({ location }) => location, body: policy },
  'DELETE /v1/policies/locations/:id': { id: ({ location }) => location },
  'GET /v1/policies/services/:id': { id: ({ service }) => service },
  'PUT /v1/policies/services/:id': { id: ({ service }) => service, body: policy },
  'DELETE /v1/policies/services/:id': { id: ({ service }) => service },
  'GET /v1/policies/resources/:id': { id: ({ resource: id }) => id },
  'PUT /v1/policies/resources/:id': { id: ({ resource: id }) => id, body: policy },
  'DELETE /v1/policies/resources/:id': { id: ({ resource: id }) => id },
  'GET /v1/travel-times': {},
  'POST /v1/travel-times': {
    conflicts: true,
    body: travel,
    trespasses: (own, victim) => [
      { location_ids: [own.location, victim.location], minutes: 20 },
      { location_ids: [victim.location, own.otherLocation], minutes: 20 },
    ],
  },
  'PATCH /v1/travel-times/:id': { id: ({ travelTime }) => travelTime, body: () => ({ minutes: 25 }) },
  'DELETE /v1/travel-times/:id': { id: ({ travelTime }) => travelTime },
  'GET /v1/calendar-links': {},
  'POST /v1/calendar-links': {
    body: link,
    trespasses: (own, victim) => [
      ...each(link(own), {
        connection_id: victim.connection,
        resource_id: victim.resource,
        service_id: victim.service,
      }),
      { ...link(own), connection_id: victim.privateConnection, reads: false },
    ],
  },
  'GET /v1/calendar-links/:id': { id: ({ calendarLink }) => calendarLink },
  'PATCH /v1/calendar-links/:id': {
    id: ({ calendarLink }) => calendarLink,
    body: () => ({ stale_after_minutes: 60 }),
  },
  'DELETE /v1/calendar-links/:id': { id: ({ calendarLink }) => calendarLink },
}

const calls: Record<string, RouteCase> = {
  'GET /v1/calls': { queries: (_own, victim) => [`cursor=${victim.call}`] },
  'GET /v1/calls/:id': { id: ({ call }) => call },
  'GET /v1/callbacks': {},
  'GET /v1/phone-numbers': {},
  'POST /v1/phone-numbers': {
    body: number,
    trespasses: (own, victim) => [
      ...each(number(own), { location_id: victim.location, connection_id: victim.connection }),
      { ...number(own), connection_id: victim.privateConnection },
    ],
  },
  'DELETE /v1/phone-numbers/:id': { id: ({ phoneNumber }) => phoneNumber },
}

const billing: Record<string, RouteCase> = {
  'GET /v1/plans': { level: 'agency' },
  'POST /v1/plans': { level: 'agency', body: () => ({ name: 'New', terms: PLAN_TERMS }) },
  'GET /v1/plans/:id': { level: 'agency', id: ({ plan }) => plan },
  'PATCH /v1/plans/:id': { level: 'agency', id: ({ plan }) => plan, body: () => ({ name: 'Changed' }) },
  'GET /v1/subscriptions': { level: 'agency' },
  'POST /v1/subscriptions': {
    level: 'agency',
    conflicts: true,
    body: subscription,
    trespasses: (own, victim) =>
      each(subscription(own), { recipient_id: victim.client.id, plan_id: victim.plan }),
  },
  'DELETE /v1/subscriptions/:id': { level: 'agency', id: ({ subscription: id }) => id },
  'GET /v1/invoices': { queries: (_own, victim) => [`cursor=${victim.invoice}`] },
  'GET /v1/invoices/:id': { id: ({ invoice }) => invoice },
  'POST /v1/invoices/:id/finalize': { level: 'agency', id: ({ invoice }) => invoice },
  'POST /v1/invoices/:id/void': {
    level: 'agency',
    conflicts: true,
    id: ({ invoice }) => invoice,
    body: () => ({ reason: 'wrong' }),
  },
  'POST /v1/invoices/:id/credit': {
    level: 'agency',
    conflicts: true,
    id: ({ invoice }) => invoice,
    body: () => ({ reason: 'goodwill' }),
  },
  'GET /v1/usage-events': { queries: (_own, victim) => [`cursor=${victim.usageEvent}`] },
  'POST /v1/usage-events': {
    body: () => ({
      event_id: 'another',
      meter: 'calls',
      quantity: '1',
      occurred_at: new Date().toISOString(),
    }),
  },
  'POST /v1/pricing/preview': { body: () => PREVIEW },
}

const connection: Pick<RouteCase, 'id'> = { id: ({ connection: id }) => id }
const integrations: Record<string, RouteCase> = {
  'GET /v1/plugins': {},
  'GET /v1/connections': {},
  'POST /v1/connections': {
    body: ({ settings }) => ({ plugin: 'calcom', name: 'New', settings }),
  },
  'GET /v1/connections/:id': connection,
  'GET /v1/connections/:id/calendars': connection,
  'GET /v1/connections/:id/slots': {
    ...connection,
    query: 'calendar=8&from=2027-03-01T08:00:00Z&to=2027-03-02T08:00:00Z',
  },
  'PATCH /v1/connections/:id': { ...connection, body: () => ({ name: 'Changed' }) },
  'DELETE /v1/connections/:id': connection,
  'POST /v1/connections/:id/check': connection,
  'POST /v1/connections/:id/enable': connection,
  'POST /v1/connections/:id/disable': connection,
  'POST /v1/connections/:id/sync': connection,
  'POST /v1/connections/:id/authorize': connection,
  'GET /v1/jobs': { queries: (_own, victim) => [`cursor=${victim.job}`] },
  'POST /v1/jobs/:id/retry': { id: ({ job }) => job },
  'GET /v1/events': {},
}

/** Every route that is not public, by `METHOD path`. A route without a case fails the tests that use this. */
export const routeCases: Readonly<Record<string, RouteCase>> = {
  ...tenants,
  ...customers,
  ...booking,
  ...offer,
  ...calls,
  ...billing,
  ...integrations,
}
