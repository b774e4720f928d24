import { Temporal } from 'temporal-polyfill'
import type { AvailabilityRequest, BookableResource } from '../availability-request.ts'
import type { Interval } from '../interval.ts'
import type { Weekday } from '../local-date.ts'
import type { Layer, Occupancy } from '../occupancy.ts'
import type { ResourceKind } from '../service.ts'
import type { DateOverride, Weekly } from '../working-hours.ts'
import { naiveDates } from './naive-dates.ts'

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

const minutesIn = (segments: readonly { minutes: number }[]): number =>
  segments.reduce((sum, { minutes }) => sum + minutes, 0)

function together(seats: readonly NaiveSeat[], request: AvailabilityRequest): NaiveSeat {
  const windowAt = (minute: number) => {
    const names = seats.map((seat) => seat.windowAt(minute))
    return names.includes(undefined) ? undefined : names.join()
  }
  const canStart = (start: number) => seats.every((seat) => seat.canStart(start))
  return onGrid({ name: 'all', zone: seats[0]?.zone ?? 'UTC', canStart, windowAt }, request)
}

/** Each minute carries the date (in milliseconds) whose hours open it, or nothing. */
type Painted = Map<number, number>

interface PlaceHours {
  hours: Weekly | null
  overrides?: readonly DateOverride[] | undefined
  breaks?: Weekly | undefined
  windows?: readonly Interval[] | undefined
}

function paint(place: PlaceHours, zone: string, { from, to }: AvailabilityRequest): Painted {
  if (place.windows) return paintWindows(place.windows)
  const dateOf = (minute: number) =>
    Temporal.Instant.fromEpochMilliseconds(minute * 60_000)
      .toZonedDateTimeISO(zone)
      .toPlainDate()
  const last = dateOf(to).add({ days: 3 })
  const painted: Painted = new Map()
  for (let date = dateOf(from).subtract({ days: 3 }); !date.equals(last); date = date.add({ days: 1 })) {
    const label = Date.parse(date.toString())
    for (const { start, end } of windowsOn(date, place, zone)) {
      for (let minute = start; minute < end; minute++) painted.set(minute, label)
    }
  }
  return painted
}

function paintWindows(windows: readonly Interval[]): Painted {
  const painted: Painted = new Map()
  for (const { start, end } of windows) {
    for (let minute = start; minute < end; minute++) painted.set(minute, 0)
  }
  return painted
}

