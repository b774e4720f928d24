import { type BusyTime, type CalendarEntry, type EntryReference, startOfDay } from '@askpro/plugin-sdk'
import type { calendar_v3 } from '@googleapis/calendar'

type Event = calendar_v3.Schema$Event

/** Where our own id stands, beside being the event's id: an event of somebody else's may have one that looks like ours. */
const ENTRY_KEY = 'hubEntryId'
const OURS = /^[0-9a-f]{32}$/

/**
 * The customer is not added as an attendee: Google would write to people who never gave their address for that.
 */
export function asEvent(entry: CalendarEntry) {
  return {
    id: entry.entryId,
    status: 'confirmed',
    summary: entry.title,
    start: { dateTime: entry.start, timeZone: entry.zone },
    end: { dateTime: entry.end, timeZone: entry.zone },
    extendedProperties: { private: { [ENTRY_KEY]: entry.entryId, hubBookingId: entry.appointmentId } },
  } satisfies Event
}

/**
 * Our own id; a deleted event comes nearly empty, but its id is ours. A copy that the owner makes has our properties and
 * another id: it is not the entry.
 */
export function entryIdOf(event: Event): string | undefined {
  return isOfEntry(event, event.id) ? event.id : undefined
}

/** The id of ours of which the owner has made a series, where this is one of its times. */
export function seriesOf(event: Event): string | undefined {
  return isOfEntry(event, event.recurringEventId) ? event.recurringEventId : undefined
}

function isOfEntry({ status, extendedProperties }: Event, id: string | null | undefined): id is string {
  if (!id) return false
  const told = extendedProperties?.private?.[ENTRY_KEY]
  return told === id || (status === 'cancelled' && told === undefined && OURS.test(id))
}

export function asReference(event: Event, zone = 'UTC'): EntryReference {
  const { start, end } = spanOf(event, zone) ?? { start: '', end: '' }
  return { reference: event.id ?? '', start, end, ...(event.etag ? { etag: event.etag } : {}) }
}

/** Half-open, in UTC. All-day events have dates, which mean the calendar's own zone. */
export function spanOf(event: Event, zone: string): { start: string; end: string } | undefined {
  const start = instantOf(event.start, zone)
  const end = instantOf(event.end, zone)
  return start && end ? { start, end } : undefined
}

export function instantOf(
  time: calendar_v3.Schema$EventDateTime | undefined,
  zone: string,
): string | undefined {
  if (time?.dateTime) return new Date(time.dateTime).toISOString()
  return time?.date ? startOfDay(time.date, zone) : undefined
}

/** Cancelled, marked as free, or declined by the calendar's owner: none of these keeps the owner busy. */
export function blocks(event: Event): boolean {
  if (event.status === 'cancelled' || event.transparency === 'transparent') return false
  return event.attendees?.find(({ self }) => self)?.responseStatus !== 'declined'
}

export function asBusy(event: Event, zone: string): BusyTime | undefined {
  const span = spanOf(event, zone)
  return event.id && span ? { externalId: event.id, ...span } : undefined
}
