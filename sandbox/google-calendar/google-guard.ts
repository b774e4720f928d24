import type { Reply, StandInContext, StandInRequest } from '../engine/index.ts'
import { googleError, problems } from './google-errors.ts'
import type { GoogleState } from './google-state.ts'

const base = '/calendar/v3'
const readEvents = [
  'calendar.app.created',
  'calendar.events',
  'calendar.events.freebusy',
  'calendar.events.owned',
  'calendar.events.owned.readonly',
  'calendar.events.public.readonly',
  'calendar.events.readonly',
  'calendar.readonly',
]
const writeEvents = ['calendar.app.created', 'calendar.events', 'calendar.events.owned']
const readList = [
  'calendar.app.created',
  'calendar.calendarlist',
  'calendar.calendarlist.readonly',
  'calendar.readonly',
]

/** Scopes any one of which suffices, beside `calendar` itself, by method and path (the discovery document's lists). */
const scopes: readonly (readonly [method: string, path: string, scopes: readonly string[]])[] = [
  ['POST', `${base}/freeBusy`, ['calendar.events.freebusy', 'calendar.freebusy', 'calendar.readonly']],
  ['GET', `${base}/users/me/calendarList`, readList],
  ['GET', `${base}/users/me/settings`, ['calendar.readonly', 'calendar.settings.readonly']],
  ['POST', `${base}/calendars/:calendarId/events/watch`, readEvents],
  ['GET', `${base}/calendars/:calendarId/events`, readEvents],
  ['POST', `${base}/calendars/:calendarId/events`, writeEvents],
  ['PATCH', `${base}/calendars/:calendarId/events`, writeEvents],
  ['PUT', `${base}/calendars/:calendarId/events`, writeEvents],
  ['DELETE', `${base}/calendars/:calendarId/events`, writeEvents],
  ['POST', `${base}/channels/stop`, [...readEvents, ...readList, 'calendar.settings.readonly']],
]

/** Access token and scope. The OAuth endpoints have their own checks. */
export function googleGuard(
  request: StandInRequest,
  { state, now }: StandInContext<GoogleState>,
): Reply | undefined {
  if (!request.path.startsWith(base)) return undefined
  const bearer = request.headers.authorization?.replace(/^Bearer /, '')
  const token = state.accessTokens.find((known) => known.token === bearer)
  const grant = state.grants.find(({ id }) => id === token?.grantId)
  if (!token || !grant || grant.revoked || token.expiresAt <= now()) return googleError(problems.credentials)
  const needed = scopes.find(([method, path]) => method === request.method && request.route.startsWith(path))
  return !needed || isGranted(grant.scope, needed[2]) ? undefined : googleError(problems.scopes)
}

function isGranted(granted: string, anyOf: readonly string[]): boolean {
  const given = granted.split(' ').map((scope) => scope.replace('https://www.googleapis.com/auth/', ''))
  return given.some((scope) => scope === 'calendar' || anyOf.includes(scope))
}
