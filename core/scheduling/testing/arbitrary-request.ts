import fc from 'fast-check'
import type { AvailabilityRequest, BookableResource } from '../availability-request.ts'
import { dateOfDay, dayNumber, type LocalDate } from '../local-date.ts'
import type { Occupancy } from '../occupancy.ts'
import type { ResourceKind, Service } from '../service.ts'
import type { DayWindow, Weekly } from '../working-hours.ts'
import { at } from './sample-request.ts'

/** Dates around which clocks were changed, and an ordinary one. */
const PLACES: [zone: string, date: string][] = [
  ['Europe/Berlin', '2027-03-28'],
  ['Europe/Berlin', '2027-10-31'],
  ['America/New_York', '2027-03-14'],
  ['America/New_York', '2027-11-07'],
  ['Australia/Lord_Howe', '2027-04-04'],
  ['Australia/Lord_Howe', '2027-10-03'],
  ['Asia/Kathmandu', '1986-01-01'],
  ['Asia/Kathmandu', '2027-05-05'],
  ['America/Sao_Paulo', '2017-10-15'],
  ['America/Sao_Paulo', '2017-02-19'],
  ['Pacific/Apia', '2011-12-30'],
  ['Pacific/Apia', '2011-12-31'],
]

const fives = (min: number, max: number) => fc.integer({ min: min / 5, max: max / 5 }).map((n) => n * 5)

const window = fc
  .tuple(fives(0, 1380), fc.integer({ min: 60, max: 1000 }))
  .map(([start, minutes]): DayWindow => ({ start, end: Math.min(start + minutes, 2000) }))

const day = fc.oneof(
  { weight: 3, arbitrary: fc.array(window, { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constant([]) },
  { weight: 2, arbitrary: fc.constant([{ start: 0, end: 1440 }]) },
)

export const arbitraryWeek: fc.Arbitrary<Weekly> = fc.record({
  1: day,
  2: day,
  3: day,
  4: day,
  5: day,
  6: day,
  7: day,
})

/** Lunch on some days, now and then one that begins before midnight. */
export const arbitraryBreaks: fc.Arbitrary<Weekly> = fc.dictionary(
  fc.constantFrom('1', '3', '5', '6', '7'),
  fc.array(
    fc.tuple(fives(540, 1420), fives(5, 90)).map(([start, minutes]) => ({ start, end: start + minutes })),
    { minLength: 1, maxLength: 2 },
  ),
  { maxKeys: 4 },
)

const segment = (needs: fc.Arbitrary<readonly ResourceKind[]>) => fc.record({ minutes: fives(5, 40), needs })

const segments = fc.tuple(
  segment(fc.constantFrom<ResourceKind[]>(['staff'], ['staff'], ['room'], ['room', 'staff'])),
  fc.array(segment(fc.constantFrom<ResourceKind[]>(['staff'], [], ['room'], ['staff', 'room'])), {
    maxLength: 3,
  }),
)

export const arbitraryService: fc.Arbitrary<Service> = fc.record({
  id: fc.constant('service'),
  segments: segments.map(([first, rest]) => [first, ...rest]),
  bufferBefore: fc.constantFrom(0, 0, 5, 10, 20),
  bufferAfter: fc.constantFrom(0, 0, 5, 15, 30),
  buffers: fc.constantFrom<Service['buffers'][]>(
    undefined,
    [],
    [{ kind: 'room', before: 15, after: 40 }],
    [
      { kind: 'staff', before: 0, after: 0 },
      { kind: 'room', before: 25, after: 0 },
    ],
  ),
  bufferPolicy: fc.constantFrom('max', 'additive'),
  grid: fc.record({
    policy: fc.constantFrom('window', 'free_start', 'free_start_clock'),
    minutes: fc.constantFrom(1, 5, 7, 15, 20, 30, 45, 60, 90),
  }),
  choose: fc.constantFrom<Service['choose'][]>(
    undefined,
    'fewest_gaps',
    'least_busy',
    'round_robin',
    'same_as_last_time',
  ),
  noticeMinutes: fc.constantFrom(0, 0, 60, 600),
  horizonDays: fc.constantFrom(1, 2, 30),
})

type Dates = Pick<Service, 'bookingWindow' | 'activeFrom' | 'activeUntil'>

/** Around a date: none of them mostly, or dates that leave something and cut something off. */
function arbitraryDates(date: LocalDate): fc.Arbitrary<Dates> {
  const near = (min: number, max: number) =>
    fc.integer({ min, max }).map((days) => dateOfDay(dayNumber(date) + days))
  const business = fc
    .integer({ min: 1, max: 4 })
    .map((days): Dates['bookingWindow'] => ({ kind: 'business_days', days }))
  const fixed = fc
    .tuple(near(-3, 1), near(-1, 2))
    .map(([from, to]): Dates['bookingWindow'] => ({ kind: 'fixed', from, to }))
  const rarely = <T>(arbitrary: fc.Arbitrary<T>) =>
    fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary })
  return fc.record({
    bookingWindow: fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      { weight: 2, arbitrary: business },
      { weight: 1, arbitrary: fixed },
    ),
    activeFrom: rarely(near(-1, 1)),
    activeUntil: rarely(near(-1, 1)),
  })
}

