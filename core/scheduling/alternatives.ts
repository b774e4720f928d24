import { findSlots } from './availability.ts'
import type { AvailabilityRequest } from './availability-request.ts'
import { reachOf } from './booking-window.ts'
import type { Interval } from './interval.ts'
import type { TimeSlot } from './time-slot.ts'
import { type EpochMinute, type ZoneOffsets, zoneOffsets } from './zone-offsets.ts'

const DAY = 1440
const NOON = 720
const NEAR = 120
/** Offers closer together than this sound like one and the same. */
const SPREAD = 30
const SEARCH_DAYS = 14
const LAST = 1_000_000

/**
 * Up to `max` other starts within the request's range. The wanted date comes first, what is nearest to the wanted
 * time before the rest (a tie goes to the later one in the afternoon, to the earlier one in the morning); then one
 * start per following date, as near as can be to the wanted time of day. One offer is kept for another date where
 * there is one; a start of the wanted date more than two hours off is offered only if none is nearer.
 */
export function alternatives(request: AvailabilityRequest, wanted: EpochMinute, max = 3): TimeSlot[] {
  const clock = zoneOffsets(request.location.zone)
  const { slots } = findSlots({ ...request, limit: undefined })
  const ranked = slots
    .filter(({ start }) => start !== wanted)
    .map((slot) => distanceOf(slot, wanted, clock))
    .sort(byRank)
  const picked: Distance[] = []
  for (const fits of [wellSpread, apart, () => true]) pickInto(picked, ranked, { max, fits })
  return picked.sort(byRank).map(({ slot }) => slot)
}

/** Where to look for alternatives: the wanted date and two weeks on; if that is too far ahead, the last two weeks. */
export function alternativesRange(
  asked: Pick<AvailabilityRequest, 'service' | 'location' | 'now'>,
  wanted: EpochMinute,
): Interval {
  const clock = zoneOffsets(asked.location.zone)
  const { earliest, horizon, closes } = reachOf(asked)
  const before = Math.min(horizon, closes)
  const around = Math.min(Math.max(wanted, earliest), before)
  const first = dayOf(clock.toWall(around)) - (wanted >= before ? SEARCH_DAYS : 0)
  return { start: clock.toEpoch(first * DAY), end: clock.toEpoch((first + SEARCH_DAYS + 1) * DAY) }
}

interface Distance {
  readonly slot: TimeSlot
  readonly day: number
  /** Dates from the wanted one, not 24-hour steps. */
  readonly days: number
  /** Between the two times of day. */
  readonly minutes: number
  readonly tie: number
}

function distanceOf(slot: TimeSlot, wanted: EpochMinute, clock: ZoneOffsets): Distance {
  const wall = clock.toWall(slot.start)
  const wish = clock.toWall(wanted)
  const day = dayOf(wall)
  const minuteOfDay = wish - dayOf(wish) * DAY
  const minutes = Math.abs(wall - day * DAY - minuteOfDay)
  return { slot, day, days: day - dayOf(wish), minutes, tie: minuteOfDay >= NOON ? -slot.start : slot.start }
}

const byRank = (a: Distance, b: Distance): number =>
  dayRank(a) - dayRank(b) || a.minutes - b.minutes || a.tie - b.tie

// A date before the wanted one is the last resort, the nearest of them first.
const dayRank = ({ days }: Distance): number => (days >= 0 ? days : LAST - days)

type Fits = (each: Distance, picked: readonly Distance[], max: number) => boolean

function pickInto(
  picked: Distance[],
  ranked: readonly Distance[],
  { max, fits }: { max: number; fits: Fits },
): void {
  for (const each of ranked) {
    if (picked.length >= max) return
    if (!picked.includes(each) && fits(each, picked, max)) picked.push(each)
  }
}

const apart: Fits = ({ slot }, picked) =>
  picked.every((other) => Math.abs(other.slot.start - slot.start) >= SPREAD)

const wellSpread: Fits = (each, picked, max) => {
  const onThatDay = picked.filter(({ day }) => day === each.day).length
  const most = each.days === 0 && each.minutes <= NEAR ? Math.max(1, max - 1) : 1
  return onThatDay < most && apart(each, picked, max)
}

const dayOf = (wall: number): number => Math.floor(wall / DAY)
