import { randomBytes } from 'node:crypto'
import type { StandInContext } from '../engine/index.ts'
import type { EventInput } from './event-input.ts'
import { problems, refuse } from './google-errors.ts'
import type { CalendarEntry, GoogleState, StoredEvent } from './google-state.ts'
import { findInstance } from './instances.ts'
import { notifyChannels } from './push.ts'

type Context = StandInContext<GoogleState>

/** By id, `primary` being the account's own; refuses with 404. */
export function findCalendar(state: GoogleState, id: string | undefined): CalendarEntry {
  const found = state.calendars.find(
    (calendar, index) => calendar.id === id || (id === 'primary' && index === 0),
  )
  return found ?? refuse(problems.notFound)
}

export function eventsOf(state: GoogleState, { id }: CalendarEntry): StoredEvent[] {
  return state.events[id] ?? []
}

/** A stored event (deleted ones too) or an unchanged instance of a recurring one; refuses with 404. */
export function findEvent(
  { state, now }: Context,
  calendar: CalendarEntry,
  id: string | undefined,
): StoredEvent {
  const stored = eventsOf(state, calendar)
  const found = stored.find((event) => event.id === id)
  return found ?? findInstance(id ?? '', { calendar, stored, now: now() }) ?? refuse(problems.notFound)
}

/** The id of a deleted event stays taken. */
export function addEvent(
  context: Context,
  calendar: CalendarEntry,
  { id: wanted, ...input }: EventInput,
): StoredEvent {
  const { state, now } = context
  const id = wanted ?? randomBytes(13).toString('hex')
  if (eventsOf(state, calendar).some((event) => event.id === id)) refuse(problems.duplicate)
  const event: StoredEvent = {
    ...input,
    id,
    serial: state.revision + 1,
    revision: 0,
    created: now(),
    updated: 0,
    sequence: 0,
    iCalUID: `${id}@google.com`,
  }
  return keep(context, calendar, event)
}

/** Replaces an event's content; a new time raises its iCalendar sequence. */
export function replaceEvent(
  context: Context,
  calendar: CalendarEntry,
  { event, input }: { event: StoredEvent; input: EventInput },
): StoredEvent {
  const { id: _id, ...content } = input
  const { recurrence: _recurrence, ...old } = event
  const moved = JSON.stringify([old.start, old.end]) !== JSON.stringify([content.start, content.end])
  return keep(context, calendar, { ...old, ...content, sequence: event.sequence + Number(moved) })
}

/** Refuses with 410 when it is deleted already. */
export function deleteEvent(context: Context, calendar: CalendarEntry, event: StoredEvent): void {
  if (event.status === 'cancelled') refuse(problems.deleted)
  keep(context, calendar, { ...event, status: 'cancelled' })
}

function keep(context: Context, calendar: CalendarEntry, event: StoredEvent): StoredEvent {
  const { state, now } = context
  state.revision += 1
  const kept = { ...event, revision: state.revision, updated: now() }
  const others = eventsOf(state, calendar).filter(({ id }) => id !== kept.id)
  state.events[calendar.id] = [...others, kept]
  notifyChannels(context, calendar.id)
  return kept
}
