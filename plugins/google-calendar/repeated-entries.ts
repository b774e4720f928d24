import type { calendar_v3 } from '@googleapis/calendar'
import { entryIdOf, instantOf, seriesOf } from './event-mapping.ts'
import { calling, ifThere } from './google-api.ts'

type Event = calendar_v3.Schema$Event

/** Entries of ours that the owner repeats, by id, as they stand now; null where one is gone. */
export type RepeatedEntries = ReadonlyMap<string, Event | null>

/** A list has the times of a series, not the series itself; so what these are times of is asked for. Rarely any. */
export async function repeatedEntries(
  api: calendar_v3.Calendar,
  calendarId: string,
  events: readonly Event[],
): Promise<RepeatedEntries> {
  const found = new Map<string, Event | null>()
  for (const eventId of new Set(events.flatMap((event) => seriesOf(event) ?? []))) {
    const event = await ifThere(calling(() => api.events.get({ calendarId, eventId })))
    found.set(eventId, event && event.status !== 'cancelled' ? event : null)
  }
  return found
}

/** Which entry an event is. Of one that is repeated that is the time at which it was made; the others are the owner's. */
export function entryIn(event: Event, repeated: RepeatedEntries, zone: string): string | undefined {
  const series = repeated.get(event.recurringEventId ?? '')
  if (!series) return entryIdOf(event)
  const isFirst = instantOf(event.originalStartTime, zone) === instantOf(series.start, zone)
  return isFirst ? entryIdOf(series) : undefined
}
