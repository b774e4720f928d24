import type { StandInRequest } from '../engine/index.ts'
import { type EventTime, parseEventTime, toInstant } from './event-time.ts'
import { badRequest, refuse } from './google-errors.ts'
import type { CalendarEntry, StoredEvent } from './google-state.ts'
import { recurrenceProblem } from './recurrence.ts'

/** What a client may write, checked. `fields` holds the rest as it came. */
export type EventInput = {
  id?: string
  status: StoredEvent['status']
  start: EventTime
  end: EventTime
  recurrence?: string[]
  fields: Record<string, unknown>
}

const writable = new Set([
  'anyoneCanAddSelf',
  'attachments',
  'attendees',
  'attendeesOmitted',
  'colorId',
  'description',
  'eventType',
  'extendedProperties',
  'guestsCanInviteOthers',
  'guestsCanModify',
  'guestsCanSeeOtherGuests',
  'location',
  'reminders',
  'source',
  'summary',
  'transparency',
  'visibility',
])

/** Reads a whole event (insert, update, or the outcome of a patch); refuses with the provider's 400. */
export function readEventInput(request: StandInRequest, body: unknown, calendar: CalendarEntry): EventInput {
  const given = asRecord(body)
  const { id } = given
  if (id !== undefined && (typeof id !== 'string' || !/^[a-v0-9]{5,1024}$/.test(id)))
    refuse(badRequest('Invalid resource id value.', 'invalid'))
  const start = readTime(given.start, 'start', calendar)
  const end = readTime(given.end, 'end', calendar)
  const empty = toInstant(start, calendar.timeZone) >= toInstant(end, calendar.timeZone)
  if ('date' in start !== 'date' in end) refuse(badRequest('Invalid start time.', 'invalid'))
  if (empty)
    refuse({
      code: 400,
      domain: 'calendar',
      reason: 'timeRangeEmpty',
      message: 'The specified time range is empty.',
    })
  const recurrence = readRecurrence(given.recurrence)
  return {
    ...(typeof id === 'string' && { id }),
    ...(recurrence && { recurrence }),
    status: readStatus(given.status),
    start,
    end,
    fields: { ...pickWritable(given), ...conference(request, given) },
  }
}

/** Merges a patch as the provider does: objects deeply, lists whole, null removes. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
  const merged = new Map(Object.entries(asRecord(target)))
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name)
    else merged.set(name, mergePatch(merged.get(name), value))
  }
  return Object.fromEntries(merged)
}

function readTime(value: unknown, which: 'start' | 'end', { timeZone }: CalendarEntry): EventTime {
  if (value === undefined || value === null) refuse(badRequest(`Missing ${which} time.`, 'required'))
  return parseEventTime(value, timeZone) ?? refuse(badRequest(`Invalid ${which} time.`, 'invalid'))
}

function readStatus(value: unknown): StoredEvent['status'] {
  if (value === undefined || value === 'confirmed') return 'confirmed'
  if (value === 'tentative' || value === 'cancelled') return value
  return refuse(badRequest('Invalid value for: status', 'invalid'))
}

function readRecurrence(value: unknown): string[] | undefined {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return undefined
  const lines = Array.isArray(value) ? value.filter((line) => typeof line === 'string') : []
  const problem = recurrenceProblem(lines)
  return problem === undefined ? lines : refuse(badRequest(problem, 'invalid'))
}

function pickWritable(given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => writable.has(name)))
}

/** A meeting link is made only for clients that say conferenceDataVersion=1; a link made before is kept. */
function conference({ query }: StandInRequest, given: Record<string, unknown>): Record<string, unknown> {
  const data = asRecord(given.conferenceData)
  if (data.conferenceId !== undefined) return { conferenceData: data, hangoutLink: given.hangoutLink }
  const wanted = asRecord(data.createRequest)
  if (query.get('conferenceDataVersion') !== '1' || typeof wanted.requestId !== 'string') return {}
  const conferenceId = `hub-${wanted.requestId
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .slice(0, 12)}`
  const uri = `https://meet.google.com/${conferenceId}`
  const conferenceData = {
    createRequest: { ...wanted, status: { statusCode: 'success' } },
    conferenceId,
    conferenceSolution: { key: { type: 'hangoutsMeet' }, name: 'Google Meet' },
    entryPoints: [{ entryPointType: 'video', uri, label: uri.replace('https://', '') }],
  }
  return { conferenceData, hangoutLink: uri }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {}
}
