import { typeOf } from './booking-desk.ts'
import type { Booking, CalcomState } from './calcom-state.ts'

/** The provider's BookingOutput_2024_08_13. */
export function bookingView(state: CalcomState, booking: Booking): object {
  const type = typeOf(state, booking)
  const { attendee, guests } = booking
  return {
    id: booking.id,
    uid: booking.uid,
    title: bookingTitle(state, booking),
    description: type.description,
    hosts: [hostView(state)],
    status: booking.status,
    ...optionalParts(booking),
    start: new Date(booking.start).toISOString(),
    end: new Date(booking.end).toISOString(),
    duration: (booking.end - booking.start) / 60_000,
    eventTypeId: type.id,
    eventType: { id: type.id, slug: type.slug },
    location: type.address,
    absentHost: booking.absentHost,
    createdAt: new Date(booking.createdAt).toISOString(),
    updatedAt: new Date(booking.updatedAt).toISOString(),
    metadata: booking.metadata,
    icsUid: booking.iCalUid,
    attendees: [{ ...attendee, displayEmail: attendee.email }],
    guests,
    bookingFieldsResponses: {
      ...booking.responses,
      name: attendee.name,
      email: attendee.email,
      ...(attendee.phoneNumber !== undefined && { attendeePhoneNumber: attendee.phoneNumber }),
      guests,
    },
  }
}

export function bookingTitle(state: CalcomState, booking: Booking): string {
  return `${typeOf(state, booking).title} between ${state.user.name} and ${booking.attendee.name}`
}

function hostView({ user }: CalcomState): object {
  const { id, name, email, username, timeZone } = user
  return { id, name, email, displayEmail: email, username, timeZone }
}

const optionalNames = [
  'cancellationReason',
  'cancelledByEmail',
  'reschedulingReason',
  'rescheduledByEmail',
  'rescheduledFromUid',
  'rescheduledToUid',
] as const

function optionalParts(booking: Booking): object {
  return Object.fromEntries(
    optionalNames.filter((name) => booking[name] !== undefined).map((name) => [name, booking[name]]),
  )
}
