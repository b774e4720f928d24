import { type Appointment, nameIn, type Resource } from '../../scheduling/index.ts'
import { type CallSession, spokenAt } from '../call-session.ts'
import { answer, type FunctionAnswer } from '../function-answer.ts'
import type { FunctionParts } from './call-function.ts'
import { localTime } from './local-day.ts'
import { sayLength } from './resolve-length.ts'

const MINUTE = 60_000

/** Says that an appointment stands, from the appointment itself. */
export async function confirmBooking(
  session: CallSession,
  appointment: Appointment,
  parts: FunctionParts,
): Promise<FunctionAnswer> {
  const { zone, language } = session.location
  const booked = await parts.catalog.get(session.tenantId, appointment.serviceId)
  const service = nameIn(booked, language)
  const staff = staffOf(appointment, await parts.resources.list(session.tenantId))
  const data = {
    appointment: {
      id: appointment.id,
      start: localTime(appointment.start, zone),
      end: localTime(appointment.end, zone),
      service,
      staff: staff ?? null,
      name: appointment.attendeeName,
    },
  }
  const booking = {
    service,
    length: sayLength(session, booked, (appointment.end - appointment.start) / MINUTE),
    time: spokenAt(session, appointment.start),
    staff,
  }
  return answer('booked', session.phrases.booked(booking), { data })
}

export function staffOf({ occupancies }: Appointment, resources: readonly Resource[]): string | undefined {
  const ids = new Set(occupancies.map(({ resourceId }) => resourceId))
  return resources.find(({ id, kind }) => kind === 'staff' && ids.has(id))?.name
}
