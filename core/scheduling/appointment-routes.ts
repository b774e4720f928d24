import { type Static, Type } from '@sinclair/typebox'
import type { CustomerService } from '../customers/index.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route, type RouteReply } from '../platform/http/route.ts'
import { newId } from '../platform/ids.ts'
import type { LocationService } from '../tenants/index.ts'
import { cursorAfter, openCursor } from './appointment-cursor.ts'
import type { AppointmentFilter } from './appointment-repository.ts'
import {
  appointmentQuery,
  appointmentSchema,
  cancelSchema,
  listedAppointmentSchema,
  moveSchema,
  newAppointmentSchema,
} from './appointment-schemas.ts'
import type { AppointmentService } from './appointment-service.ts'
import type { BookResult, CancelResult } from './booking.ts'
import { bookingFromBody } from './booking-from-body.ts'
import type { BookingOrchestrator } from './booking-orchestrator.ts'
import type { OfferTokens } from './offer-token.ts'
import { refusalProblem } from './refusal-problem.ts'
import { presentAppointment, presentListed } from './slot-presenter.ts'
import { instantOf, zonesOf } from './time-of-request.ts'

export interface AppointmentRouteParts {
  orchestrator: BookingOrchestrator
  appointments: AppointmentService
  customers: CustomerService
  locations: LocationService
  offers: OfferTokens
}

const one = { 200: { description: 'The appointment', schema: appointmentSchema } }
const refused = { description: 'It can’t be had: `code` says why, `alternatives` what could be had instead' }

export function appointmentRoutes(parts: AppointmentRouteParts): Route[] {
  return [...readRoutes(parts), bookRoute(parts), rescheduleRoute(parts), ...endRoutes(parts)]
}

function readRoutes({ appointments, locations }: AppointmentRouteParts): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/appointments',
    tag: 'appointments',
    summary: 'Appointments and holds in order of start',
    permission: 'appointments:read',
    rate: 'read',
    query: appointmentQuery,
    replies: {
      200: {
        description: 'A page',
        schema: Type.Object({
          data: Type.Array(listedAppointmentSchema),
          next_cursor: Type.Union([Type.String(), Type.Null()]),
        }),
      },
    },
    async handler({ tenantId, query }) {
      const { limit = 50 } = query
      const page = await appointments.listNamed(tenantId, { ...filterOf(query), limit })
      const zoneOf = await zonesOf(locations, tenantId)
      const last = page.length === limit ? page.at(-1) : undefined
      const data = page.map((each) => presentListed(each, zoneOf(each.locationId)))
      return { status: 200, body: { data, next_cursor: last ? cursorAfter(last) : null } }
    },
  })
  const get = defineRoute({
    method: 'GET',
    path: '/v1/appointments/:id',
    tag: 'appointments',
    summary: 'One appointment',
    permission: 'appointments:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'The appointment', schema: listedAppointmentSchema } },
    async handler({ tenantId, params }) {
      const appointment = await appointments.getNamed(tenantId, params.id)
      const zone = await locations.zoneOf(tenantId, appointment.locationId)
      return { status: 200, body: presentListed(appointment, zone) }
    },
  })
  return [list, get]
}

const filterOf = (query: Static<typeof appointmentQuery>): AppointmentFilter => ({
  customerId: query.customer_id,
  callId: query.call_id,
  resourceId: query.resource_id,
  serviceId: query.service_id,
  locationId: query.location_id,
  status: query.status,
  unsynced: query.unsynced,
  descending: query.order === 'desc',
  from: query.from ? instantOf(query.from) : undefined,
  to: query.to ? instantOf(query.to) : undefined,
  after: query.cursor ? openCursor(query.cursor) : undefined,
})

function bookRoute(parts: AppointmentRouteParts): Route {
  return defineRoute({
    method: 'POST',
    path: '/v1/appointments',
    tag: 'appointments',
    summary: 'Book a free time, an offer or a hold',
    permission: 'appointments:write',
    rate: 'write',
    body: newAppointmentSchema,
    replies: { 201: { description: 'Booked', schema: appointmentSchema }, 409: refused },
    async handler({ tenantId, body, idempotencyKey }) {
      const wanted = await bookingFromBody(parts, { tenantId, idempotencyKey }, body)
      const result = await parts.orchestrator.book(tenantId, wanted)
      return answer(parts, { tenantId, result, status: 201 })
    },
  })
}

function rescheduleRoute(parts: AppointmentRouteParts): Route {
  return defineRoute({
    method: 'POST',
    path: '/v1/appointments/:id/reschedule',
    tag: 'appointments',
    summary: 'Move an appointment',
    description:
      'It may overlap its former time. With `resource_id` it goes to that one or is refused; with `duration_minutes` it lasts so long from then on.',
    permission: 'appointments:write',
    rate: 'write',
    params: idParams('id'),
    body: moveSchema,
    replies: { ...one, 409: refused },
    async handler({ tenantId, params, body, idempotencyKey }) {
      const result = await parts.orchestrator.reschedule(tenantId, {
        appointmentId: params.id,
        start: instantOf(body.start),
        resourceId: body.resource_id,
        durationMinutes: body.duration_minutes,
        requestKey: idempotencyKey === undefined ? newId() : `api ${idempotencyKey}`,
        actor: body.actor,
      })
      return answer(parts, { tenantId, result, status: 200 })
    },
  })
}

function endRoutes(parts: AppointmentRouteParts): Route[] {
  const { orchestrator, locations } = parts
  const ending = {
    tag: 'appointments',
    method: 'POST',
    permission: 'appointments:write',
    rate: 'write',
  } as const
  const present = async (tenantId: string, change: ReturnType<BookingOrchestrator['complete']>) => {
    const appointment = await change
    const zone = await locations.zoneOf(tenantId, appointment.locationId)
    return { status: 200, body: presentAppointment(appointment, zone) }
  }
  const cancel = defineRoute({
    ...ending,
    path: '/v1/appointments/:id/cancel',
    summary: 'Cancel an appointment and free its time',
    params: idParams('id'),
    body: cancelSchema,
    replies: { ...one, 409: { description: 'A policy forbids it: `code` says which' } },
    async handler({ tenantId, params, body, idempotencyKey }) {
      const result = await orchestrator.cancel(tenantId, {
        appointmentId: params.id,
        reason: body.reason,
        requestKey: idempotencyKey,
        actor: body.actor,
      })
      return answer(parts, { tenantId, result, status: 200 })
    },
  })
  const complete = defineRoute({
    ...ending,
    path: '/v1/appointments/:id/complete',
    summary: 'Say that it took place',
    params: idParams('id'),
    replies: one,
    handler: ({ tenantId, params }) => present(tenantId, orchestrator.complete(tenantId, params.id)),
  })
  const noShow = defineRoute({
    ...ending,
    path: '/v1/appointments/:id/no-show',
    summary: 'Say that nobody came',
    params: idParams('id'),
    replies: one,
    handler: ({ tenantId, params }) => present(tenantId, orchestrator.noShow(tenantId, params.id)),
  })
  return [cancel, complete, noShow]
}

/** A refusal is thrown, so that a stored reply under an Idempotency-Key never keeps it. */
async function answer(
  { locations }: AppointmentRouteParts,
  { tenantId, result, status }: { tenantId: string; result: BookResult | CancelResult; status: number },
): Promise<RouteReply> {
  if (result.is === 'refused') {
    const zone = await locations.zoneOf(tenantId, result.locationId)
    throw refusalProblem(result, zone)
  }
  const zone = await locations.zoneOf(tenantId, result.appointment.locationId)
  return { status, body: presentAppointment(result.appointment, zone) }
}
