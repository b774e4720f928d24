import type { AvailabilityRequest } from './availability-request.ts'
import { blocks } from './blocking.ts'
import { dateTurns } from './booking-window.ts'
import { overlaps } from './interval.ts'
import { type Occupancy, withTravel } from './occupancy.ts'
import { loadRange } from './premises.ts'
import { type EpochMinute, zoneOffsets } from './zone-offsets.ts'

const DAY = 1440

export interface Edges {
  /** The first slot offered: notice takes it away first. */
  readonly first: EpochMinute | undefined
  readonly horizon: EpochMinute
  /** The first start that is free but still beyond the horizon. */
  readonly entering: EpochMinute | undefined
}

/** The next instant at which time alone may change the answer; never later than it does. Null: it never will. */
export function validUntil(request: AvailabilityRequest, edges: Edges): EpochMinute | null {
  const { first } = edges
  const limits = [...holdEnds(request), ...horizonMoves(request, edges)]
  if (first !== undefined) limits.push(first - request.service.noticeMinutes)
  if (request.choiceChangesAt != null) limits.push(request.choiceChangesAt)
  return limits.length > 0 ? Math.min(...limits) : null
}

function holdEnds(request: AvailabilityRequest): EpochMinute[] {
  const range = loadRange(request)
  // Few of thousands of rows are held, so that comes first.
  const counts = (row: Occupancy): boolean =>
    row.heldUntil != null && blocks(row, request) && overlaps(withTravel(row), range)
  return request.resources.flatMap(({ occupied, withheld = [] }) =>
    [...occupied.filter(counts), ...withheld].flatMap(({ heldUntil }) => heldUntil ?? []),
  )
}

/** When the horizon lets the next start in, and when a clock change, here or out there, makes it leap. */
function horizonMoves(request: AvailabilityRequest, { horizon, entering }: Edges): EpochMinute[] {
  // Business days are counted anew on each date; fixed dates stay.
  if (request.service.bookingWindow?.kind === 'business_days') return dateTurns(request)
  // A day is more than any leap: what lies further inside is out of the horizon's reach.
  if (request.to <= horizon - DAY) return []
  const clock = zoneOffsets(request.location.zone)
  const change = clock.nextChange(horizon - DAY, request.to)
  const turn = change ?? horizon
  // Where the clock skips or repeats an hour out there, the horizon gets to an instant by either reading of it.
  const offsets = [clock.offsetAt(turn - 1), clock.offsetAt(turn)]
  const readings = [entering ?? [], change ?? []].flat().flatMap((at) => offsets.map((offset) => at + offset))
  const arrivals = readings.flatMap((wall) => clock.momentsOf(wall - request.service.horizonDays * DAY))
  const leap = clock.nextChange(request.now, request.to) ?? []
  return arrivals.filter((moment) => moment >= request.now).concat(leap)
}
