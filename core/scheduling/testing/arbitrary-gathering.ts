import fc from 'fast-check'
import type { AvailabilityRequest, BookableResource } from '../availability-request.ts'
import type { Occupancy } from '../occupancy.ts'
import type { Service } from '../service.ts'
import { arbitraryService, arbitraryWeek } from './arbitrary-request.ts'
import { at } from './sample-request.ts'

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
]
const DATES = ['2027-03-28', '2027-04-04', '2027-05-05', '2027-11-07']

/** The rows of one appointment. */
function arbitraryBlock(around: number, id: string): fc.Arbitrary<Occupancy[]> {
  return fc
    .record({
      start: fc.integer({ min: -1500, max: 4300 }),
      minutes: fc.integer({ min: 1, max: 300 }),
      before: fc.constantFrom(0, 0, 5, 20),
      after: fc.constantFrom(0, 0, 10, 40),
    })
    .map(({ start, minutes, before, after }) => {
      const [first, end] = [around + start, around + start + minutes]
      const row = { layer: 'buffer', seat: 1, appointmentId: id } as const
      return [
        { ...row, layer: 'core' as const, start: first, end },
        { ...row, start: first - before, end: first },
        { ...row, start: end, end: end + after },
      ].filter((each) => each.start < each.end)
    })
}

function arbitraryMember(id: string, around: number): fc.Arbitrary<BookableResource> {
  const blocks = Array.from({ length: 12 }, (_, i) => arbitraryBlock(around, `${id} ${i}`))
  const window = fc
    .tuple(fc.integer({ min: -1500, max: 4000 }), fc.integer({ min: 0, max: 1500 }))
    .map(([start, minutes]) => ({ start: around + start, end: around + start + minutes }))
  return fc.record({
    id: fc.constant(id),
    kind: fc.constant('staff' as const),
    seats: fc.constant(1),
    capacity: fc.constantFrom(undefined, 1, 2, 2, 3),
    zone: fc.constantFrom(undefined, undefined, ...ZONES),
    hours: arbitraryWeek,
    windows: fc.option(fc.array(window, { maxLength: 4 }), { nil: undefined, freq: 3 }),
    busy: fc.constant([]),
    occupied: fc.tuple(...blocks).chain((all) => fc.shuffledSubarray(all).map((some) => some.flat())),
  })
}

const oneSegment: fc.Arbitrary<Service> = arbitraryService.map((service) => ({
  ...service,
  segments: [{ minutes: service.segments[0]?.minutes ?? 30, needs: ['staff'] }],
  horizonDays: 365,
}))

/** Requests for any or all of one to three people, each on a wall clock of their own, some with room for several. */
export const arbitraryGathering: fc.Arbitrary<AvailabilityRequest> = fc
  .tuple(fc.constantFrom(...ZONES), fc.constantFrom(...DATES))
  .chain(([zone, date]) => {
    const midnight = at(`${date}T00:00`, zone)
    return fc.record({
      service: oneSegment,
      location: fc.constant({ id: 'location', zone, hours: null }),
      resources: fc
        .tuple(
          arbitraryMember('anna', midnight),
          arbitraryMember('bob', midnight),
          arbitraryMember('cleo', midnight),
        )
        .chain((all) => fc.shuffledSubarray(all, { minLength: 1 })),
      from: fc.integer({ min: -1440, max: 300 }).map((minutes) => midnight + minutes),
      to: fc.integer({ min: 300, max: 1800 }).map((minutes) => midnight + minutes),
      now: fc.integer({ min: -2880, max: -200 }).map((minutes) => midnight + minutes + 0.25),
      gather: fc.constantFrom('any', 'all'),
    })
  })
