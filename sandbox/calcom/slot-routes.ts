import type { Handler, Route } from '../engine/index.ts'
import { freeSlots } from './availability.ts'
import { refuse } from './calcom-errors.ts'
import type { CalcomState } from './calcom-state.ts'
import { isTimeZone, localIso, parseUtc } from './calcom-time.ts'
import { findEventType, findLength } from './find-event-type.ts'

const listSlots: Handler<CalcomState> = (request, { state, now }) => {
  const { query } = request
  const get = (name: string) => query.get(name) ?? undefined
  const start = parseUtc(get('start') ?? '', 'start')
  const end = parseUtc(get('end') ?? '', 'end')
  if (start === undefined || end === undefined)
    return refuse(request, 400, 'start and end must be valid ISO 8601 date strings in UTC')
  const timeZone = get('timeZone') ?? 'UTC'
  if (!isTimeZone(timeZone)) return refuse(request, 400, 'timeZone must be a valid IANA time zone')
  const eventType = findEventType(state, request, {
    id: optionalNumber(get('eventTypeId')),
    slug: get('eventTypeSlug'),
    username: get('username'),
  })
  const length = findLength(request, eventType, optionalNumber(get('duration')))
  const ignoreUid = get('bookingUidToReschedule')
  const slots = freeSlots(state, {
    eventType,
    length,
    range: { start, end },
    now: now(),
    ...(ignoreUid !== undefined && { ignoreUid }),
  })
  const rendered = slots.map((slot) => ({
    start: localIso(slot.start, timeZone),
    ...(get('format') === 'range' && { end: localIso(slot.end, timeZone) }),
  }))
  const byDay = Object.groupBy(rendered, (slot) => slot.start.slice(0, 10))
  return { status: 200, body: { status: 'success', data: byDay } }
}

function optionalNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}

export const slotRoutes: readonly Route<CalcomState>[] = [
  { method: 'GET', path: '/v2/slots', handle: listSlots },
]
