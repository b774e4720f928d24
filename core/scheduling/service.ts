import type { LocalDate } from './local-date.ts'

export type ResourceKind = 'staff' | 'room' | 'equipment'

/** A stretch of an appointment. `needs: []` is waiting: it occupies nothing, so others may be served meanwhile. */
export interface Segment {
  readonly minutes: number
  readonly needs: readonly ResourceKind[]
}

/**
 * `max`: the gap between neighbours is the larger of their two buffers. `additive`: it is their sum.
 * Needs no knowledge of the neighbour's policy: a buffer is stored so that the walls enforce either.
 */
export type BufferPolicy = 'max' | 'additive'

/**
 * Where starts may lie. `window`: every `minutes` from the opening, unmoved by what is booked. `free_start`: every
 * `minutes` from the earliest start that fits into each free stretch. `free_start_clock`: the same, but the first
 * of them is moved on to a full step of the wall clock.
 */
export interface Grid {
  readonly policy: 'window' | 'free_start' | 'free_start_clock'
  readonly minutes: number
}

/** Which starts may be booked, as seen from now. */
export type BookingWindow =
  /** Before the same wall-clock time this many dates on. */
  | { readonly kind: 'rolling_days'; readonly days: number }
  /** Local dates, both included. */
  | { readonly kind: 'fixed'; readonly from: LocalDate; readonly to: LocalDate }
  /** Today, and up to the end of the date on which the location opens for the nth time after today. */
  | { readonly kind: 'business_days'; readonly days: number }

/**
 * Who is chosen among those that are free. `least_busy`: whoever has least to do in that opening window. `round_robin`:
 * whoever got the fewest appointments of the service in the last 30 days, in proportion to weight. `same_as_last_time`:
 * whoever served the customer last, else the least busy.
 */
export type ChoicePolicy = 'fewest_gaps' | 'least_busy' | 'round_robin' | 'same_as_last_time'

/** What one kind is kept free for, where that differs: a room that is prepared while the person serves somebody else. */
export interface KindBuffers {
  readonly kind: ResourceKind
  readonly before: number
  readonly after: number
}

/** A further length. `priceMinor` in minor units of the tenant's currency; without it, the service's own price. */
export interface Duration {
  readonly minutes: number
  readonly priceMinor: number | null
}

export interface Service {
  readonly id: string
  readonly segments: readonly Segment[]
  /** Lengths besides that of the segment; only with one segment. */
  readonly durations?: readonly Duration[] | undefined
  /** Minutes kept free before each resource's first and after its last work in the appointment. */
  readonly bufferBefore: number
  readonly bufferAfter: number
  /** Instead of those two, for the kinds that are named. */
  readonly buffers?: readonly KindBuffers[] | undefined
  readonly bufferPolicy: BufferPolicy
  readonly grid: Grid
  /** How many customers may share one time of the same resources: a class. 1 where left out. */
  readonly capacity?: number | undefined
  /** `fewest_gaps` where left out. */
  readonly choose?: ChoicePolicy | undefined
  /** Inclusive: a start exactly this far away can be booked. */
  readonly noticeMinutes: number
  /** A start must lie before the same wall-clock time this many dates from now ... */
  readonly horizonDays: number
  /** ... unless this says otherwise. */
  readonly bookingWindow?: Exclude<BookingWindow, { kind: 'rolling_days' }> | null | undefined
  /** Local dates: no start before the one or after the other. */
  readonly activeFrom?: LocalDate | null | undefined
  readonly activeUntil?: LocalDate | null | undefined
}

/** What the customer is told: the segments, waiting included, without buffers. */
export function serviceMinutes(service: Service): number {
  let minutes = 0
  for (const segment of service.segments) minutes += segment.minutes
  return minutes
}

/** Each kind once, in the order of its first use. The first one's hours anchor the start grid. */
export function kindsOf(service: Service): ResourceKind[] {
  return [...new Set(service.segments.flatMap((segment) => segment.needs))]
}

