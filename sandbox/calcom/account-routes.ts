import type { Handler, Route } from '../engine/index.ts'
import { refuse } from './calcom-errors.ts'
import { type CalcomState, connectedCalendar } from './calcom-state.ts'
import { parseUtc } from './calcom-time.ts'

const readMe: Handler<CalcomState> = (_request, { state }) => {
  const data = { ...state.user, avatarUrl: null, bio: null, organizationId: null }
  return { status: 200, body: { status: 'success', data } }
}

/** The connected calendar holds the owner's own entries and a copy of every booking. */
const listBusyTimes: Handler<CalcomState> = (request, { state }) => {
  const { query } = request
  const from = parseUtc(query.get('dateFrom') ?? '', 'start')
  const to = parseUtc(query.get('dateTo') ?? '', 'end')
  if (from === undefined || to === undefined)
    return refuse(request, 400, 'dateFrom and dateTo must be valid ISO 8601 date strings')
  const { credentialId, integration } = connectedCalendar
  const known =
    query.get('credentialId') === String(credentialId) && query.get('externalId') === state.user.email
  if (!known) return refuse(request, 400, 'Calendar not found: check credentialId and externalId')
  const booked = state.bookings.filter(({ status }) => status === 'accepted')
  const data = [...state.busyTimes, ...booked]
    .filter(({ start, end }) => start < to && end > from)
    .map(({ start, end }) => ({
      start: new Date(start).toISOString(),
      end: new Date(end).toISOString(),
      source: integration,
    }))
  return { status: 200, body: { status: 'success', data } }
}

const listCalendars: Handler<CalcomState> = (_request, { state: { user } }) => {
  const { credentialId, integration } = connectedCalendar
  const calendar = {
    externalId: user.email,
    integration,
    name: user.email,
    primary: true,
    readOnly: false,
    email: user.email,
    isSelected: true,
    credentialId,
  }
  const app = {
    name: 'Google Calendar',
    description: 'Google Calendar',
    type: integration,
    variant: 'calendar',
    categories: ['calendar'],
    logo: 'icon.svg',
    publisher: 'Cal.com',
    slug: 'google-calendar',
    url: 'https://cal.com/',
    email: 'help@cal.com',
    locationOption: null,
  }
  const connected = { integration: app, credentialId, primary: calendar, calendars: [calendar] }
  const destination = { id: 10, ...calendar, primaryEmail: user.email, userId: user.id, eventTypeId: null }
  const data = { connectedCalendars: [connected], destinationCalendar: destination }
  return { status: 200, body: { status: 'success', data } }
}

export const accountRoutes: readonly Route<CalcomState>[] = [
  { method: 'GET', path: '/v2/me', handle: readMe },
  { method: 'GET', path: '/v2/calendars', handle: listCalendars },
  { method: 'GET', path: '/v2/calendars/busy-times', handle: listBusyTimes },
]
