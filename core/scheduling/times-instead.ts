import type { Appointment } from './appointment.ts'
import type { AvailabilityService } from './availability-service.ts'
import type { Slot } from './booking.ts'

const MINUTE = 60_000

/** Up to three other times that an appointment could be moved to, with the same person first. */
export function timesInstead(
  availability: Pick<AvailabilityService, 'alternatives'>,
  { id, tenantId, serviceId, locationId, start, end, customerId, occupancies }: Appointment,
): Promise<Slot[]> {
  return availability.alternatives({
    tenantId,
    serviceId,
    locationId,
    start,
    durationMinutes: (end - start) / MINUTE,
    insisted: [],
    wished: occupancies[0]?.resourceId,
    customerId,
    holder: null,
    instead: id,
  })
}
