import type { Appointment, AppointmentService } from '../../scheduling/index.ts'
import type { CallSession } from '../call-session.ts'

/** The times that are held for this call now. */
export async function liveHolds(
  session: CallSession,
  appointments: AppointmentService,
): Promise<Appointment[]> {
  return (await ofThisCall(session, appointments)).filter((each) => isHeld(each, session.now))
}

/** What this call holds or has booked. */
export async function ofThisCall(
  { tenantId, callId, now }: CallSession,
  appointments: AppointmentService,
): Promise<Appointment[]> {
  const all = await appointments.list(tenantId, { callId })
  return all.filter((each) => isBooked(each) || isHeld(each, now))
}

export const isBooked = ({ status }: Appointment): boolean => status === 'confirmed' || status === 'pending'

const isHeld = ({ status, holdExpiresAt }: Appointment, now: number): boolean =>
  status === 'held' && holdExpiresAt !== null && holdExpiresAt > now
