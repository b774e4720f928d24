import { each, type RouteCase } from './route-case.ts'
import type { World } from './world.ts'

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

const AVAILABILITY = {
  now: '2026-03-02T08:00:00+01:00',
  from: '2026-03-02T09:00:00+01:00',
  to: '2026-03-02T18:00:00+01:00',
  zone: 'Europe/Berlin',
  service: { duration_minutes: 30 },
  resources: [{ id: 'anna', weekly: [{ weekday: 1, start: '09:00', end: '17:00' }] }],
}

const explained = (service: string, location: string): string =>
  `service_id=${service}&location_id=${location}&start=2027-03-01T09:00:00Z`

const wished: NonNullable<RouteCase['queries']> = (own, victim) => [
  `service_id=${own.service}&location_id=${own.location}`,
  `service_id=${victim.service}&location_id=${own.location}`,
  `service_id=${own.service}&location_id=${victim.location}`,
  `service_id=${own.service}&location_id=${own.location}&resource_id=${victim.resource}`,
  `service_id=${own.service}&location_id=${own.location}&preferred_resource_id=${victim.resource}`,
  `service_id=${own.service}&location_id=${own.location}&customer_id=${victim.customer}`,
]

export const booking: Record<string, RouteCase> = {
  'GET /v1/availability': { queries: wished },
  'GET /v1/availability/explain': {
    queries: (own, victim) => [
      explained(own.service, own.location),
      explained(victim.service, own.location),
      explained(own.service, victim.location),
      `${explained(own.service, own.location)}&resource_id=${victim.resource}`,
    ],
  },
  'GET /v1/offers': { queries: wished },
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
  'GET /v1/appointments/:id/history': { id: ({ appointment }) => appointment },
  'GET /v1/calendar': {
    queries: (_own, victim) =>
      ['', `&resource_id=${victim.resource}`, `&location_id=${victim.location}`].map(
        (more) => `from=2027-03-01T00:00:00Z&to=2027-03-08T00:00:00Z${more}`,
      ),
  },
  'POST /v1/appointments/:id/reschedule': {
    id: ({ appointment }) => appointment,
    body: (own) => ({ start: own.takeStart() }),
    trespasses: (own, victim) => [{ start: own.takeStart(), resource_id: victim.resource }],
  },
  'POST /v1/appointments/:id/cancel': { id: ({ appointment }) => appointment, body: () => ({}) },
  'GET /v1/appointments/:id/policy': { id: ({ appointment }) => appointment },
  'POST /v1/appointments/:id/complete': { id: ({ appointment }) => appointment },
  'POST /v1/appointments/:id/no-show': { id: ({ appointment }) => appointment },
  'POST /v1/appointments/:id/write-entries': { id: ({ appointment }) => appointment },
}

export const offer: Record<string, RouteCase> = {
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
  'POST /v1/policies/examples': {
    body: () => ({ kind: 'client', ...policy() }),
    trespasses: (_own, victim) => [
      { kind: 'resource', location_id: victim.location },
      { kind: 'resource', service_id: victim.service },
    ],
  },
  'GET /v1/policies': {},
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
