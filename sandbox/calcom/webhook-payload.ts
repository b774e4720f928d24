import { typeOf } from './booking-desk.ts'
import { bookingTitle } from './booking-view.ts'
import type { Booking, CalcomState } from './calcom-state.ts'
import { connectedCalendar } from './calcom-state.ts'
import { isoSeconds, utcOffsetMinutes } from './calcom-time.ts'

/** The `payload` of the booking triggers; what differs between them is in `changes`. */
export function webhookPayload(state: CalcomState, booking: Booking, changes: object): object {
  const type = typeOf(state, booking)
  return {
    type: type.slug,
    title: bookingTitle(state, booking),
    description: type.description,
    additionalNotes: notesOf(booking),
    customInputs: {},
    startTime: isoSeconds(booking.start),
    endTime: isoSeconds(booking.end),
    organizer: organizer(state, booking),
    responses: responses(booking),
    userFieldsResponses: {},
    attendees: [attendee(booking)],
    location: type.address,
    conferenceData: null,
    hashedLink: null,
    destinationCalendar: [destination(state)],
    hideCalendarNotes: false,
    requiresConfirmation: type.requiresConfirmation || null,
    eventTypeId: type.id,
    seatsShowAttendees: true,
    seatsPerTimeSlot: null,
    uid: booking.uid,
    iCalUID: booking.iCalUid,
    iCalSequence: booking.sequence,
    appsStatus: [appStatus],
    eventTitle: type.title,
    eventDescription: type.description,
    price: 0,
    currency: 'usd',
    length: (booking.end - booking.start) / 60_000,
    bookingId: booking.id,
    metadata: booking.metadata,
    assignmentReason: null,
    status: booking.status.toUpperCase(),
    ...changes,
  }
}

/** BOOKING_NO_SHOW_UPDATED has a payload of its own. */
export function noShowPayload({ uid, id, attendee: { email, absent } }: Booking): object {
  return {
    bookingUid: uid,
    bookingId: id,
    attendees: [{ email, noShow: absent }],
    message: `${email} ${absent ? 'marked' : 'unmarked'} as no-show`,
  }
}

const appStatus = {
  appName: 'Google Calendar',
  type: connectedCalendar.integration,
  success: 1,
  failures: 0,
  errors: [],
  warnings: [],
}

function organizer({ user }: CalcomState, booking: Booking): object {
  const { id, name, email, username, timeZone, locale } = user
  return {
    id,
    name,
    email,
    username,
    usernameInOrg: null,
    timeZone,
    language: { locale },
    timeFormat: user.timeFormat === 24 ? 'HH:mm' : 'h:mma',
    utcOffset: utcOffsetMinutes(booking.start, timeZone),
  }
}

function attendee({ attendee: person, start }: Booking): object {
  const [firstName = '', ...others] = person.name.split(' ')
  return {
    name: person.name,
    email: person.email,
    timeZone: person.timeZone,
    language: { locale: person.language },
    utcOffset: utcOffsetMinutes(start, person.timeZone),
    firstName,
    lastName: others.join(' '),
    ...(person.phoneNumber !== undefined && { phoneNumber: person.phoneNumber }),
  }
}

function responses(booking: Booking): object {
  const { name, email, phoneNumber } = booking.attendee
  const own = Object.entries(booking.responses).map(([slug, value]) => [slug, { ...field(slug), value }])
  return {
    name: { ...field('your_name'), value: name },
    email: { ...field('email_address'), value: email },
    ...(phoneNumber !== undefined && {
      attendeePhoneNumber: { ...field('phone_number'), value: phoneNumber },
    }),
    location: { ...field('location'), value: { optionValue: '', value: 'inPerson' } },
    notes: field('additional_notes'),
    guests: field('additional_guests'),
    rescheduleReason: field('reschedule_reason'),
    ...Object.fromEntries(own),
  }
}

const field = (label: string) => ({ label, isHidden: false })

function notesOf({ responses: { notes } }: Booking): string {
  return typeof notes === 'string' ? notes : ''
}

function destination({ user }: CalcomState): object {
  const { integration, credentialId } = connectedCalendar
  return { id: 10, integration, externalId: user.email, userId: user.id, eventTypeId: null, credentialId }
}
