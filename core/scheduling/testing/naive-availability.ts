import { Temporal } from 'temporal-polyfill'
import type { AvailabilityRequest, BookableResource } from '../availability-request.ts'
import type { ResourceKind } from '../service.ts'
import { naiveDates } from './naive-dates.ts'
import { isOpen, type PaintedHours, paintHours, paintHouse } from './naive-hours.ts'
import { collides, naiveRows } from './naive-taken.ts'

/**
 * Availability worked out minute by minute with Temporal: slow, and nothing in it is shared with the engine that
 * it judges. For each start the seats (`resource#seat`) that could serve each kind.
 */
export function naiveAvailability(request: AvailabilityRequest): Map<number, Map<ResourceKind, Set<string>>> {
  const answer = new Map<number, Map<ResourceKind, Set<string>>>()
  const kinds = [...new Set(request.service.segments.flatMap(({ needs }) => needs))]
  const dates = naiveDates(request)
  const seats = kinds.map((kind) => naiveSeats(kind, request))
  for (let start = request.from; start < request.to; start++) {
    if (start * 60_000 < dates.start || start * 60_000 >= dates.end) continue
    const able = seats.map((ofKind, i) =>
      ofKind.filter((seat) => (i === 0 ? seat.offers(start) : seat.canStart(start))),
    )
    if (able.some((found) => found.length === 0)) continue
    answer.set(start, new Map(kinds.map((kind, i) => [kind, new Set(able[i]?.map(({ name }) => name))])))
  }
  return answer
}

/** For each start whoever is free then, where a request gathers them. */
export function naiveGathering(request: AvailabilityRequest): Map<number, Set<string>> {
  const answer = new Map<number, Set<string>>()
  const seats = naiveSeats('staff', request)
  const all = request.gather === 'all'
  const offering = all ? [together(seats, request)] : seats
  for (let start = request.from; start < request.to; start++) {
    if (start - request.service.noticeMinutes < request.now) continue
    if (!offering.some((seat) => seat.offers(start))) continue
    answer.set(start, new Set(seats.filter((seat) => seat.canStart(start)).map(({ name }) => name)))
  }
  return answer
}

interface NaiveSeat {
  name: string
  /** Whose wall shows full steps. */
  zone: string
  canStart(start: number): boolean
  /** Names the opening window of that minute. */
  windowAt(minute: number): string | undefined
  offers(start: number): boolean
}

function together(seats: readonly NaiveSeat[], request: AvailabilityRequest): NaiveSeat {
  const windowAt = (minute: number) => {
    const names = seats.map((seat) => seat.windowAt(minute))
    return names.includes(undefined) ? undefined : names.join()
  }
  const canStart = (start: number) => seats.every((seat) => seat.canStart(start))
  return onGrid({ name: 'all', zone: seats[0]?.zone ?? 'UTC', canStart, windowAt }, request)
}

export function naiveSeats(kind: ResourceKind, request: AvailabilityRequest): NaiveSeat[] {
  const { location } = request
  const usual = location.holidays?.length ? undefined : paintHours(location, location.zone, request)
  return request.resources
    .filter((resource) => resource.kind === kind)
    .flatMap((resource) => {
      const accepts = acceptance(resource, request)
      if (!accepts) return []
      const house = usual ?? paintHouse(request, resource)
      const own = paintHours(resource, resource.zone ?? location.zone, request)
      return Array.from({ length: resource.seats }, (_, i) =>
        naiveSeat(resource, i + 1, { kind, request, house, own, accepts }),
      )
    })
}

/** When somebody will do: never, always, or while one that is named is away and has them stand in. */
function acceptance(
  { id, kind }: BookableResource,
  request: AvailabilityRequest,
): ((start: number) => boolean) | undefined {
  const only = request.onlyResourceIds ?? []
  const named = request.resources.filter((each) => each.kind === kind && only.includes(each.id))
  if (only.some((each) => request.resources.every((other) => other.id !== each))) return undefined
  if (named.length === 0 || only.includes(id)) return () => true
  const absences = named.flatMap(({ busy }) => busy.filter(({ absence }) => absence?.standInId === id))
  return (start) =>
    naiveRows(start, { kind, request }).some((row) =>
      absences.some((absence) => row.start < absence.end && absence.start < row.end),
    )
}

interface Surroundings {
  kind: ResourceKind
  request: AvailabilityRequest
  house: PaintedHours
  own: PaintedHours
  accepts: (start: number) => boolean
}

function naiveSeat(resource: BookableResource, seat: number, around: Surroundings): NaiveSeat {
  const { request, house, own } = around
  const known = new Map<number, boolean>()
  const canStart = (start: number): boolean => {
    const cached = known.get(start)
    if (cached !== undefined) return cached
    const able =
      around.accepts(start) &&
      onDuty(start, around) &&
      !collides(resource, seat, { start, around }) &&
      !resource.withheld?.some((each) => each.start <= start && start < each.end)
    known.set(start, able)
    return able
  }
  const labels = resource.hours || resource.windows ? own.open : house.open
  const windowAt = (minute: number): string | undefined =>
    house.open.has(minute) && own.open.has(minute) ? String(labels.get(minute)) : undefined
  const zone = resource.zone ?? request.location.zone
  return onGrid({ name: `${resource.id}#${seat}`, zone, canStart, windowAt }, request)
}

function onGrid(seat: Omit<NaiveSeat, 'offers'>, request: AvailabilityRequest): NaiveSeat {
  const { canStart, windowAt, zone } = seat
  const firstBack = (start: number, still: (minute: number) => boolean): number => {
    let first = start
    while (windowAt(first - 1) === windowAt(start) && still(first - 1)) first--
    return first
  }
  const offers = (start: number): boolean => {
    if (!canStart(start)) return false
    const { policy, minutes } = request.service.grid
    let anchor = firstBack(start, policy === 'window' ? () => true : canStart)
    if (policy === 'free_start_clock') anchor = fullStep(anchor, minutes, zone)
    return start >= anchor && (start - anchor) % minutes === 0
  }
  return { ...seat, offers }
}

function fullStep(minute: number, grid: number, zone: string): number {
  const step = [60, 30, 20, 15, 10, 5, 1].find((each) => grid % each === 0) ?? 1
  let full = minute
  while (minuteOfHour(full, zone) % step !== 0) full++
  return full
}

const minuteOfHour = (minute: number, zone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(minute * 60_000).toZonedDateTimeISO(zone).minute

function onDuty(start: number, { kind, request, house, own }: Surroundings): boolean {
  let minute = start
  for (const { minutes, needs } of request.service.segments) {
    for (const end = minute + minutes; minute < end; minute++) {
      if (!isOpen(house, minute) || (needs.includes(kind) && !isOpen(own, minute))) return false
    }
  }
  return true
}