function windowsOn(date: Temporal.PlainDate, { hours, overrides }: PlaceHours, zone: string) {
  if (!date.toZonedDateTime(zone).toPlainDate().equals(date)) return []
  const minuteAt = (minutes: number) =>
    date.toPlainDateTime('00:00').add({ minutes }).toZonedDateTime(zone, { disambiguation: 'compatible' })
      .epochMilliseconds / 60_000
  const override = overrides?.find((each) => each.date === date.toString())
  const usual = hours === null ? [{ start: 0, end: 1440 }] : hours[date.dayOfWeek as Weekday]
  return (override?.windows ?? usual ?? []).map(({ start, end }) => ({
    start: minuteAt(start),
    end: minuteAt(end),
  }))
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

/** A holiday closes it, but not for whoever has hours for that date; rooms go with the staff. */
function paintHouse(request: AvailabilityRequest, { id, kind }: BookableResource): PaintedHours {
  const { location } = request
  const people = request.resources.filter(
    (each) => each.kind === 'staff' && (kind !== 'staff' || each.id === id),
  )
  const worked = (date: string) =>
    people.some(({ overrides }) => overrides?.some((each) => each.date === date && each.windows.length > 0))
  const closed = (location.holidays ?? [])
    .filter((date) => !location.overrides?.some((each) => each.date === date) && !worked(date))
    .map((date) => ({ date, windows: [] }))
  const overrides = [...(location.overrides ?? []), ...closed]
  return paintHours({ ...location, overrides }, location.zone, request)
}

interface PaintedHours {
  open: Painted
  breaks: Painted
}

function paintHours(place: PlaceHours, zone: string, request: AvailabilityRequest): PaintedHours {
  const without = place.overrides?.map(({ date }) => ({ date, windows: [] }))
  const breaks = place.breaks ? paint({ hours: place.breaks, overrides: without }, zone, request) : new Map()
  return { open: paint(place, zone, request), breaks }
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

const isOpen = ({ open, breaks }: PaintedHours, minute: number): boolean =>
  open.has(minute) && !breaks.has(minute)

type Row = { start: number; end: number; layer: Layer; appointmentId?: string; travel?: number | undefined }

function collides(
  resource: BookableResource,
  seat: number,
  { start, around }: { start: number; around: Surroundings },
): boolean {
  const blocking = resource.occupied.filter((row) => isThere(row, around.request))
  const busy = resource.busy.map((each): Row => ({ ...each, layer: 'core' }))
  const others = [...busy, ...blocking.filter((row) => row.seat === seat)]
  const ours = naiveRows(start, around)
  if (ours.some((our) => blocking.some((row) => isTooFar(our, row)))) return true
  const { capacity = 1 } = resource
  return capacity === 1 ? clash(ours, others) : isFull(ours, others, capacity)
}

function isThere({ appointmentId, heldUntil }: Occupancy, request: AvailabilityRequest): boolean {
  if (appointmentId === request.ignoreAppointmentId) return false
  if (request.ownHoldIds?.includes(appointmentId)) return false
  return heldUntil == null || heldUntil > request.now
}

/** Nobody gets from the one to the other in time. */
const isTooFar = (our: Row, { start, end, layer, travel = 0 }: Row): boolean =>
  travel > 0 &&
  our.layer === 'core' &&
  layer === 'core' &&
  our.start - end < travel &&
  start - our.end < travel

const clash = (ours: readonly Row[], others: readonly Row[]): boolean =>
  ours.some((our) =>
    others.some(
      (row) =>
        our.start < row.end && row.start < our.end && !(our.layer === 'buffer' && row.layer === 'buffer'),
    ),
  )

/** Whether so many of those in the way take up one and the same minute, their buffers included. */
function isFull(ours: readonly Row[], others: readonly Row[], capacity: number): boolean {
  const depth = new Map<number, number>()
  for (const rows of Map.groupBy(others, ({ appointmentId }) => appointmentId).values()) {
    if (!clash(ours, rows)) continue
    for (const { start, end } of rows) {
      for (let minute = start; minute < end; minute++) depth.set(minute, (depth.get(minute) ?? 0) + 1)
    }
  }
  return Math.max(0, ...depth.values()) >= capacity
}

/** The rows of one kind, one for each segment and one for each buffer. */
export function naiveRows(start: number, { kind, request }: Pick<Surroundings, 'kind' | 'request'>): Row[] {
  const { segments, bufferBefore, bufferAfter, bufferPolicy } = request.service
  const own = request.service.buffers?.filter((each) => each.kind === kind)[0]
  const [before, after] = [own?.before ?? bufferBefore, own?.after ?? bufferAfter]
  const work = segments.flatMap(({ minutes, needs }, i) => {
    const begin = start + minutesIn(segments.slice(0, i))
    return needs.includes(kind) ? [{ start: begin, end: begin + minutes }] : []
  })
  const first = Math.min(...work.map((each) => each.start))
  const last = Math.max(...work.map((each) => each.end))
  const buffers = [
    { start: first - before, end: first },
    { start: last, end: last + after },
  ]
  const layer: Layer = bufferPolicy === 'additive' ? 'core' : 'buffer'
  return [
    ...work.map((each): Row => ({ ...each, layer: 'core' })),
    ...buffers.filter((each) => each.start < each.end).map((each): Row => ({ ...each, layer })),
  ]
}
