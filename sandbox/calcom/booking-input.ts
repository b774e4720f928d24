import { BodyFields, type StandInContext, type StandInRequest } from '../engine/index.ts'
import { refuse } from './calcom-errors.ts'
import type { Attendee, CalcomState, EventType } from './calcom-state.ts'
import { isTimeZone, parseUtc } from './calcom-time.ts'
import { findEventType, findLength } from './find-event-type.ts'

/** A valid POST /v2/bookings body. Instants in epoch milliseconds. */
export type BookingInput = {
  eventType: EventType
  start: number
  end: number
  attendee: Attendee
  guests: string[]
  metadata: Record<string, string>
  responses: Record<string, unknown>
}

const metadataRule =
  'Metadata must have at most 50 keys, each key up to 40 characters, and string values up to 500 characters.'

/** Reads and checks the body; refuses with the provider's 400 or 404. */
export function readBookingInput(
  request: StandInRequest,
  { state }: StandInContext<CalcomState>,
): BookingInput {
  const fields = new BodyFields(request.body)
  const start = readStart(fields)
  const attendee = readAttendee(fields)
  const metadata = readMetadata(fields)
  const input = {
    start,
    attendee,
    metadata,
    guests: fields.texts('guests'),
    responses: fields.record('bookingFieldsResponses'),
  }
  const reference = {
    id: fields.optionalNumber('eventTypeId'),
    slug: fields.optionalText('eventTypeSlug'),
    username: fields.optionalText('username'),
  }
  const length = fields.optionalNumber('lengthInMinutes')
  if (fields.problems.length > 0) refuse(request, 400, fields.problems.join(', '))
  const eventType = findEventType(state, request, reference)
  return { ...input, eventType, end: start + findLength(request, eventType, length) * 60_000 }
}

/** The new start of a booking, epoch milliseconds; a problem is added where it is not UTC. */
export function readStart(fields: BodyFields): number {
  const start = parseUtc(fields.text('start'))
  if (start === undefined) fields.problems.push('start must be a valid ISO 8601 date string in UTC timezone')
  return start ?? 0
}

function readAttendee(fields: BodyFields): Attendee {
  const email = fields.text('attendee.email')
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) fields.problems.push('attendee.email must be an email')
  const timeZone = fields.text('attendee.timeZone')
  if (!isTimeZone(timeZone)) fields.problems.push('attendee.timeZone must be a valid IANA time zone')
  const phoneNumber = fields.optionalText('attendee.phoneNumber')
  if (phoneNumber !== undefined && !/^\+[1-9]\d{6,14}$/.test(phoneNumber))
    fields.problems.push('attendee.phoneNumber must be a valid phone number in international format')
  return {
    name: fields.text('attendee.name'),
    email,
    timeZone,
    language: fields.optionalText('attendee.language') ?? 'en',
    absent: false,
    ...(phoneNumber !== undefined && { phoneNumber }),
  }
}

function readMetadata(fields: BodyFields): Record<string, string> {
  const entries = Object.entries(fields.record('metadata'))
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  const short = texts.every(([key, value]) => key.length <= 40 && value.length <= 500)
  if (!short || texts.length !== entries.length || entries.length > 50) fields.problems.push(metadataRule)
  return Object.fromEntries(texts)
}
