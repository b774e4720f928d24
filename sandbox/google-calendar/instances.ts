import { instanceStamp } from './event-time.ts'
import type { CalendarEntry, StoredEvent } from './google-state.ts'
import { expand, type Occurrence } from './recurrence.ts'

/** An endless rule is expanded this far past `now`. */
const horizonMs = 366 * 86_400_000

export type Expansion = { calendar: CalendarEntry; stored: readonly StoredEvent[]; now: number }

/** The event itself, or its instances; an instance that was changed by itself is the stored exception. */
export function instancesOf(event: StoredEvent, { calendar, stored, now }: Expansion): StoredEvent[] {
  const { recurrence } = event
  if (!recurrence) return [event]
  const limit = { calendarZone: calendar.timeZone, before: now + horizonMs }
  const occurrences = expand({ start: event.start, end: event.end, recurrence }, limit)
  const exceptions = new Set(stored.filter((one) => one.recurringEventId === event.id).map(({ id }) => id))
  return occurrences.map((occurrence) => instance(event, occurrence)).filter(({ id }) => !exceptions.has(id))
}

/** An instance by its id (`<event>_<stamp>`), where it was never changed by itself. */
export function findInstance(id: string, expansion: Expansion): StoredEvent | undefined {
  const parentId = /^(.+)_\d{8}(T\d{6}Z)?$/.exec(id)?.[1]
  const parent = expansion.stored.find((event) => event.id === parentId && event.recurrence)
  return parent && instancesOf(parent, expansion).find((one) => one.id === id)
}

function instance(
  { recurrence: _recurrence, ...event }: StoredEvent,
  { start, end }: Occurrence,
): StoredEvent {
  const id = `${event.id}_${instanceStamp(start)}`
  return { ...event, id, start, end, recurringEventId: event.id, originalStart: start }
}
