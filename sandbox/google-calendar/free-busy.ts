import { Temporal } from 'temporal-polyfill'
import { BodyFields, type Handler } from '../engine/index.ts'
import { eventsOf } from './calendar-book.ts'
import { parseTimestamp, toInstant } from './event-time.ts'
import { badRequest, refuse } from './google-errors.ts'
import type { CalendarEntry, GoogleState } from './google-state.ts'
import { instancesOf } from './instances.ts'

type Interval = { start: number; end: number }
type Window = Interval & { now: number; timeZone: string }

const mostCalendars = 50

/** Errors are told per calendar inside a 200. Busy times are whole, not cut at the asked range. */
export const freeBusy: Handler<GoogleState> = (request, { state, now }) => {
  const fields = new BodyFields(request.body)
  const start = readTime(fields, 'timeMin')
  const end = readTime(fields, 'timeMax')
  if (start >= end)
    refuse({ ...badRequest('The specified time range is empty.', 'timeRangeEmpty'), domain: 'global' })
  const window = { start, end, now: now(), timeZone: String(fields.raw('timeZone') ?? 'UTC') }
  const ids = fields.list('items').map((item) => new BodyFields(item).text('id'))
  const calendars = ids.map((id): [string, object] => [
    id,
    ids.length > mostCalendars ? failed('tooManyCalendarsRequested') : calendarAnswer(state, id, window),
  ])
  const body = {
    kind: 'calendar#freeBusy',
    timeMin: new Date(start).toISOString(),
    timeMax: new Date(end).toISOString(),
    calendars: Object.fromEntries(calendars),
  }
  return { status: 200, body }
}

function calendarAnswer(state: GoogleState, id: string, window: Window): object {
  const calendar = state.calendars.find((one, index) => one.id === id || (id === 'primary' && index === 0))
  if (!calendar) return failed('notFound')
  const busy = merged(busyTimes(state, calendar, window))
  return { busy: busy.map((time) => ({ start: render(time.start, window), end: render(time.end, window) })) }
}

function failed(reason: string): object {
  return { errors: [{ domain: 'global', reason }], busy: [] }
}

function busyTimes(state: GoogleState, calendar: CalendarEntry, { start, end, now }: Window): Interval[] {
  const stored = eventsOf(state, calendar)
  return stored
    .flatMap((event) => instancesOf(event, { calendar, stored, now }))
    .filter(({ status, fields }) => status !== 'cancelled' && fields.transparency !== 'transparent')
    .map((event) => ({
      start: toInstant(event.start, calendar.timeZone),
      end: toInstant(event.end, calendar.timeZone),
    }))
    .filter((time) => time.start < end && time.end > start)
}

function merged(times: readonly Interval[]): Interval[] {
  const result: Interval[] = []
  for (const time of times.toSorted((one, other) => one.start - other.start)) {
    const last = result.at(-1)
    if (last && time.start <= last.end) last.end = Math.max(last.end, time.end)
    else result.push({ ...time })
  }
  return result
}

function readTime(fields: BodyFields, name: string): number {
  const text = fields.raw(name)
  if (typeof text !== 'string') return refuse(badRequest(`Missing ${name} parameter.`, 'required'))
  return parseTimestamp(text) ?? refuse(badRequest('Bad Request', 'badRequest'))
}

function render(instant: number, { timeZone }: Window): string {
  const text = Temporal.Instant.fromEpochMilliseconds(instant).toString({ timeZone, smallestUnit: 'second' })
  return text.replace('+00:00', 'Z')
}
