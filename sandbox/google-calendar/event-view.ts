import { renderTime } from './event-time.ts'
import type { CalendarEntry, StoredEvent } from './google-state.ts'

export function etagOf({ revision }: StoredEvent): string {
  return `"${3_588_000_000_000_000 + revision}"`
}

/** The provider's Event resource. `timeZone` is that of the answer. */
export function eventView(event: StoredEvent, calendar: CalendarEntry, timeZone: string): object {
  const owner = { email: calendar.id, self: true }
  return {
    kind: 'calendar#event',
    etag: etagOf(event),
    id: event.id,
    status: event.status,
    htmlLink: `https://www.google.com/calendar/event?eid=${Buffer.from(event.id).toString('base64url')}`,
    created: new Date(event.created).toISOString(),
    updated: new Date(event.updated).toISOString(),
    ...event.fields,
    ...(Array.isArray(event.fields.attendees) && { attendees: answering(event.fields.attendees) }),
    creator: owner,
    organizer: owner,
    start: renderTime(event.start, timeZone),
    end: renderTime(event.end, timeZone),
    ...(event.recurrence && { recurrence: event.recurrence }),
    ...instanceParts(event, timeZone),
    iCalUID: event.iCalUID,
    sequence: event.sequence,
    reminders: event.fields.reminders ?? { useDefault: true },
    eventType: event.fields.eventType ?? 'default',
  }
}

/** How a list tells of a deleted event: nearly nothing is left. */
export function cancelledView(event: StoredEvent, timeZone: string): object {
  return {
    kind: 'calendar#event',
    etag: etagOf(event),
    id: event.id,
    status: 'cancelled',
    ...instanceParts(event, timeZone),
  }
}

function instanceParts({ recurringEventId, originalStart }: StoredEvent, timeZone: string): object {
  if (recurringEventId === undefined || !originalStart) return {}
  return { recurringEventId, originalStartTime: renderTime(originalStart, timeZone) }
}

function answering(attendees: readonly unknown[]): unknown[] {
  return attendees.map((attendee) =>
    typeof attendee === 'object' ? { responseStatus: 'needsAction', ...attendee } : attendee,
  )
}
