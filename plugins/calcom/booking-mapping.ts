import { type CalendarEntry, type EntryReference, type PluginContext, Refused } from '@askpro/plugin-sdk'

/** The part of Cal.com's booking that the hub reads. */
export interface CalcomBooking {
  uid: string
  status: 'cancelled' | 'accepted' | 'rejected' | 'pending' | (string & {})
  start: string
  end: string
  eventTypeId?: number
  eventType?: { id: number }
  metadata?: Record<string, string>
  rescheduledToUid?: string
  rescheduledFromUid?: string
  cancellationReason?: string
  attendees?: Array<{ email: string; absent?: boolean }>
}

export const pathOf = (uid: string): string => `/v2/bookings/${encodeURIComponent(uid)}`

/** Our own id of the entry, in the metadata: the uid changes with every move (calcom/cal.com#10631). */
export const ENTRY_KEY = 'hubEntryId'

/** Why the plugin itself cancels one that Cal.com has put elsewhere than it was asked to. */
export const TAKEN_BACK = 'Booked at another time than asked for'

export const entryIdOf = (booking: Pick<CalcomBooking, 'metadata'>): string | undefined =>
  booking.metadata?.[ENTRY_KEY]

export const isLive = ({ status }: CalcomBooking): boolean => status === 'accepted' || status === 'pending'

export function asReference(booking: CalcomBooking): EntryReference {
  return { reference: booking.uid, start: utc(booking.start), end: utc(booking.end) }
}

export const utc = (time: string): string => new Date(time).toISOString()

/** A calendar is an event type at Cal.com. One that cannot be is no fault of the connection, which others go on using. */
export function eventTypeId(calendar: string): number {
  const id = Number(calendar)
  if (Number.isInteger(id) && id > 0) return id
  throw new Refused('no_calendar', `${calendar} is no event type of Cal.com: it must be its number.`)
}

/** Metadata values must be strings; the attendee needs an address, which callers rarely give. */
export function asNewBooking(
  ctx: PluginContext,
  entry: CalendarEntry,
  lengthInMinutes: number | undefined,
): Record<string, unknown> {
  const { attendee } = entry
  const technical = `${entry.entryId}@${String(ctx.settings.attendee_email_domain)}`
  return {
    start: utc(entry.start),
    eventTypeId: eventTypeId(entry.calendar),
    ...(lengthInMinutes === undefined ? {} : { lengthInMinutes }),
    attendee: {
      name: attendee.name,
      email: attendee.email ?? technical,
      timeZone: entry.zone,
      language: attendee.language,
      ...(attendee.phone ? { phoneNumber: attendee.phone } : {}),
    },
    metadata: { [ENTRY_KEY]: entry.entryId, hubAppointmentId: entry.appointmentId },
  }
}
