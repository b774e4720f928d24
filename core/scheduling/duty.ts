import type { AvailabilityRequest, BookableResource } from './availability-request.ts'
import { ALWAYS, type Interval, intersect, intersectAs, subtract, union } from './interval.ts'
import type { Footprint } from './occupancy.ts'
import { type LocalDates, localDates, type Premises, startsWithin } from './premises.ts'
import { breakTimes, openWindows } from './working-hours.ts'
import type { EpochMinute } from './zone-offsets.ts'

/** Consecutive starts that one opening window leaves, whatever is taken. */
export interface Stretch extends Interval {
  /** The first start at which that window has opened. */
  readonly opening: EpochMinute
  /** Index in `windows`. */
  readonly window: number
}

/** When a resource works, and what that leaves of starts. Both in order. */
export interface OnDuty {
  readonly windows: readonly Interval[]
  readonly stretches: readonly Stretch[]
}

interface Scene {
  readonly premises: Premises
  /** The resource's own. */
  readonly dates: LocalDates
}

export function onDuty(resource: BookableResource, footprint: Footprint, scene: Scene): OnDuty {
  const { premises, dates } = scene
  const own = ownWindows(resource, dates)
  const hours = union(own)
  const open = subtract(hours, ownBreaks(resource, dates))
  let { starts } = premises
  for (const part of footprint.work) starts = intersect(starts, startsWithin(open, part))
  const offered = subtract(starts, union(resource.withheld ?? []))
  // Whoever has no hours of their own starts when the location opens.
  const windows =
    resource.hours || resource.windows ? intersect(own, premises.hours) : intersect(premises.windows, hours)
  return { windows, stretches: cutAtWindows(offered, windows, footprint.work[0]?.start ?? 0) }
}

/** The dates it touches, on its own wall clock. */
export function datesOf(
  { zone, windows }: BookableResource,
  request: AvailabilityRequest,
  premises: Premises,
): LocalDates {
  const dates = zone === undefined ? premises : localDates(request, zone)
  // Windows of its own may begin, and with them the grid, long before the dates asked about.
  return windows ? { ...dates, reach: ALWAYS } : dates
}

/** When it works here; always, if nothing is said about it. */
export function ownWindows(
  resource: Pick<BookableResource, 'hours' | 'overrides' | 'windows'>,
  { clock, days }: Pick<LocalDates, 'clock' | 'days'>,
): readonly Interval[] {
  const { hours, overrides, windows } = resource
  if (windows) return union(windows)
  if (hours === null && !overrides?.length) return [ALWAYS]
  return openWindows({ weekly: hours, overrides }, clock, days)
}

/** When it pauses here, whatever the location does. */
export function ownBreaks(
  { hours: weekly, overrides, breaks }: Pick<BookableResource, 'hours' | 'overrides' | 'breaks'>,
  { clock, days }: Pick<LocalDates, 'clock' | 'days'>,
): readonly Interval[] {
  return breakTimes({ weekly, overrides, breaks }, clock, days)
}

/** `lead`: how long after the start the resource's first work begins, which is what lies in the window. */
function cutAtWindows(starts: readonly Interval[], windows: readonly Interval[], lead: number): Stretch[] {
  const openings = windows.map(({ start, end }, window) => ({ start: start - lead, end: end - lead, window }))
  return intersectAs(starts, openings, (start, end, _, { start: opening, window }) => ({
    start,
    end,
    opening,
    window,
  }))
}