function resource(id: string, kind: ResourceKind, around: number): fc.Arbitrary<BookableResource> {
  const interval = fc
    .tuple(fc.integer({ min: -1500, max: 4300 }), fc.integer({ min: 5, max: 150 }))
    .map(([start, minutes]) => ({ start: around + start, end: around + start + minutes }))
  const occupancy: fc.Arbitrary<Occupancy> = fc
    .tuple(
      interval,
      fc.record({
        layer: fc.constantFrom('core', 'core', 'buffer'),
        seat: fc.constantFrom(1, 1, 2),
        appointmentId: fc.constantFrom('a', 'b', 'moving', 'mine'),
        travel: fc.constantFrom(undefined, undefined, undefined, 10, 45),
        heldUntil: fc.option(fc.integer({ min: -60, max: 900 }).map((wait) => around + wait + 0.5)),
      }),
    )
    .map(([when, what]) => ({ ...when, ...what }))
  return fc.record({
    id: fc.constant(id),
    kind: fc.constant(kind),
    seats: fc.constantFrom(1, 1, 2),
    hours: fc.option(arbitraryWeek, { freq: 2 }),
    overrides: fc.array(
      fc.record({
        date: fc.constantFrom('2027-03-28', '2017-10-15', '2011-12-29', '2011-12-30'),
        windows: day,
      }),
      { maxLength: 1 },
    ),
    breaks: arbitraryBreaks,
    busy: fc.array(
      fc
        .tuple(interval, fc.constantFrom(undefined, undefined, null, 'anna', 'bob', 'room', 'nobody'))
        .map(([when, standInId]) => (standInId === undefined ? when : { ...when, absence: { standInId } })),
      { maxLength: 6 },
    ),
    weight: fc.constantFrom(1, 1, 3),
    priority: fc.constantFrom(0, 0, 0, 1),
    given: fc.constantFrom(0, 1, 4),
    servedLast: fc.constantFrom(false, false, true),
    occupied: fc.array(occupancy, { maxLength: 6 }),
    withheld: fc.array(
      interval.map((when) => ({ ...when, code: 'limit_reached' as const })),
      { maxLength: 1 },
    ),
  })
}

/** Requests of up to two days, most of them over a clock change, with everything a request can have. */
export const arbitraryRequest: fc.Arbitrary<AvailabilityRequest> = fc
  .constantFrom(...PLACES)
  .chain(([zone, date]) => {
    const midnight = at(`${date}T00:00`, zone)
    const lead = fc.integer({ min: -1440, max: 300 }).map((minutes) => midnight + minutes)
    return fc.record({
      service: fc
        .tuple(arbitraryService, arbitraryDates(date))
        .map(([service, dates]) => ({ ...service, ...dates })),
      location: fc.record({
        id: fc.constant('location'),
        zone: fc.constant(zone),
        hours: fc.option(arbitraryWeek, { freq: 1 }),
        holidays: fc.constantFrom([], [], ['2027-03-28'], ['2017-10-14', '2011-12-31']),
        overrides: fc.array(fc.record({ date: fc.constant('2027-03-28'), windows: day }), { maxLength: 1 }),
        breaks: arbitraryBreaks,
      }),
      resources: fc
        .tuple(
          resource('anna', 'staff', midnight),
          resource('bob', 'staff', midnight),
          resource('room', 'room', midnight),
        )
        .chain((all) => fc.shuffledSubarray(all, { minLength: 2 })),
      from: lead,
      to: fc.integer({ min: 300, max: 1800 }).map((minutes) => midnight + minutes),
      now: fc.integer({ min: -2880, max: -200 }).map((minutes) => midnight + minutes + 0.25),
      resourceId: fc.constantFrom(undefined, 'anna', 'bob'),
      onlyResourceIds: fc.constantFrom(undefined, undefined, [], ['anna'], ['bob'], ['anna', 'room']),
      ignoreAppointmentId: fc.constantFrom(undefined, 'moving'),
      ownHoldIds: fc.constantFrom([], ['mine']),
    })
  })
