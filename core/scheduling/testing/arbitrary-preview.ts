import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import type { PreviewBody, PreviewBusy, PreviewResource } from '../preview-schema.ts'

/** Two days from midnight in London, in the night of its clock change or on ordinary ones. */
const BEGINNINGS = ['2027-03-27T00:00:00Z', '2027-10-30T00:00:00+01:00', '2027-06-01T00:00:00+01:00']
const ZONES = ['Europe/London', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe']

const clock = fc.integer({ min: 0, max: 287 }).map((fives) => {
  const [hours, minutes] = [Math.floor(fives / 12), (fives % 12) * 5]
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
})

const interval = fc.oneof(
  fc.constant({ start: '00:00', end: '24:00' }),
  fc.record({ start: clock, end: clock }).filter(({ start, end }) => start !== end),
)

const date = fc.constantFrom(
  '2027-03-27',
  '2027-03-28',
  '2027-10-30',
  '2027-10-31',
  '2027-06-01',
  '2027-06-02',
)

function arbitraryBusy(beginning: string): fc.Arbitrary<PreviewBusy> {
  const at = Date.parse(beginning)
  const buffer = fc.constantFrom(0, 0, 5, 25)
  return fc
    .record({
      start: fc.integer({ min: -100_000, max: 260_000 }),
      seconds: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 12_000 })),
      before: buffer,
      after: buffer,
    })
    .map(({ start, seconds, before, after }) => ({
      start: new Date(at + start * 1000).toISOString(),
      end: new Date(at + (start + seconds) * 1000).toISOString(),
      buffer_before_minutes: before,
      buffer_after_minutes: after,
    }))
}

function arbitraryResource(id: string, beginning: string): fc.Arbitrary<PreviewResource> {
  return fc.record({
    id: fc.constant(id),
    zone: fc.constantFrom(...ZONES),
    weekly: fc.array(
      interval.chain((hours) => fc.integer({ min: 1, max: 7 }).map((weekday) => ({ weekday, ...hours }))),
      { minLength: 3, maxLength: 14 },
    ),
    overrides: fc.uniqueArray(fc.record({ date, intervals: fc.array(interval, { maxLength: 3 }) }), {
      maxLength: 2,
      selector: (each) => each.date,
    }),
    days_off: fc.array(date, { maxLength: 1 }),
    busy: fc.array(arbitraryBusy(beginning), { maxLength: 12 }),
    capacity: fc.constantFrom(1, 1, 2, 3),
  })
}

/** Bodies in which everything is named, so that a property can read what the answer has to keep to. */
export type WholeBody = Required<Omit<PreviewBody, 'free_ranges' | 'busy' | 'resources' | 'service'>> & {
  service: Required<PreviewBody['service']>
  resources: Required<PreviewResource>[]
}

export const arbitraryPreview: fc.Arbitrary<WholeBody> = fc.constantFrom(...BEGINNINGS).chain((beginning) => {
  const later = (hours: number) => new Date(Date.parse(beginning) + hours * 3_600_000).toISOString()
  return fc.record({
    zone: fc.constantFrom(...ZONES),
    now: fc.integer({ min: -48, max: 12 }).map(later),
    from: fc.constant(beginning),
    to: fc.constant(later(48)),
    mode: fc.constantFrom('any', 'all'),
    service: fc.record({
      duration_minutes: fc.integer({ min: 1, max: 24 }).map((fives) => fives * 5),
      interval_minutes: fc.constantFrom(5, 15, 20, 30, 45),
      buffer_before_minutes: fc.constantFrom(0, 0, 10, 30),
      buffer_after_minutes: fc.constantFrom(0, 0, 15, 20),
      buffer_policy: fc.constantFrom('max', 'additive'),
      minimum_notice_minutes: fc.constantFrom(0, 60, 1440),
      grid: fc.constantFrom('window', 'free_start', 'free_start_clock'),
    }),
    resources: fc
      .tuple(arbitraryResource('anna', beginning), arbitraryResource('bob', beginning))
      .chain((both) => fc.shuffledSubarray(both, { minLength: 1 })),
  }) as fc.Arbitrary<WholeBody>
})

/** When a resource is open, by Temporal alone: the intervals of the dates around `at` (epoch milliseconds). */
export function openAround({ zone, ...rules }: Required<PreviewResource>, at: number) {
  const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()
  return [-1, 0, 1].flatMap((days) => {
    const day = today.add({ days })
    return intervalsOn(day, rules).map(({ start, end }) => ({
      start: momentOf(day, start, zone),
      end: momentOf(end > start ? day : day.add({ days: 1 }), end, zone),
    }))
  })
}

function intervalsOn(day: Temporal.PlainDate, rules: Omit<Required<PreviewResource>, 'zone'>) {
  if (rules.days_off.includes(day.toString())) return []
  const override = rules.overrides.find(({ date: on }) => on === day.toString())
  return override?.intervals ?? rules.weekly.filter(({ weekday }) => weekday === day.dayOfWeek)
}

function momentOf(day: Temporal.PlainDate, time: string, zone: string): number {
  const wall = time === '24:00' ? day.add({ days: 1 }).toPlainDateTime('00:00') : day.toPlainDateTime(time)
  return wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds
}
