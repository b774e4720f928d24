import { DAYS, type Day, type Week } from './setup-types.ts'

/** Minutes since midnight, half-open. */
export interface Range {
  start: number
  end: number
}

export type WeekRanges = Record<Day, Range[]>

export const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

export const rangesOf = (week: Week): WeekRanges =>
  Object.fromEntries(
    DAYS.map((day) => [
      day,
      (week[day] ?? []).map(({ start, end }) => ({ start: minuteOf(start), end: minuteOf(end) })),
    ]),
  ) as WeekRanges

/** A day without hours is left out, as the API has it. */
export const weekOf = (ranges: WeekRanges): Week =>
  Object.fromEntries(
    DAYS.filter((day) => ranges[day].length > 0).map((day) => [
      day,
      ranges[day].map(({ start, end }) => ({ start: clockOf(start), end: clockOf(end) })),
    ]),
  )

/** What is open, with `more` as well; those that touch are one. */
export function opened(ranges: readonly Range[], more: Range): Range[] {
  const sorted = [...ranges, more].sort((a, b) => a.start - b.start)
  const joined: Range[] = []
  for (const each of sorted) {
    const last = joined.at(-1)
    if (last && each.start <= last.end) last.end = Math.max(last.end, each.end)
    else joined.push({ ...each })
  }
  return joined
}

/** What is open without `less`. */
export const closed = (ranges: readonly Range[], less: Range): Range[] =>
  ranges
    .flatMap(({ start, end }) => [
      { start, end: Math.min(end, less.start) },
      { start: Math.max(start, less.end), end },
    ])
    .filter(({ start, end }) => start < end)

export const isOpen = (ranges: readonly Range[], minute: number): boolean =>
  ranges.some(({ start, end }) => start <= minute && minute < end)

/** When both are open. */
export const shared = (a: readonly Range[], b: readonly Range[]): Range[] =>
  a.flatMap((one) =>
    b
      .map((other) => ({ start: Math.max(one.start, other.start), end: Math.min(one.end, other.end) }))
      .filter(({ start, end }) => start < end),
  )

/** Of one day without its pauses. */
export const withoutBreaks = (ranges: readonly Range[], breaks: readonly Range[]): Range[] =>
  breaks.reduce<Range[]>((left, pause) => closed(left, pause), [...ranges])

export const hoursInWeek = (ranges: WeekRanges, breaks: WeekRanges): number =>
  DAYS.flatMap((day) => withoutBreaks(ranges[day], breaks[day])).reduce(
    (sum, { start, end }) => sum + end - start,
    0,
  ) / 60

const everyDay = (days: readonly Day[], ...clocks: Array<[string, string]>): Week =>
  Object.fromEntries(days.map((day) => [day, clocks.map(([start, end]) => ({ start, end }))]))

const WORKDAYS = DAYS.slice(0, 5)

/** Weeks that many businesses have, to begin with. */
export const USUAL_WEEKS = {
  shop: { ...everyDay(WORKDAYS, ['09:00', '18:00']), ...everyDay(['saturday'], ['09:00', '14:00']) },
  practice: everyDay(WORKDAYS, ['08:00', '12:00'], ['14:00', '17:00']),
  office: everyDay(WORKDAYS, ['08:00', '17:00']),
} as const satisfies Record<string, Week>
