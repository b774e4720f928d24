import { type BusyTime, type CalendarEntry, type EntryReference, startOfDay } from '@askpro/plugin-sdk'
import type { calendar_v3 } from '@googleapis/calendar'

type Event = calendar_v3.Schema$Event

/** Where our own id stands, beside being the event's id: it survives a copy or an import. */
const ENTRY_KEY = 'hubEntryId'

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

/** Our own id; a deleted event comes nearly empty, but its id is ours. */
export function entryIdOf(event: Event): string | undefined {
  const told = event.extendedProperties?.private?.[ENTRY_KEY]
  if (told) return told
  return event.status === 'cancelled' && /^[0-9a-f]{32}$/.test(event.id ?? '')
    ? (event.id ?? undefined)
    : undefined
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

function instantOf(time: calendar_v3.Schema$EventDateTime | undefined, zone: string): string | undefined {
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
