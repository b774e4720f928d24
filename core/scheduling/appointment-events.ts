import type { NewEvent } from '../platform/events/event.ts'
import type { NewJob } from '../platform/jobs/job.ts'
import type { Appointment } from './appointment.ts'

export type AppointmentEventType =
  | 'appointment.held'
  | 'appointment.booked'
  | 'appointment.rescheduled'
  | 'appointment.cancelled'
  | 'appointment.completed'
  | 'appointment.no_show'
  | 'appointment.expired'
  /** It can't stand beside something in an outside calendar: somebody has to look. */
  | 'appointment.conflict'
  /** The owner moved or removed it in the own calendar, and the client wants to be asked before it follows. */
  | 'appointment.owner_wish'
  | 'appointment.export_refused'
  /** A calendar did not take it, and whoever booked it has not been told: other times to offer them. */
  | 'appointment.alternatives'

/** `at` in epoch milliseconds. The payload tells who, what and when by ids: names stay in the row. */
export function appointmentEvent(
  type: AppointmentEventType,
  appointment: Appointment,
  { at, more = {} }: { at: number; more?: Record<string, unknown> },
): NewEvent {
  const { id, tenantId, version } = appointment
  const payload = {
    status: appointment.status,
    service_id: appointment.serviceId,
    location_id: appointment.locationId,
    customer_id: appointment.customerId,
    call_id: appointment.callId,
    start: utc(appointment.start),
    end: utc(appointment.end),
    resource_ids: [...new Set(appointment.occupancies.map(({ resourceId }) => resourceId))],
    source: appointment.source,
    ...more,
  }
  return { tenantId, aggregate: 'appointment', aggregateId: id, version, type, payload, occurredAt: at }
}

/** `task`: the id of the one that asks somebody to decide. */
export function alternativesEvent(
  appointment: Appointment,
  { at, alternatives, task }: { at: number; alternatives: readonly object[]; task: string },
): NewEvent {
  const more = { alternatives, task_id: task }
  return appointmentEvent('appointment.alternatives', appointment, { at, more })
}

/** A hold that ended without becoming an appointment. */
export function expiredEvent(
  tenantId: string,
  hold: { id: string; version: number },
  { at, why }: { at: number; why: 'timeout' | 'released' | 'replaced' },
): NewEvent {
  const { id, version } = hold
  return {
    tenantId,
    aggregate: 'appointment',
    aggregateId: id,
    version,
    type: 'appointment.expired',
    payload: { why },
    occurredAt: at,
  }
}

/** Brings the outside calendars in line; once for each version of the appointment, and again `because` of more. */
export function exportJob({ tenantId, id, version }: Appointment, because = ''): NewJob {
  return {
    kind: 'appointment.export',
    tenantId,
    payload: { appointment_id: id, version },
    uniqueKey: because ? `${id}:${version}:${because}` : `${id}:${version}`,
  }
}

/** `runAt` in epoch milliseconds: when the hold runs out, unless it is renewed. */
export function expireJob({ tenantId, id, version }: Appointment, runAt: number): NewJob {
  return { kind: 'hold.expire', tenantId, payload: { hold_id: id }, uniqueKey: `${id}:${version}`, runAt }
}

export const utc = (at: number): string => new Date(at).toISOString()
