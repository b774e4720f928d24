import type { AvailabilityRequest, OpenLocation } from './availability-request.ts'
import { ALWAYS, type Interval } from './interval.ts'
import { dayNumber } from './local-date.ts'
import type { Service } from './service.ts'
import { openWindows } from './working-hours.ts'
import { type EpochMinute, type ZoneOffsets, zoneOffsets } from './zone-offsets.ts'

type Asked = Pick<AvailabilityRequest, 'service' | 'location' | 'now'>

/** Which starts date and time leave, whoever is free. */
export interface Reach {
  /** The first that keeps the notice and lies on a date the service is offered on. */
  readonly earliest: EpochMinute
  /** A start must lie before this; moves on with `now`. Infinity where the dates alone decide. */
  readonly horizon: EpochMinute
  /** ... and before this, which never moves. Infinity where no last date is set. */
  readonly closes: EpochMinute
}

/** The one place that knows notice, booking window and the service's own dates. */
export function reachOf({ service, location, now }: Asked): Reach {
  const clock = zoneOffsets(location.zone)
  const dates = offeredDates(service, clock)
  return {
    earliest: Math.max(Math.ceil(now + service.noticeMinutes), dates.start),
    horizon: horizonOf({ service, location, now }, clock),
    closes: dates.end,
  }
}

/** The same service without any dates, for a `now` close by. */
export function withoutDates<S extends Service>(service: S): S {
  return { ...service, horizonDays: 1000, bookingWindow: null, activeFrom: null, activeUntil: null }
}

/** When the local date changes next. With odd clock changes it may be one of several tries: never too late. */
export function dateTurns({ location, now }: Pick<Asked, 'location' | 'now'>): EpochMinute[] {
  const clock = zoneOffsets(location.zone)
  const midnights = clock.momentsOf((dayOf(now, clock) + 1) * DAY)
  return [...midnights, clock.nextChange(now, now + 2 * DAY) ?? []].flat().filter((moment) => moment > now)
}

const DAY = 1440
/** Dates looked through at a time, and at most, for those on which a location opens. */
const CHUNK = 60
const MOST = 720

function offeredDates({ bookingWindow, activeFrom, activeUntil }: Service, clock: ZoneOffsets): Interval {
  const fixed = bookingWindow?.kind === 'fixed' ? bookingWindow : undefined
  const firsts = [activeFrom ?? [], fixed?.from ?? []].flat()
  const lasts = [activeUntil ?? [], fixed?.to ?? []].flat()
  return {
    start: Math.max(ALWAYS.start, ...firsts.map((date) => clock.toEpoch(dayNumber(date) * DAY))),
    end: Math.min(ALWAYS.end, ...lasts.map((date) => clock.toEpoch((dayNumber(date) + 1) * DAY))),
  }
}

function horizonOf({ service, location, now }: Asked, clock: ZoneOffsets): EpochMinute {
  const { bookingWindow, horizonDays } = service
  if (!bookingWindow) return clock.toEpoch(clock.toWall(now) + horizonDays * DAY)
  if (bookingWindow.kind === 'fixed') return ALWAYS.end
  return clock.toEpoch((businessDay(bookingWindow.days, { location, now }, clock) + 1) * DAY)
}

/** The date on which the location opens for the `count`th time after today; the last one looked at if it hardly does. */
function businessDay(
  count: number,
  { location, now }: Pick<Asked, 'location' | 'now'>,
  clock: ZoneOffsets,
): number {
  const today = dayOf(now, clock)
  let missing = count
  for (let first = today + 1; first < today + MOST; first += CHUNK) {
    const open = openDates(location, clock, { first, last: first + CHUNK - 1 })
    const day = open[missing - 1]
    if (day !== undefined) return day
    missing -= open.length
  }
  return today + MOST
}

/** Dates on which an opening begins, in order. */
function openDates(
  { hours, overrides, holidays }: OpenLocation,
  clock: ZoneOffsets,
  { first, last }: { first: number; last: number },
): number[] {
  // An opening may be written as 26:00 of the date before.
  const windows = openWindows({ weekly: hours, overrides, holidays }, clock, { first: first - 1, last })
  const days: number[] = []
  for (const { start } of windows) {
    const day = dayOf(start, clock)
    if (day >= first && day <= last && day !== days.at(-1)) days.push(day)
  }
  return days
}

const dayOf = (minute: EpochMinute, clock: ZoneOffsets): number => Math.floor(clock.toWall(minute) / DAY)
