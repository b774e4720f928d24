import type { Clock } from '../platform/clock.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import {
  type AppointmentService,
  type ChangeTerms,
  type PolicyService,
  presentFee,
  presentQuota,
  presentSubject,
  type Resolved,
} from '../scheduling/index.ts'
import type { LocationService } from '../tenants/index.ts'
import { appointmentPolicyQuery, appointmentPolicyReply } from './appointment-policy-schemas.ts'
import { type ChangeSpeaking, sayTerms } from './change-words.ts'
import { localTime } from './functions/local-day.ts'

export interface AppointmentPolicyRouteParts {
  policies: PolicyService
  appointments: AppointmentService
  locations: LocationService
  clock: Clock
}

/** Here and not with appointments, because it speaks. */
export function appointmentPolicyRoutes(parts: AppointmentPolicyRouteParts): Route[] {
  const { policies, appointments, locations, clock } = parts
  const get = defineRoute({
    method: 'GET',
    path: '/v1/appointments/:id/policy',
    tag: 'appointments',
    summary: 'May the customer cancel or move it, until when, at what fee?',
    description:
      'What holds for this appointment, who said so, and in words. It binds customers, not the business.',
    permission: 'appointments:read',
    rate: 'read',
    params: idParams('id'),
    query: appointmentPolicyQuery,
    replies: { 200: { description: 'What holds', schema: appointmentPolicyReply } },
    async handler({ tenantId, params, query }) {
      const appointment = await appointments.get(tenantId, params.id)
      const location = await locations.get(tenantId, appointment.locationId)
      const now = clock.now()
      const speaking = { language: query.language ?? location.language, zone: location.zone, now }
      const cancel = await policies.terms(appointment, { change: 'cancel', at: now })
      const reschedule = await policies.terms(appointment, { change: 'reschedule', at: now })
      const body = {
        appointment_id: appointment.id,
        cancel: presentTerms(cancel, speaking),
        reschedule: presentTerms(reschedule, speaking),
      }
      return { status: 200, body }
    },
  })
  return [get]
}

function presentTerms(terms: ChangeTerms, speaking: ChangeSpeaking) {
  const { rules, changeable, refusal, deadline } = terms
  return {
    allowed: changeable && !refusal,
    reason: changeable ? (refusal?.code ?? null) : 'conflict',
    until: deadline === null ? null : localTime(deadline, speaking.zone),
    fee: presentTermsFee(terms, speaking),
    rules: {
      notice_minutes: presentResolved(rules.noticeMinutes, (minutes) => minutes),
      quota: presentResolved(rules.quota, presentQuota),
      fee: presentResolved(rules.fee, presentFee),
    },
    text: sayTerms(terms, speaking),
  }
}

const presentTermsFee = ({ fee }: ChangeTerms, { zone }: ChangeSpeaking) =>
  fee && {
    due: fee.due,
    free_until: localTime(fee.freeUntil, zone),
    amount_minor: fee.amount?.amount ?? null,
    currency: fee.amount?.currency ?? null,
    percent: fee.percent,
  }

const presentResolved = <T, P>({ value, from }: Resolved<T>, present: (value: T) => P) => ({
  value: value === null ? null : present(value),
  from: from && presentSubject(from),
})
