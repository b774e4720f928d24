import { createHash } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { preview } from '../availability-preview.ts'

/** Three dates in a row, of which `date` is the one in the middle. */
export interface SweptDates {
  readonly zone: string
  readonly date: string
}

export const SWEPT_HOURS = [
  { start: '09:00', end: '17:00' },
  { start: '00:00', end: '24:00' },
] as const
export type SweptHours = (typeof SWEPT_HOURS)[number]

const STEP = 30
/** Dates on which no zone known to need it changes its clocks, one in each half of the year. */
const CONTROL_DATES = ['2025-01-15', '2026-07-15']
/** Older than the sweep: a missing date each, half an hour, and a quarter. */
const REMARKABLE: SweptDates[] = [
  { zone: 'Pacific/Apia', date: '2011-12-30' },
  { zone: 'Pacific/Kwajalein', date: '1993-08-21' },
  { zone: 'America/Caracas', date: '2016-05-01' },
  { zone: 'Asia/Kathmandu', date: '1986-01-01' },
]

/** Every date from 2025 to 2027 on which a zone changes its clocks, by Temporal's account, and some for control. */
export function sweptDates(zones: readonly string[]): SweptDates[] {
  const swept = zones.flatMap((zone) =>
    [...changeDates(zone), ...CONTROL_DATES].map((date) => ({ zone, date })),
  )
  return [...swept, ...REMARKABLE]
}

function changeDates(zone: string): string[] {
  const last = Temporal.Instant.from('2028-01-01T00:00Z').epochMilliseconds
  const dates: string[] = []
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.from('2025-01-01T00:00Z').toZonedDateTimeISO(zone)
  for (at = at.getTimeZoneTransition('next'); at; at = at.getTimeZoneTransition('next')) {
    if (at.epochMilliseconds >= last) break
    dates.push(at.toPlainDate().toString())
  }
  return dates
}

/** Starts of half an hour each as the preview answers them, over the wire's own texts. */
function answered({ zone, date }: SweptDates, hours: SweptHours): string[] {
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, ...hours }))
  const middle = Temporal.PlainDate.from(date)
  const [from, to] = [middle.subtract({ days: 1 }), middle.add({ days: 2 })]
  const { slots } = preview({
    zone,
    now: '1980-01-01T00:00:00Z',
    from: midnightOf(from, zone).toInstant().toString(),
    to: midnightOf(to, zone).toInstant().toString(),
    service: { duration_minutes: STEP },
    resources: [{ id: 'anna', weekly }],
  })
  return slots.map(({ start }) => start)
}

/** The same by Temporal alone, with nothing of the engine in it. */
export function expected({ zone, date }: SweptDates, hours: SweptHours): string[] {
  return [-1, 0, 1].flatMap((days) => startsOn(Temporal.PlainDate.from(date).add({ days }), zone, hours))
}

/** For each of the three dates in a row, the answers for each of the hours. */
export const answersTo = (swept: readonly SweptDates[]): string[][][] =>
  swept.map((dates) => SWEPT_HOURS.map((hours) => answered(dates, hours)))

/** One text for all of them, to compare between processes. */
export const digestOf = (answers: readonly string[][][]): string =>
  createHash('sha256').update(JSON.stringify(answers)).digest('hex')

function startsOn(date: Temporal.PlainDate, zone: string, { start, end }: SweptHours): string[] {
  const opening = momentOf(date, start, zone)
  // A date that a zone left out has no hours; asked for them, Temporal names the date after it.
  if (!opening.toPlainDate().equals(date)) return []
  const closing = momentOf(date, end, zone)
  // Round the clock the next date is open too, so the last slot may run into it.
  const last = end === '24:00' ? closing : closing.subtract({ minutes: STEP - 1 })
  const starts: string[] = []
  for (let at = opening; Temporal.ZonedDateTime.compare(at, last) < 0; at = at.add({ minutes: STEP })) {
    starts.push(at.toString({ timeZoneName: 'never', smallestUnit: 'second' }))
  }
  return starts
}

function momentOf(date: Temporal.PlainDate, time: string, zone: string): Temporal.ZonedDateTime {
  if (time === '24:00') return midnightOf(date.add({ days: 1 }), zone)
  return date.toPlainDateTime(time).toZonedDateTime(zone, { disambiguation: 'compatible' })
}

const midnightOf = (date: Temporal.PlainDate, zone: string): Temporal.ZonedDateTime =>
  date.toPlainDateTime('00:00').toZonedDateTime(zone, { disambiguation: 'compatible' })
