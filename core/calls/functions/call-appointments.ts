import type { Appointment, AppointmentService } from '../../scheduling/index.ts'
import type { CallSession } from '../call-session.ts'

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
