import type { BookableResource } from './availability-request.ts'
import type { Occupancy } from './occupancy.ts'
import type { PreviewBody, PreviewBusy, PreviewResource } from './preview-schema.ts'
import { instantOf } from './time-of-request.ts'
import type { DateOverride, DayWindow, Weekly } from './working-hours.ts'
import { wrongField } from './wrong-field.ts'
import { zoneOffsets } from './zone-offsets.ts'

const MINUTE = 60_000
const DAY = 1440

/** Whom the body names, or nobody in particular who has its free ranges. Throws `invalid`, naming the field. */
export function previewResources({ zone, resources, free_ranges, busy }: PreviewBody): BookableResource[] {
  if (resources && free_ranges)
    throw wrongField('/free_ranges', 'can’t stand beside resources: leave one out')
  if (free_ranges) return [rangesAsResource(free_ranges, busy ?? [])]
  if (!resources) throw wrongField('/resources', 'is missing: add it, or free_ranges')
  if (busy) throw wrongField('/busy', 'belongs to free_ranges: each of the resources has its own')
  refuseRepeats(
    resources,
    ({ id }) => id,
    (i) => `/resources/${i}/id`,
  )
  return resources.map((resource, i) => namedResource(resource, zone, `/resources/${i}`))
}

/** Throws `invalid` for a zone nobody knows. */
export function requireZone(zone: string, path: string): string {
  try {
    return zoneOffsets(zone).zone
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw wrongField(path, 'must be a time zone such as Europe/Berlin', cause)
  }
}

function namedResource(resource: PreviewResource, bodyZone: string, path: string): BookableResource {
  const { id, zone = bodyZone, weekly, breaks, overrides = [], days_off = [], busy = [], capacity } = resource
  refuseRepeats(
    overrides,
    ({ date }) => date,
    (i) => `${path}/overrides/${i}/date`,
  )
  const exceptions = overrides.map(({ date, intervals }, i) => ({
    date,
    windows: intervals.map((range, j) => windowOf(range, `${path}/overrides/${i}/intervals/${j}`)),
  }))
  // The last word on a date is the one that counts.
  const closed = days_off.map((date): DateOverride => ({ date, windows: [] }))
  return {
    id,
    kind: 'staff',
    seats: 1,
    capacity,
    zone: requireZone(zone, `${path}/zone`),
    hours: weekOf(weekly, `${path}/weekly`),
    breaks: weekOf(breaks, `${path}/breaks`),
    overrides: [...exceptions, ...closed],
    busy: [],
    occupied: occupanciesOf(busy, `${path}/busy`),
  }
}

function weekOf(ranges: PreviewResource['weekly'] = [], path: string): Weekly {
  const week: Record<number, DayWindow[]> = {}
  ranges.forEach(({ weekday, ...range }, i) => {
    week[weekday] = [...(week[weekday] ?? []), windowOf(range, `${path}/${i}`)]
  })
  return week
}

function rangesAsResource(
  ranges: NonNullable<PreviewBody['free_ranges']>,
  busy: readonly PreviewBusy[],
): BookableResource {
  const windows = ranges.map((range, i) => {
    const { start, end } = millisecondsOf(range, `/free_ranges/${i}`)
    return { start: Math.ceil(start / MINUTE), end: Math.floor(end / MINUTE) }
  })
  const occupied = occupanciesOf(busy, '/busy')
  return { id: '', kind: 'staff', seats: 1, hours: null, windows, busy: [], occupied }
}

/** Minutes from midnight; what ends at or before its beginning ends on the next date. */
function windowOf({ start, end }: { start: string; end: string }, path: string): DayWindow {
  const [from, to] = [minuteOf(start), minuteOf(end)]
  if (from === to) throw wrongField(`${path}/end`, 'must differ from start: the whole day is 00:00 to 24:00')
  return { start: from, end: to > from ? to : to + DAY }
}

const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

/**
 * As rows of appointments: only those have buffers, and can be counted. Whole minutes, outwards, so that nothing looks
 * shorter than it is; but what takes no time takes none.
 */
function occupanciesOf(busy: readonly PreviewBusy[], path: string): Occupancy[] {
  return busy.flatMap((block, i) => {
    const exact = millisecondsOf(block, `${path}/${i}`)
    if (exact.start === exact.end) return []
    const start = Math.floor(exact.start / MINUTE)
    const end = Math.ceil(exact.end / MINUTE)
    const row = { layer: 'buffer', seat: 1, appointmentId: `busy ${i}` } as const
    return [
      { ...row, layer: 'core' as const, start, end },
      { ...row, start: start - (block.buffer_before_minutes ?? 0), end: start },
      { ...row, start: end, end: end + (block.buffer_after_minutes ?? 0) },
    ].filter((each) => each.start < each.end)
  })
}

function millisecondsOf({ start, end }: { start: string; end: string }, path: string) {
  const exact = { start: instantOf(start), end: instantOf(end) }
  if (exact.end < exact.start) throw wrongField(`${path}/end`, 'must not lie before start')
  return exact
}

function refuseRepeats<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  pathOf: (index: number) => string,
): void {
  const seen = new Set<string>()
  items.forEach((item, i) => {
    if (seen.has(keyOf(item))) throw wrongField(pathOf(i), 'stands there twice: each may stand there once')
    seen.add(keyOf(item))
  })
}
