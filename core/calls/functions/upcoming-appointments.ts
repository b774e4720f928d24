import { type Appointment, nameIn } from '../../scheduling/index.ts'
import { type CallSession, spokenAt } from '../call-session.ts'
import { isBooked } from './call-appointments.ts'
import type { FunctionParts } from './call-function.ts'
import { localTime } from './local-day.ts'

export interface OwnAppointment extends Appointment {
  readonly serviceName: string
}

/** Whose appointments they are: known by the calling number. */
export type Caller = Pick<CallSession, 'tenantId' | 'from' | 'customer' | 'now' | 'location'>
export type AppointmentSources = Pick<FunctionParts, 'appointments' | 'catalog'>

/** The caller's own coming appointments, soonest first. Known by the calling number, so never for a withheld one. */
export async function upcomingAppointments(
  session: Caller,
  parts: AppointmentSources,
): Promise<OwnAppointment[]> {
  return (await ownAppointments(session, parts)).filter(isBooked)
}

/** The same, with those that will not take place. */
export async function ownAppointments(
  { tenantId, from, customer, now, location }: Caller,
  { appointments, catalog }: AppointmentSources,
): Promise<OwnAppointment[]> {
  if (from === null || !customer) return []
  const list = await appointments.list(tenantId, { customerId: customer.id, from: now })
  if (list.length === 0) return []
  const services = await catalog.list(tenantId)
  const nameOf = new Map(services.map((each) => [each.id, nameIn(each, location.language)]))
  return list
    .filter(({ start }) => start > now)
    .map((appointment) => ({ ...appointment, serviceName: nameOf.get(appointment.serviceId) ?? '' }))
}

/** As it is read out and sent along. */
export function presentOwn(session: CallSession, { id, serviceName, start }: OwnAppointment) {
  const say = session.phrases.appointment({ service: serviceName, time: spokenAt(session, start) })
  return { id, service: serviceName, start: localTime(start, session.location.zone), say }
}
