import type { AvailabilityRequest } from './availability-request.ts'
import type { Occupancy } from './occupancy.ts'

/** An expired hold, an own hold and the appointment being moved stand in nobody's way. */
export function blocks(
  { appointmentId, heldUntil }: Pick<Occupancy, 'appointmentId' | 'heldUntil'>,
  request: Pick<AvailabilityRequest, 'now' | 'ignoreAppointmentId' | 'ownHoldIds'>,
): boolean {
  if (heldUntil != null && heldUntil <= request.now) return false
  return appointmentId !== request.ignoreAppointmentId && !request.ownHoldIds?.includes(appointmentId)
}
