import type { Appointment } from './appointment.ts'
import type { AppointmentNames } from './appointment-names-repository.ts'
import type { Slot } from './booking.ts'
import { instantText } from './instant-text.ts'

/** Times are written with the offset of the location's zone; JSON leaves out what is undefined. */
export const presentSlot = (slot: Slot, zone: string) => ({
  start: instantText(slot.start, zone),
  end: instantText(slot.end, zone),
  service_id: slot.serviceId,
  location_id: slot.locationId,
  resource_ids: slot.resourceIds,
  instead_of: slot.insteadOf,
  chosen_because: slot.chosenBecause,
  places_left: slot.placesLeft,
  offer_token: slot.token,
})

export const presentAppointment = (appointment: Appointment, zone: string) => ({
  id: appointment.id,
  status: appointment.status,
  service_id: appointment.serviceId,
  location_id: appointment.locationId,
  customer_id: appointment.customerId,
  call_id: appointment.callId,
  attendee_name: appointment.attendeeName,
  notes: appointment.notes,
  source: appointment.source,
  start: instantText(appointment.start, zone),
  end: instantText(appointment.end, zone),
  occupancies: appointment.occupancies.map(({ resourceId, seat, start, end }) => ({
    resource_id: resourceId,
    seat,
    start: instantText(start, zone),
    end: instantText(end, zone),
  })),
  external: appointment.external.map(({ connectionId, reference, state }) => ({
    connection_id: connectionId,
    reference,
    state,
  })),
  provisional: appointment.provisional,
  hold_expires_at:
    appointment.status === 'held' && appointment.holdExpiresAt !== null
      ? instantText(appointment.holdExpiresAt, zone)
      : null,
  end_reason: appointment.endReason,
  version: appointment.version,
})

export const presentListed = (appointment: Appointment & AppointmentNames, zone: string) => ({
  ...presentAppointment(appointment, zone),
  service_name: appointment.serviceName,
  customer_name: appointment.customerName,
  synced: appointment.synced,
})
