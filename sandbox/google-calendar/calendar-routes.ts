import type { Handler, Route } from '../engine/index.ts'
import { freeBusy } from './free-busy.ts'
import { problems, refuse } from './google-errors.ts'
import type { GoogleState } from './google-state.ts'

const listCalendars: Handler<GoogleState> = (_request, { state }) => {
  const items = state.calendars.map(({ id, summary, timeZone, accessRole }, index) => ({
    kind: 'calendar#calendarListEntry',
    etag: `"${index + 1}"`,
    id,
    summary,
    timeZone,
    accessRole,
    selected: true,
    defaultReminders: [],
    conferenceProperties: { allowedConferenceSolutionTypes: ['hangoutsMeet'] },
    ...(index === 0 && { primary: true }),
  }))
  return { status: 200, body: { kind: 'calendar#calendarList', etag: '"c1"', items } }
}

const readSetting: Handler<GoogleState> = (request, { state }) => {
  const id = request.params.setting ?? ''
  const values: Record<string, string | undefined> = {
    timezone: state.calendars[0]?.timeZone,
    locale: 'en',
    format24HourTime: 'true',
    weekStart: '1',
  }
  const value = values[id] ?? refuse(problems.notFound)
  return { status: 200, body: { kind: 'calendar#setting', etag: '"0"', id, value } }
}

export const calendarRoutes: readonly Route<GoogleState>[] = [
  { method: 'GET', path: '/calendar/v3/users/me/calendarList', handle: listCalendars },
  { method: 'GET', path: '/calendar/v3/users/me/settings/:setting', handle: readSetting },
  { method: 'POST', path: '/calendar/v3/freeBusy', handle: freeBusy },
]
