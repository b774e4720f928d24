import type { Handler, Reply, Route, StandInContext, StandInRequest } from '../engine/index.ts'
import { addEvent, deleteEvent, findCalendar, findEvent, replaceEvent } from './calendar-book.ts'
import { mergePatch, readEventInput } from './event-input.ts'
import { listEvents } from './event-list.ts'
import { etagOf, eventView } from './event-view.ts'
import { problems, refuse } from './google-errors.ts'
import type { CalendarEntry, GoogleState, StoredEvent } from './google-state.ts'

type Context = StandInContext<GoogleState>

const insert: Handler<GoogleState> = (request, context) => {
  const calendar = writableCalendar(request, context)
  const event = addEvent(context, calendar, readEventInput(request, request.body, calendar))
  return answer(request, calendar, event)
}

const readOne: Handler<GoogleState> = (request, context) => {
  const calendar = findCalendar(context.state, request.params.calendarId)
  const event = findEvent(context, calendar, request.params.eventId)
  if (request.headers['if-none-match'] === etagOf(event)) return { status: 304 }
  return answer(request, calendar, event)
}

/** Replaces all: a deleted event comes back to life, since status is confirmed unless the body says otherwise. */
const update: Handler<GoogleState> = (request, context) => {
  const { calendar, event } = target(request, context)
  const input = readEventInput(request, withoutId(request.body), calendar)
  return answer(request, calendar, replaceEvent(context, calendar, { event, input }))
}

const patch: Handler<GoogleState> = (request, context) => {
  const { calendar, event } = target(request, context)
  const merged = mergePatch(eventView(event, calendar, calendar.timeZone), request.body)
  const input = readEventInput(request, withoutId(merged), calendar)
  return answer(request, calendar, replaceEvent(context, calendar, { event, input }))
}

const remove: Handler<GoogleState> = (request, context) => {
  const { calendar, event } = target(request, context)
  deleteEvent(context, calendar, event)
  return { status: 204 }
}

function target(request: StandInRequest, context: Context): { calendar: CalendarEntry; event: StoredEvent } {
  const calendar = writableCalendar(request, context)
  const event = findEvent(context, calendar, request.params.eventId)
  const expected = request.headers['if-match']
  if (expected !== undefined && expected !== '*' && expected !== etagOf(event)) refuse(problems.precondition)
  return { calendar, event }
}

function writableCalendar({ params }: StandInRequest, { state }: Context): CalendarEntry {
  const calendar = findCalendar(state, params.calendarId)
  return calendar.accessRole === 'reader' ? refuse(problems.access) : calendar
}

/** The path names the event; an id in the body, or an instance's with its underscore, is not for checking. */
function withoutId(body: unknown): unknown {
  return typeof body === 'object' && body !== null ? { ...body, id: undefined } : body
}

function answer(request: StandInRequest, calendar: CalendarEntry, event: StoredEvent): Reply {
  const timeZone = request.query.get('timeZone') ?? calendar.timeZone
  return { status: 200, headers: { etag: etagOf(event) }, body: eventView(event, calendar, timeZone) }
}

const all = '/calendar/v3/calendars/:calendarId/events'
const one = `${all}/:eventId`

export const eventRoutes: readonly Route<GoogleState>[] = [
  { method: 'GET', path: all, handle: listEvents },
  { method: 'POST', path: all, handle: insert },
  { method: 'GET', path: one, handle: readOne },
  { method: 'PUT', path: one, handle: update },
  { method: 'PATCH', path: one, handle: patch },
  { method: 'DELETE', path: one, handle: remove },
]
