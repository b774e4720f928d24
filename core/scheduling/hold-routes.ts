import type { CustomerService } from '../customers/index.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import { newId } from '../platform/ids.ts'
import type { LocationService } from '../tenants/index.ts'
import { appointmentSchema, newHoldSchema } from './appointment-schemas.ts'
import { slotFromBody } from './booking-from-body.ts'
import type { BookingOrchestrator } from './booking-orchestrator.ts'
import type { OfferTokens } from './offer-token.ts'
import { refusalProblem } from './refusal-problem.ts'
import { presentAppointment } from './slot-presenter.ts'

export interface HoldRouteParts {
  customers: Pick<CustomerService, 'get'>
  orchestrator: BookingOrchestrator
  locations: LocationService
  offers: OfferTokens
}

const held = { description: 'The hold, with `hold_expires_at`', schema: appointmentSchema }

export function holdRoutes({ orchestrator, locations, offers, customers }: HoldRouteParts): Route[] {
  const holds = { tag: 'holds', permission: 'appointments:write', rate: 'write' } as const
  const create = defineRoute({
    ...holds,
    method: 'POST',
    path: '/v1/holds',
    summary: 'Keep a time for five minutes',
    description: 'A hold is an appointment in status `held`; booking it keeps its id.',
    body: newHoldSchema,
    replies: {
      201: held,
      409: { description: 'It can’t be had: `code` says why, `alternatives` what could' },
    },
    async handler({ tenantId, body, idempotencyKey }) {
      const slot = await slotFromBody({ locations, offers }, tenantId, body)
      if (body.customer_id) await customers.get(tenantId, body.customer_id)
      const zone = await locations.zoneOf(tenantId, slot.locationId)
      const result = await orchestrator.hold(tenantId, {
        ...slot,
        customerId: body.customer_id,
        // Without a session every hold stands for itself.
        holder: `session:${body.session ?? newId()}`,
        caller: body.caller,
        source: 'api',
        requestKey: idempotencyKey === undefined ? newId() : `api ${idempotencyKey}`,
      })
      if (result.is === 'refused') throw refusalProblem(result, zone)
      return { status: 201, body: presentAppointment(result.appointment, zone) }
    },
  })
  const renew = defineRoute({
    ...holds,
    method: 'POST',
    path: '/v1/holds/:id/renew',
    summary: 'Keep a hold for five more minutes',
    params: idParams('id'),
    replies: { 200: held, 409: { description: 'It has expired' } },
    async handler({ tenantId, params }) {
      const hold = await orchestrator.renewHold(tenantId, params.id)
      const zone = await locations.zoneOf(tenantId, hold.locationId)
      return { status: 200, body: presentAppointment(hold, zone) }
    },
  })
  const release = defineRoute({
    ...holds,
    method: 'DELETE',
    path: '/v1/holds/:id',
    summary: 'Let a hold go',
    params: idParams('id'),
    replies: { 204: { description: 'Free again' } },
    async handler({ tenantId, params }) {
      await orchestrator.releaseHold(tenantId, params.id)
      return { status: 204 }
    },
  })
  return [create, renew, release]
}
