import type { Handler } from '../engine/index.ts'
import { eventsOf, findCalendar } from './calendar-book.ts'
import { toInstant } from './event-time.ts'
import { cancelledView, eventView } from './event-view.ts'
import type { CalendarEntry, GoogleState, StoredEvent } from './google-state.ts'
import { instancesOf } from './instances.ts'
import { type ListQuery, readListQuery } from './list-query.ts'
import { writeToken } from './list-token.ts'

type Source = { calendar: CalendarEntry; state: GoogleState; now: number }
type Keyed = { event: StoredEvent; key: readonly number[] }

/** Full and incremental lists. Changes made while a client pages are left to its next incremental list. */
export const listEvents: Handler<GoogleState> = (request, { state, now }) => {
  const calendar = findCalendar(state, request.params.calendarId)
  const query = readListQuery(request.query, state)
  const source = { calendar, state, now: now() }
  const upTo = query.page?.upTo ?? state.revision
  const rest = listed(source, query, upTo)
  const page = rest.slice(0, query.pageSize)
  const timeZone = query.timeZone ?? calendar.timeZone
  const body = {
    kind: 'calendar#events',
    etag: `"p${state.revision}g"`,
    summary: calendar.summary,
    updated: new Date(lastChange(source)).toISOString(),
    timeZone,
    accessRole: calendar.accessRole,
    defaultReminders: [{ method: 'popup', minutes: 10 }],
    ...next(state, { query, upTo, last: page.at(-1), more: rest.length > page.length }),
    items: page.map(({ event }) =>
      event.status === 'cancelled' ? cancelledView(event, timeZone) : eventView(event, calendar, timeZone),
    ),
  }
  return { status: 200, body }
}

/** What matches, in order, after the page token's place. */
function listed(source: Source, query: ListQuery, upTo: number): Keyed[] {
  const { calendar, state, now } = source
  const stored = eventsOf(state, calendar)
  const known = stored.filter(({ revision }) => revision <= upTo && revision > (query.sync?.revision ?? 0))
  const events = query.singleEvents
    ? known.flatMap((event) => instancesOf(event, { calendar, stored, now }))
    : known
  const after = query.page?.after
  return events
    .filter((event) => isWanted(event, query, calendar))
    .map((event) => ({ event, key: sortKey(event, query, calendar) }))
    .toSorted((one, other) => compare(one.key, other.key))
    .filter(({ key }) => !after || compare(key, after) > 0)
}

function isWanted(event: StoredEvent, query: ListQuery, calendar: CalendarEntry): boolean {
  if (event.status === 'cancelled') {
    const exception = event.recurringEventId !== undefined && !query.singleEvents
    if (!query.sync && !query.showDeleted && !exception) return false
  }
  return inTime(event, query, calendar) && matchesText(event, query) && hasProperties(event, query)
}

function inTime(event: StoredEvent, query: ListQuery, { timeZone }: CalendarEntry): boolean {
  const { timeMin = Number.NEGATIVE_INFINITY, timeMax = Number.POSITIVE_INFINITY, updatedMin = 0 } = query
  const start = toInstant(event.start, timeZone)
  // A series is judged by its first occurrence's start only: its last may lie anywhere after it.
  const end = event.recurrence ? Number.POSITIVE_INFINITY : toInstant(event.end, timeZone)
  return end > timeMin && start < timeMax && event.updated >= updatedMin
}

function matchesText(event: StoredEvent, { iCalUID, text }: ListQuery): boolean {
  if (iCalUID !== undefined && event.iCalUID !== iCalUID) return false
  if (text === undefined) return true
  const { summary, description, location, attendees } = event.fields
  return JSON.stringify([summary, description, location, attendees])
    .toLowerCase()
    .includes(text.toLowerCase())
}

/** `name=value`, all of those given. */
function hasProperties({ fields }: StoredEvent, { privateProperties, sharedProperties }: ListQuery): boolean {
  const all = propertiesOf(fields.extendedProperties)
  return (
    privateProperties.every((wanted) => all.has(`private ${wanted}`)) &&
    sharedProperties.every((wanted) => all.has(`shared ${wanted}`))
  )
}

function propertiesOf(extended: unknown): Set<string> {
  const groups = typeof extended === 'object' && extended !== null ? Object.entries(extended) : []
  return new Set(
    groups.flatMap(([group, values]) =>
      Object.entries(typeof values === 'object' && values !== null ? values : {}).map(
        ([name, value]) => `${group} ${name}=${String(value)}`,
      ),
    ),
  )
}

function sortKey(event: StoredEvent, query: ListQuery, { timeZone }: CalendarEntry): readonly number[] {
  const start = toInstant(event.start, timeZone)
  if (query.orderBy === 'startTime') return [start, event.serial]
  if (query.orderBy === 'updated' || query.sync) return [event.revision, start]
  return [event.serial, start]
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index])
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0)
}

type Ending = { query: ListQuery; upTo: number; last: Keyed | undefined; more: boolean }

/** The sync token comes on the last page alone, and not for lists that are ordered or searched. */
function next({ era }: GoogleState, { query, upTo, last, more }: Ending): object {
  if (more && last)
    return { nextPageToken: writeToken({ kind: 'page', upTo, after: last.key, query: query.fingerprint }) }
  const { orderBy, text, iCalUID, updatedMin, privateProperties, sharedProperties } = query
  const searched = [orderBy, text, iCalUID, updatedMin, ...privateProperties, ...sharedProperties]
  if (searched.some((value) => value !== undefined)) return {}
  return { nextSyncToken: writeToken({ kind: 'sync', era, revision: upTo }) }
}

function lastChange({ state, calendar }: Source): number {
  return Math.max(0, ...eventsOf(state, calendar).map(({ updated }) => updated))
}
