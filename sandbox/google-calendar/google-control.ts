import {
  BodyFields,
  checkControlInput,
  controlHandler,
  type Handler,
  type Reply,
  type Route,
  type StandInContext,
  type StandInRequest,
} from '../engine/index.ts'
import { addEvent, deleteEvent, findCalendar, findEvent, replaceEvent } from './calendar-book.ts'
import { mergePatch, readEventInput } from './event-input.ts'
import { eventView } from './event-view.ts'
import type { CalendarEntry, GoogleState, StoredEvent } from './google-state.ts'
import { openGrant, tokens } from './oauth-token.ts'

type Context = StandInContext<GoogleState>

/** The owner adds an event by hand: the body is the provider's Event. `?calendar_id`, default primary. */
const ownerAdds: Handler<GoogleState> = (request, context) => {
  const calendar = calendarOf(request, context)
  return answer(calendar, addEvent(context, calendar, readEventInput(request, request.body, calendar)), 201)
}

/** The owner moves or edits one: the body is a patch of the provider's Event. */
const ownerEdits: Handler<GoogleState> = (request, context) => {
  const calendar = calendarOf(request, context)
  const event = findEvent(context, calendar, request.params.eventId)
  const merged = mergePatch(eventView(event, calendar, calendar.timeZone), request.body)
  const input = readEventInput(request, { ...asObject(merged), id: undefined }, calendar)
  return answer(calendar, replaceEvent(context, calendar, { event, input }))
}

const ownerDeletes: Handler<GoogleState> = (request, context) => {
  const calendar = calendarOf(request, context)
  const event = findEvent(context, calendar, request.params.eventId)
  deleteEvent(context, calendar, event)
  return { status: 200, body: { deleted: event.id } }
}

/** Every sync token given so far answers 410 from now on. */
const expireSyncTokens: Handler<GoogleState> = (_request, { state }) => {
  state.era += 1
  return { status: 200, body: { era: state.era } }
}

/** The owner removes the app's access: access tokens answer 401, refreshing answers invalid_grant. */
const revokeGrants: Handler<GoogleState> = (_request, { state }) => {
  for (const grant of state.grants) grant.revoked = true
  return { status: 200, body: { revoked: state.grants.length } }
}

const expireAccessTokens: Handler<GoogleState> = (_request, { state }) => {
  const expired = state.accessTokens.length
  state.accessTokens = []
  return { status: 200, body: { expired } }
}

/** A consent without a browser: answers what the token endpoint would. `{ scope? }`, default the whole calendar. */
const grant: Handler<GoogleState> = (request, context) => {
  const fields = new BodyFields(request.body)
  const scope = fields.optionalText('scope') ?? 'https://www.googleapis.com/auth/calendar'
  checkControlInput(fields)
  const opened = openGrant(context.state, scope, true)
  return { status: 201, body: tokens(context, opened, { withRefreshToken: true }) }
}

/** `{ size }`: pages of events.list are no longer than this; null for the provider's own limits. */
const setPageSize: Handler<GoogleState> = (request, { state }) => {
  const fields = new BodyFields(request.body)
  const size = fields.raw('size') === null ? null : fields.number('size')
  if (size !== null && !(Number.isInteger(size) && size >= 1))
    fields.problems.push('size must be a whole number of at least 1, or null')
  checkControlInput(fields)
  state.pageSize = size
  return { status: 200, body: { size } }
}

/** `{ deny }`: whether the owner refuses at the consent screen. */
const setConsent: Handler<GoogleState> = (request, { state }) => {
  const fields = new BodyFields(request.body)
  if (fields.raw('deny') === undefined) fields.problems.push('deny must be a boolean')
  const deny = fields.optionalBoolean('deny') ?? false
  checkControlInput(fields)
  state.consent = deny ? 'deny' : 'allow'
  return { status: 200, body: { deny } }
}

function calendarOf({ query }: StandInRequest, { state }: Context): CalendarEntry {
  return findCalendar(state, query.get('calendar_id') ?? 'primary')
}

function answer(calendar: CalendarEntry, event: StoredEvent, status = 200): Reply {
  return { status, body: eventView(event, calendar, calendar.timeZone) }
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}

const base = '/google_calendar'

export const googleControlRoutes: readonly Route<GoogleState>[] = [
  { method: 'POST', path: `${base}/events`, handle: controlHandler(ownerAdds) },
  { method: 'PATCH', path: `${base}/events/:eventId`, handle: controlHandler(ownerEdits) },
  { method: 'DELETE', path: `${base}/events/:eventId`, handle: controlHandler(ownerDeletes) },
  { method: 'POST', path: `${base}/sync-tokens/expire`, handle: expireSyncTokens },
  { method: 'POST', path: `${base}/tokens/revoke`, handle: revokeGrants },
  { method: 'POST', path: `${base}/tokens/expire`, handle: expireAccessTokens },
  { method: 'POST', path: `${base}/grants`, handle: grant },
  { method: 'PUT', path: `${base}/page-size`, handle: setPageSize },
  { method: 'PUT', path: `${base}/consent`, handle: setConsent },
]
