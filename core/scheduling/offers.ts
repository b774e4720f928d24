import { findSlots } from './availability.ts'
import type { AvailabilityRequest } from './availability-request.ts'
import { explainNone, type Refusal } from './conflict-resolver.ts'
import { overlaps } from './interval.ts'
import { serviceMinutes } from './service.ts'
import type { TimeSlot } from './time-slot.ts'
import { dayOf, isWished, minuteOf, type Wish } from './wish.ts'
import { type ZoneOffsets, zoneOffsets } from './zone-offsets.ts'

/** What of a wish was not offered: further times that are free, or why there are none. */
export type LeftOut = Wish & {
  readonly reason: { readonly code: 'more_free'; readonly times: number } | Refusal
}

export interface OffersForWishes {
  /** In order of start, none twice. */
  readonly offered: readonly TimeSlot[]
  /** In the order of the wishes. One of which everything is offered is not in it; twice is one that a limit cuts short. */
  readonly leftOut: readonly LeftOut[]
}

/** Days beyond which two times are no farther apart: later would only be a longer wait. */
const FAR_ENOUGH = 2
const DAY = 1440

/**
 * Up to `max` times to choose from. Each wish gets one first, as soon as it can be had; what is left goes to the times
 * that differ most from those, by day and by time of day. Times that would leave a gap too short for anything are
 * offered only where too few others are left, and where the person wished for is free at all, only the times with them.
 */
export function chooseOffers(
  request: AvailabilityRequest,
  wishes: readonly Wish[],
  max = 3,
): OffersForWishes {
  const clock = zoneOffsets(request.location.zone)
  const found = wishes.map((wish) => ({ wish, free: freeWithin(request, wish, clock) }))
  const offered = spread(
    found.map(({ free }) => tidy(withWished(free, request.resourceId), max)),
    { clock, max },
  )
  const starts = new Set(offered.map(({ start }) => start))
  const leftOut = found.flatMap(({ wish, free }): LeftOut[] => {
    if (free.length === 0) return refusedWish(request, wish, clock)
    const times = free.filter(({ start }) => !starts.has(start)).length
    const more = times > 0 ? [{ ...wish, reason: { code: 'more_free' as const, times } }] : []
    return [...more, ...beyondLimit(request, wish)]
  })
  return { offered: offered.toSorted((a, b) => a.start - b.start), leftOut }
}

function freeWithin(request: AvailabilityRequest, wish: Wish, clock: ZoneOffsets): TimeSlot[] {
  const { slots } = findSlots({
    ...request,
    ...rangeOf(wish),
    limit: undefined,
    lossBelow: lossBelow(request),
  })
  return slots.filter(({ start }) => isWished(start, wish, clock))
}

function refusedWish(request: AvailabilityRequest, wish: Wish, clock: ZoneOffsets): LeftOut[] {
  const within = { ...request, ...rangeOf(wish), limit: wish.daily ? undefined : 1 }
  const reason = explainNone(within, ({ start }) => isWished(start, wish, clock))
  return reason ? [{ ...wish, reason }] : []
}

/** The parts of a wish in which the customer, whoever serves them, has as many appointments as they may. */
function beyondLimit({ resources: [anybody] }: AvailabilityRequest, wish: Wish): LeftOut[] {
  const periods = (anybody?.withheld ?? []).filter(({ limit }) => limit?.of === 'customer')
  return periods
    .filter((period) => overlaps(period, wish))
    .map(({ start, end, code, limit }) => ({
      ...wish,
      start: Math.max(start, wish.start),
      end: Math.min(end, wish.end),
      reason: { code, limit },
    }))
}

const rangeOf = ({ start, end }: Wish) => ({ from: start, to: end })

/** A gap is worth something while the shortest thing anybody books still fits. */
const lossBelow = ({ service, lossBelow: known }: AvailabilityRequest): number =>
  known ?? serviceMinutes(service)

function withWished(free: readonly TimeSlot[], wished: string | undefined): readonly TimeSlot[] {
  if (wished === undefined) return free
  const theirs = free.filter(({ resources }) => resources.some(({ resourceId }) => resourceId === wished))
  return theirs.length > 0 ? theirs : free
}

/** Without those that would waste time, where enough others are left to choose from. */
function tidy(free: readonly TimeSlot[], enough: number): readonly TimeSlot[] {
  const whole = free.filter(({ lost }) => !lost)
  return whole.length >= enough ? whole : free
}

interface Spreading {
  readonly clock: ZoneOffsets
  readonly max: number
}

function spread(found: ReadonlyArray<readonly TimeSlot[]>, { clock, max }: Spreading): TimeSlot[] {
  const picked: TimeSlot[] = []
  for (const free of found) {
    const first = free.find((slot) => isNew(slot, picked))
    if (first && picked.length < max) picked.push(first)
  }
  const all = found.flat()
  while (picked.length < max) {
    const next = farthest(all, picked, clock)
    if (!next) break
    picked.push(next)
  }
  return picked
}

const isNew = ({ start }: TimeSlot, picked: readonly TimeSlot[]): boolean =>
  picked.every((other) => other.start !== start)

function farthest(
  all: readonly TimeSlot[],
  picked: readonly TimeSlot[],
  clock: ZoneOffsets,
): TimeSlot | undefined {
  let best: { slot: TimeSlot; near: number } | undefined
  for (const slot of all) {
    if (!isNew(slot, picked)) continue
    const near = Math.min(...picked.map((other) => distance(slot, other, clock)))
    if (!best || near > best.near || (near === best.near && slot.start < best.slot.start))
      best = { slot, near }
  }
  return best?.slot
}

/**
 * In minutes: days apart, as far as that matters, and the difference in the time of day; within one day the time between
 * the two, since an hour that comes twice is two.
 */
function distance(a: TimeSlot, b: TimeSlot, clock: ZoneOffsets): number {
  const days = Math.abs(dayOf(a.start, clock) - dayOf(b.start, clock))
  if (days === 0) return Math.abs(a.start - b.start)
  const clockTimes = Math.abs(minuteOf(a.start, clock) - minuteOf(b.start, clock))
  return Math.min(days, FAR_ENOUGH) * DAY + clockTimes
}
