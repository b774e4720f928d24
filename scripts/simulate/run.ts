import type { AvailabilityRequest, BookableResource } from '../../core/scheduling/availability-request.ts'
import { type Interval, subtract, union } from '../../core/scheduling/interval.ts'
import type { Occupancy } from '../../core/scheduling/occupancy.ts'
import { openWindows } from '../../core/scheduling/working-hours.ts'
import { zoneOffsets } from '../../core/scheduling/zone-offsets.ts'
import type { Caller } from './demand.ts'
import { HOURS, idle, SHORTEST, serviceOf, staffNames, ZONE } from './salon.ts'
import type { Strategy } from './strategies.ts'

export interface Outcome {
  readonly booked: number
  /** Shares of 1. */
  readonly turnedAway: number
  readonly filled: number
  /** Of all open time: what stayed free in gaps too short for the shortest service. */
  readonly lost: number
  /** Of those who wished for somebody and booked. */
  readonly withPerson: number
  /** Medians, in hours: from the call to the appointment, and from what the caller had in mind. */
  readonly wait: number
  readonly aside: number
}

interface Kept {
  readonly caller: Caller
  readonly start: number
  readonly staff: string
  readonly occupancy: Occupancy
}

/** Lets the callers ring one after the other, and looks at the days of `measured` when they are over. */
export function run(
  callers: readonly Caller[],
  {
    staff,
    strategy,
    measured,
  }: { staff: number; strategy: Strategy; measured: { first: number; last: number } },
): Outcome {
  const names = staffNames(staff)
  let kept: Kept[] = []
  let asked = 0
  for (const caller of callers) {
    kept = kept.filter(({ caller: { cancels } }) => cancels === undefined || cancels > caller.at)
    const taken = book(caller, { kept, names, strategy })
    asked += 1
    if (taken) kept.push(taken)
  }
  return outcomeOf(kept, { asked, names, measured })
}

function book(
  caller: Caller,
  { kept, names, strategy }: { kept: readonly Kept[]; names: readonly string[]; strategy: Strategy },
): Kept | undefined {
  const offered = strategy(requestOf(caller, kept, names), caller.wish)
  const [nearest] = offered.toSorted((a, b) => asideOf(caller, a.start) - asideOf(caller, b.start))
  if (!nearest || asideOf(caller, nearest.start) > caller.patience) return undefined
  const { start, end, resources } = nearest
  const staff = resources[0]?.resourceId ?? ''
  const occupancy = { start, end, layer: 'core', seat: 1, appointmentId: `${caller.at} ${start}` } as const
  return { caller, start, staff, occupancy }
}

const asideOf = ({ ideal }: Caller, start: number): number => Math.abs(start - ideal)

function requestOf(caller: Caller, kept: readonly Kept[], names: readonly string[]): AvailabilityRequest {
  const ahead = kept.filter(({ occupancy }) => occupancy.end > caller.at)
  const resources = names.map((name): BookableResource => {
    const occupied = ahead.filter(({ staff }) => staff === name).map(({ occupancy }) => occupancy)
    return { ...idle(name), occupied }
  })
  return {
    service: serviceOf(caller.minutes),
    location: { id: 'salon', zone: ZONE, hours: null },
    resources,
    from: caller.at,
    to: caller.at,
    now: caller.at,
    resourceId: caller.person,
  }
}

function outcomeOf(
  kept: readonly Kept[],
  {
    asked,
    names,
    measured,
  }: { asked: number; names: readonly string[]; measured: { first: number; last: number } },
): Outcome {
  const open = openWindows({ weekly: HOURS }, zoneOffsets(ZONE), measured)
  const perPerson = names.map((name) => {
    const taken = union(kept.filter(({ staff }) => staff === name).map(({ occupancy }) => occupancy))
    return subtract(open, taken)
  })
  const free = perPerson.flat()
  const all = minutesOf(open) * names.length
  const wishers = kept.filter(({ caller }) => caller.person !== undefined)
  return {
    booked: kept.length,
    turnedAway: 1 - kept.length / asked,
    filled: 1 - minutesOf(free) / all,
    lost: minutesOf(free.filter(({ start, end }) => end - start < SHORTEST)) / all,
    withPerson: wishers.filter(({ caller, staff }) => caller.person === staff).length / wishers.length,
    wait: median(kept.map(({ caller, start }) => start - caller.at)) / 60,
    aside: median(kept.map(({ caller, start }) => asideOf(caller, start))) / 60,
  }
}

const minutesOf = (intervals: readonly Interval[]): number =>
  intervals.reduce((sum, { start, end }) => sum + end - start, 0)

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
