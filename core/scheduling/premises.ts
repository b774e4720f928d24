import type { AvailabilityRequest, BookableResource } from './availability-request.ts'
import { ALWAYS, type Interval, subtract, union } from './interval.ts'
import type { LocalDate } from './local-date.ts'
import { serviceMinutes } from './service.ts'
import { longestBuffers } from './service-buffers.ts'
import { breakTimes, openWindows } from './working-hours.ts'
import { type EpochMinute, type WallMinute, type ZoneOffsets, zoneOffsets } from './zone-offsets.ts'

/** The dates a request touches, on the wall clock of one zone. */
export interface LocalDates {
  readonly clock: ZoneOffsets
  /** Local dates as days since 1970-01-01, both included. */
  readonly days: { readonly first: number; readonly last: number }
  /** No busy time outside of this can change the answer. */
  readonly reach: Interval
}

/** The location during the dates a request touches, worked out once for all of its resources. */
export interface Premises extends LocalDates {
  /** Opening windows, one or more per date, breaks included. */
  readonly windows: readonly Interval[]
  /** The same merged across dates: the customer may stay past midnight where the next date opens at midnight. */
  readonly hours: readonly Interval[]
  /** The same without the breaks. */
  readonly open: readonly Interval[]
  /** At which the whole appointment lies within that. */
  readonly starts: readonly Interval[]
}

type Asked = Pick<AvailabilityRequest, 'service' | 'location' | 'from' | 'to'>

export function premisesOf(request: Asked): Premises {
  const dates = localDates(request, request.location.zone)
  const { hours: weekly, overrides, holidays, breaks } = request.location
  const windows = openWindows({ weekly, overrides, holidays }, dates.clock, dates.days)
  // Not only during these dates: a resource's own windows may be on other ones.
  const neverCloses = weekly === null && !overrides?.length && !holidays?.length
  const hours = neverCloses ? [ALWAYS] : union(windows)
  const pauses = breakTimes({ weekly, overrides, holidays, breaks }, dates.clock, dates.days)
  const open = subtract(hours, pauses)
  const starts = startsWithin(open, { start: 0, end: serviceMinutes(request.service) })
  return { ...dates, windows, hours, open, starts }
}

/** The starts for which that part of an appointment, in minutes from its start, lies within an open interval. */
export function startsWithin(open: readonly Interval[], part: Interval): Interval[] {
  const starts: Interval[] = []
  for (const interval of open) {
    const start = interval.start - part.start
    const end = interval.end - part.end + 1
    if (start < end) starts.push({ start, end })
  }
  return starts
}

/**
 * The location as it is for that resource. Whoever has hours of their own on the date of a public holiday works that day
 * as on any other; rooms and equipment have no holidays, and are there whenever one of the staff is.
 */
export function premisesFor(
  resource: BookableResource,
  request: AvailabilityRequest,
  premises: Premises,
): Premises {
  const { holidays = [] } = request.location
  if (holidays.length === 0) return premises
  const working = resource.kind === 'staff' ? [resource] : request.resources.filter(isStaff)
  const dates = new Set(working.flatMap(datesOfOwnHours))
  const closed = holidays.filter((date) => !dates.has(date))
  if (closed.length === holidays.length) return premises
  return premisesOf({ ...request, location: { ...request.location, holidays: closed } })
}

const isStaff = ({ kind }: BookableResource): boolean => kind === 'staff'

const datesOfOwnHours = ({ overrides = [] }: BookableResource): LocalDate[] =>
  overrides.filter(({ windows }) => windows.length > 0).map(({ date }) => date)

/** Throws RangeError for an unknown zone. */
export function localDates(request: Asked, zone: string): LocalDates {
  const clock = zoneOffsets(zone)
  const days = daysTouched(request, clock)
  return { clock, days, reach: reachOf(request, clock, days) }
}

/** The busy times and occupancies a request has to come with: all that overlap this. Epoch minutes. */
export function loadRange(request: Asked): Interval {
  return localDates(request, request.location.zone).reach
}

function daysTouched({ service, from, to }: Asked, clock: ZoneOffsets): Premises['days'] {
  return {
    // Hours may run into the next date, and that in between may be one the zone left out.
    first: dayOf(clock.toWall(from)) - 2,
    last: dayOf(clock.toWall(Math.max(from, to) + serviceMinutes(service))) + 2,
  }
}

function reachOf({ service }: Asked, clock: ZoneOffsets, days: Premises['days']): Interval {
  const start: EpochMinute = clock.toEpoch(days.first * 1440)
  const end: EpochMinute = clock.toEpoch((days.last + 2) * 1440)
  const { before, after } = longestBuffers(service)
  return { start: start - before, end: end + serviceMinutes(service) + after }
}

const dayOf = (wall: WallMinute): number => Math.floor(wall / 1440)