export type ServiceProblem =
  | { readonly code: 'no_segments' }
  | { readonly code: 'starts_with_waiting' }
  | { readonly code: 'kind_twice'; readonly segment: number }
  | { readonly code: 'not_whole_minutes'; readonly field: string }
  /** Of which segment would they be? */
  | { readonly code: 'durations_of_segments' }
  | { readonly code: 'duration_twice'; readonly minutes: number }
  | { readonly code: 'buffers_twice'; readonly kind: ResourceKind }
  /** The last date lies before the first. */
  | { readonly code: 'dates_reversed'; readonly field: string }

/**
 * Why a service can't be scheduled; empty when it can. Beginning with waiting is refused because nothing would
 * then hold the start, and a service that needs nobody at all could be booked without end.
 */
export function serviceProblems(service: Service): ServiceProblem[] {
  const first = service.segments[0]
  if (!first) return [{ code: 'no_segments' }]
  const problems: ServiceProblem[] = first.needs.length === 0 ? [{ code: 'starts_with_waiting' }] : []
  service.segments.forEach(({ needs }, segment) => {
    if (new Set(needs).size < needs.length) problems.push({ code: 'kind_twice', segment })
  })
  return [
    ...problems,
    ...wrongNumbers(service),
    ...wrongDurations(service),
    ...wrongBuffers(service),
    ...wrongDates(service),
  ]
}

function wrongNumbers(service: Service): ServiceProblem[] {
  const least: [field: string, value: number, minimum: number][] = [
    ...service.segments.map(({ minutes }, i): [string, number, number] => [
      `segments.${i}.minutes`,
      minutes,
      1,
    ]),
    ...(service.durations ?? []).map(({ minutes }, i): [string, number, number] => [
      `durations.${i}.minutes`,
      minutes,
      1,
    ]),
    ['bufferBefore', service.bufferBefore, 0],
    ['bufferAfter', service.bufferAfter, 0],
    ...(service.buffers ?? []).flatMap(({ before, after }, i): [string, number, number][] => [
      [`buffers.${i}.before`, before, 0],
      [`buffers.${i}.after`, after, 0],
    ]),
    ['grid.minutes', service.grid.minutes, 1],
    ['capacity', service.capacity ?? 1, 1],
    ['noticeMinutes', service.noticeMinutes, 0],
    ['horizonDays', service.horizonDays, 1],
    ...businessDays(service),
  ]
  return least
    .filter(([, value, minimum]) => !Number.isSafeInteger(value) || value < minimum)
    .map(([field]) => ({ code: 'not_whole_minutes', field }))
}

function businessDays({ bookingWindow }: Service): [string, number, number][] {
  return bookingWindow?.kind === 'business_days' ? [['bookingWindow.days', bookingWindow.days, 1]] : []
}

function wrongDurations({ segments, durations = [] }: Service): ServiceProblem[] {
  if (durations.length > 0 && segments.length > 1) return [{ code: 'durations_of_segments' }]
  const all = [...segments, ...durations].map(({ minutes }) => minutes)
  const twice = durations.filter(({ minutes }, i) => all.indexOf(minutes) <= i)
  return twice.map(({ minutes }) => ({ code: 'duration_twice', minutes }))
}

function wrongBuffers({ buffers = [] }: Service): ServiceProblem[] {
  const kinds = buffers.map(({ kind }) => kind)
  const twice = kinds.filter((kind, i) => kinds.indexOf(kind) < i)
  return twice.map((kind) => ({ code: 'buffers_twice', kind }))
}

/** Local dates compare as they are written. */
function wrongDates({ bookingWindow, activeFrom, activeUntil }: Service): ServiceProblem[] {
  const spans = [
    { field: 'activeUntil', from: activeFrom, to: activeUntil },
    ...(bookingWindow?.kind === 'fixed' ? [{ field: 'bookingWindow.to', ...bookingWindow }] : []),
  ]
  return spans
    .filter(({ from, to }) => from && to && to < from)
    .map(({ field }) => ({ code: 'dates_reversed', field }))
}
