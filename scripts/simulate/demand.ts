import { weekdayOf } from '../../core/scheduling/local-date.ts'
import type { Wish } from '../../core/scheduling/wish.ts'
import { zoneOffsets } from '../../core/scheduling/zone-offsets.ts'
import type { SeededNumbers } from '../testing/seeded-numbers.ts'
import { HOURS, SERVICES, staffNames, ZONE } from './salon.ts'

/** Times in epoch minutes. */
export interface Caller {
  readonly at: number
  /** Of the service. */
  readonly minutes: number
  readonly wish: Wish
  /** What they have in mind and tell nobody: of several offers they take the nearest. */
  readonly ideal: number
  /** How far from it they will go; beyond that they hang up. */
  readonly patience: number
  readonly person: string | undefined
  /** When they call it off again. */
  readonly cancels: number | undefined
}

export interface DemandOptions {
  /** The first day, as days since 1970-01-01. */
  readonly firstDay: number
  readonly days: number
  readonly callsPerDay: number
  readonly staff: number
}

const DAY = 1440
const clock = zoneOffsets(ZONE)

/** Callers in the order in which they ring; the same random numbers give the same ones. */
export function demand(options: DemandOptions, random: SeededNumbers): Caller[] {
  const callers: Caller[] = []
  for (let day = options.firstDay; day < options.firstDay + options.days; day++) {
    for (let call = 0; call < options.callsPerDay; call++) callers.push(callerOn(day, options, random))
  }
  return callers.sort((a, b) => a.at - b.at)
}

function callerOn(day: number, { staff }: DemandOptions, random: SeededNumbers): Caller {
  const at = clock.toEpoch(day * DAY + 8 * 60 + random.upTo(11 * 60))
  const wanted = openDay(day + 1 + random.upTo(10))
  const { start, end } = HOURS[weekdayOf(wanted)]?.[0] ?? { start: 540, end: 1080 }
  const minute = start + random.upTo(end - start - 30)
  const midnight = wanted * DAY
  const whole = { start: clock.toEpoch(midnight), end: clock.toEpoch(midnight + DAY) }
  const kind = random.upTo(100)
  return {
    at,
    minutes: pickWeighted(SERVICES, random),
    wish: kind < 35 ? soon(at) : kind < 70 ? whole : { ...whole, daily: halfOf(minute) },
    ideal: clock.toEpoch(midnight + minute),
    patience: DAY * (1 + random.upTo(5)),
    person: random.upTo(100) < 35 ? random.pick(staffNames(staff)) : undefined,
    cancels: random.upTo(100) < 8 ? at + random.upTo(5 * DAY) : undefined,
  }
}

/** "As soon as possible": whatever of the next week. */
const soon = (at: number): Wish => ({ start: at, end: at + 7 * DAY })

const halfOf = (minute: number) => (minute < 13 * 60 ? { start: 540, end: 780 } : { start: 780, end: 1080 })

/** Nobody asks for a Sunday. */
const openDay = (day: number): number => (HOURS[weekdayOf(day)] ? day : day + 1)

function pickWeighted(
  items: ReadonlyArray<readonly [value: number, weight: number]>,
  random: SeededNumbers,
): number {
  let left = random.upTo(items.reduce((sum, [, weight]) => sum + weight, 0))
  for (const [value, weight] of items) {
    if (left < weight) return value
    left -= weight
  }
  throw new RangeError('there is nothing to pick from')
}
