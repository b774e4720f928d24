import type { BookingLimits } from '../tenants/index.ts'
import type { Withholding } from './availability-request.ts'
import { type Interval, overlaps } from './interval.ts'
import { weekdayOf } from './local-date.ts'
import type { LimitPeriod, ReachedLimit } from './reached-limit.ts'
import type { EpochMinute, ZoneOffsets } from './zone-offsets.ts'

/** An appointment or a hold that counts, by its start. */
export interface BookedStart {
  readonly start: EpochMinute
  readonly appointmentId: string
  /** All that take part in a class count once for whoever gives it. Never of a customer's own. */
  readonly classId?: string | undefined
  /** As of an occupancy. */
  readonly heldUntil?: EpochMinute | null | undefined
}

/** What counts against limits: of resources, and of the customer who books. */
export interface Booked {
  readonly ofResources: ReadonlyMap<string, readonly BookedStart[]>
  readonly ofCustomer: readonly BookedStart[]
}

export const NOTHING_BOOKED: Booked = { ofResources: new Map(), ofCustomer: [] }

const DAY = 1440

/** Undefined where there is no limit of that length. */
const MOST: Readonly<Record<LimitPeriod, (limits: BookingLimits) => number | undefined>> = {
  day: ({ perDay }) => perDay,
  week: ({ perWeek }) => perWeek,
  month: ({ perMonth }) => perMonth,
}

export const hasLimits = (limits: BookingLimits): boolean => limitsIn(limits).length > 0

/** The calendar day, week (from Monday) or month on the wall in which that instant lies. */
export function periodAround(per: LimitPeriod, at: EpochMinute, clock: ZoneOffsets): Interval {
  const day = Math.floor(clock.toWall(at) / DAY)
  const [first, next] = datesOf(per, day)
  return { start: clock.toEpoch(first * DAY), end: clock.toEpoch(next * DAY) }
}

function datesOf(per: LimitPeriod, day: number): [first: number, next: number] {
  if (per === 'day') return [day, day + 1]
  const monday = day - weekdayOf(day) + 1
  if (per === 'week') return [monday, monday + 7]
  const date = new Date(day * DAY * 60_000)
  const monthOf = (months: number) =>
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / (DAY * 60_000)
  return [monthOf(0), monthOf(1)]
}

/** All that counts for a start within `range` lies in this. */
export function countedRange(
  limits: readonly BookingLimits[],
  range: Interval,
  clock: ZoneOffsets,
): Interval {
  const periods = limits
    .flatMap(limitsIn)
    .flatMap(({ per }) => [range.start, range.end].map((at) => periodAround(per, at, clock)))
  return {
    start: Math.min(range.start, ...periods.map(({ start }) => start)),
    end: Math.max(range.end, ...periods.map(({ end }) => end)),
  }
}

/** The periods in which no more may start. `booked`: each appointment once. */
export function fullPeriods(
  { of, limits }: { of: ReachedLimit['of']; limits: BookingLimits },
  booked: readonly BookedStart[],
  clock: ZoneOffsets,
): Withholding[] {
  return limitsIn(limits).flatMap(({ per, most }) =>
    periodsOf(per, booked, clock)
      .filter(({ inside }) => inside.length >= most)
      .map(({ period, inside }) => ({
        ...period,
        code: 'limit_reached' as const,
        limit: { of, per, most },
        ...untilOf(inside),
      })),
  )
}

/** A start that is about to be taken. `classId`: of the class it is of. */
interface NewStart {
  readonly start: EpochMinute
  readonly classId: string | null
  readonly booked: readonly BookedStart[]
  readonly own: readonly string[]
}

/** Those among `own` without which a start at `start` would keep to the limits. */
export function holdsBeyond(
  limits: BookingLimits,
  { start, classId, booked, own }: NewStart,
  clock: ZoneOffsets,
): string[] {
  // A class that counts already does not count once more.
  if (classId !== null && booked.some((each) => each.classId === classId)) return []
  const moment = { start, end: start + 1 }
  return limitsIn(limits).flatMap(({ per, most }) =>
    periodsOf(per, booked, clock)
      .filter(({ period, inside }) => overlaps(period, moment) && inside.length >= most)
      .flatMap(({ inside }) => inside.map((together) => together.map(({ appointmentId }) => appointmentId)))
      .filter((ids) => ids.every((id) => own.includes(id)))
      .flat(),
  )
}

function limitsIn(limits: BookingLimits): Array<{ per: LimitPeriod; most: number }> {
  return (['day', 'week', 'month'] as const).flatMap((per) => {
    const most = MOST[per](limits)
    return most === undefined ? [] : [{ per, most }]
  })
}

function periodsOf(per: LimitPeriod, booked: readonly BookedStart[], clock: ZoneOffsets) {
  const byStart = Map.groupBy(booked, ({ start }) => periodAround(per, start, clock).start)
  return [...byStart].map(([start, all]) => ({
    period: periodAround(per, start, clock),
    inside: countedOnce(all),
  }))
}

/** Those that take part in one class together. */
const countedOnce = (booked: readonly BookedStart[]): BookedStart[][] => [
  ...Map.groupBy(booked, ({ classId, appointmentId }) => classId ?? appointmentId).values(),
]

/** The first instant at which one of them may be gone by itself: a class with the last that takes part. */
function untilOf(inside: ReadonlyArray<readonly BookedStart[]>): { heldUntil?: EpochMinute } {
  const ends = inside.map((together) =>
    Math.max(...together.map(({ heldUntil }) => heldUntil ?? Number.POSITIVE_INFINITY)),
  )
  const first = Math.min(...ends)
  return first < Number.POSITIVE_INFINITY ? { heldUntil: first } : {}
}
