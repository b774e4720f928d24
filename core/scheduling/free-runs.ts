import type { AvailabilityRequest, BookableResource } from './availability-request.ts'
import { blocks } from './blocking.ts'
import { crowdedStarts } from './crowd.ts'
import type { OnDuty } from './duty.ts'
import type { Interval } from './interval.ts'
import { minutesFor } from './minutes-for.ts'
import { type Footprint, type Layer, type Occupancy, withTravel } from './occupancy.ts'
import type { TakenMinutes } from './taken-minutes.ts'
import type { EpochMinute } from './zone-offsets.ts'

/** Consecutive minutes at each of which the appointment may start, all within one opening window. */
export interface Run extends Interval {
  /** Where that window opens. */
  readonly opening: EpochMinute
  /** Minutes already taken within that window. */
  readonly load: number
}

interface Seat {
  readonly resource: BookableResource
  /** Counts from 1. */
  readonly number: number
}

interface Wanted {
  readonly request: AvailabilityRequest
  readonly footprint: Footprint
  /** Nothing outside of it can change the answer. */
  readonly reach: Interval
}

/** What a seat leaves of its resource's time on duty. */
export function freeRuns({ windows, stretches }: OnDuty, seat: Seat, wanted: Wanted): Run[] {
  const { work, forbidden } = takenOf(seat, wanted)
  const loads = windows.map((window) => work.within(window))
  const runs: Run[] = []
  for (const stretch of stretches) {
    const { opening, window } = stretch
    const load = loads[window] ?? 0
    for (let start = forbidden.nextFree(stretch.start, stretch.end); start < stretch.end; ) {
      const end = forbidden.nextTaken(start, stretch.end)
      runs.push({ start, end, opening, load })
      start = forbidden.nextFree(end, stretch.end)
    }
  }
  return runs
}

function takenOf({ resource, number }: Seat, { request, footprint, reach }: Wanted): TakenTime {
  const { busy, occupied, capacity = 1 } = resource
  const taken = new TakenTime(footprint, reach, busy.length + occupied.length)
  for (const each of busy) taken.take(each, 'core')
  const crowd: Occupancy[] = []
  for (const row of occupied) {
    if (!blocks(row, request)) continue
    taken.keepWayTo(row)
    if (row.seat !== number) continue
    if (capacity === 1) taken.take(row, row.layer)
    else crowd.push(row)
  }
  if (crowd.length > 0) taken.takeCrowd(crowd, capacity)
  return taken
}

/** What is taken of a seat: the work, for its load, and the starts that all of it leaves no room for. */
class TakenTime {
  readonly work: TakenMinutes
  readonly forbidden: TakenMinutes
  readonly #core: readonly Interval[]
  readonly #whole: readonly Interval[]

  constructor({ core, whole }: Footprint, reach: Interval, expected: number) {
    this.work = minutesFor(reach, expected)
    this.forbidden = minutesFor(reach, expected)
    this.#core = core
    this.#whole = whole
  }

  take(interval: Interval, layer: Layer): void {
    if (layer === 'core') this.work.add(interval.start, interval.end)
    this.#forbid(interval, layer)
  }

  #forbid({ start, end }: Interval, layer: Layer): void {
    if (start >= end) return
    for (const part of this.#partsAgainst(layer)) this.forbidden.add(start - part.end + 1, end - part.start)
  }

  /** The way to another location keeps cores apart as a buffer does, whatever the seat. */
  keepWayTo(row: Occupancy): void {
    if (row.travel && row.layer === 'core') this.#forbid(withTravel(row), 'buffer')
  }

  /** Those that overlap are counted, and only too many of them leave no room. */
  takeCrowd(rows: readonly Occupancy[], capacity: number): void {
    for (const { layer, start, end } of rows) if (layer === 'core') this.work.add(start, end)
    const forbids = ({ layer, start, end }: Occupancy): Interval[] =>
      this.#partsAgainst(layer).map((part) => ({ start: start - part.end + 1, end: end - part.start }))
    for (const { start, end } of crowdedStarts(rows, capacity, forbids)) this.forbidden.add(start, end)
  }

  /** The two walls of the database: nothing of ours, buffers included, on a core; no core of ours on a buffer. */
  #partsAgainst(layer: Layer): readonly Interval[] {
    return layer === 'core' ? this.#whole : this.#core
  }
}
