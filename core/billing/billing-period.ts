import { Temporal } from 'temporal-polyfill'

/** Half-open [start, end) in epoch milliseconds: an instant belongs to exactly one period. */
export interface BillingPeriod {
  readonly start: number
  readonly end: number
}

/** `days` calendar days out of the period's `of`. */
export interface PeriodShare {
  readonly days: number
  readonly of: number
}

/**
 * What a subscription's periods are counted from: the calendar date it began (YYYY-MM-DD) in the billed tenant's
 * IANA zone, and how many months one period lasts. Periods begin at the start of the day there.
 */
export interface BillingAnchor {
  readonly date: string
  readonly timeZone: string
  readonly months: number
}

const checkedMonths = ({ months }: BillingAnchor): number => {
  if (Number.isSafeInteger(months) && months > 0) return months
  throw new RangeError(`Not a period length in months: ${months}`)
}

/** Always counted from the anchor, never from the last period: 31 January is followed by 28 February and 31 March. */
const startOf = (anchor: BillingAnchor, index: number): number =>
  Temporal.PlainDate.from(anchor.date)
    .add({ months: index * checkedMonths(anchor) })
    .toZonedDateTime(anchor.timeZone).epochMilliseconds

const dateAt = (instant: number, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate()

/** The period `index` steps from the anchor's own, which is 0; negative ones lie before the anchor. */
export const periodAt = (anchor: BillingAnchor, index: number): BillingPeriod => ({
  start: startOf(anchor, index),
  end: startOf(anchor, index + 1),
})

/** The index of the period that contains `instant` (epoch milliseconds). */
const indexContaining = (anchor: BillingAnchor, instant: number): number => {
  const first = Temporal.PlainDate.from(anchor.date)
  const date = dateAt(instant, anchor.timeZone)
  const monthsApart = (date.year - first.year) * 12 + date.month - first.month
  const guess = Math.floor(monthsApart / checkedMonths(anchor))
  // The month alone may be one period off, in both directions: on an earlier day of the month the last period still
  // runs, and where clocks were set back across midnight the evening before comes again after the boundary.
  if (instant < startOf(anchor, guess)) return guess - 1
  return instant < startOf(anchor, guess + 1) ? guess : guess + 1
}

export const periodContaining = (anchor: BillingAnchor, instant: number): BillingPeriod =>
  periodAt(anchor, indexContaining(anchor, instant))

/** The period that follows `period`. Throws RangeError where `period` is none of the anchor's. */
export const nextPeriod = (anchor: BillingAnchor, period: BillingPeriod): BillingPeriod => {
  const index = indexContaining(anchor, period.start)
  const own = periodAt(anchor, index)
  if (own.start === period.start && own.end === period.end) return periodAt(anchor, index + 1)
  throw new RangeError(`Not a period of the anchor ${anchor.date} in ${anchor.timeZone}`)
}

/**
 * The calendar days of `part` within `period`. The day on which a part begins counts for it, the day on which it ends
 * for what follows (unless it ends with that day), so the parts of a period always add up to the whole. Days are counted on the
 * calendar, so one of 23 or 25 hours is one day. Throws RangeError where `part` reaches out of `period`.
 */
export const calendarShare = (period: BillingPeriod, part: BillingPeriod, timeZone: string): PeriodShare => {
  const inside = period.start <= part.start && part.start <= part.end && part.end <= period.end
  if (!inside) throw new RangeError('The part reaches out of its period')
  const days = (span: BillingPeriod): number =>
    dateAt(span.start, timeZone).until(dateAt(span.end, timeZone), { largestUnit: 'days' }).days
  return { days: days(part), of: days(period) }
}
