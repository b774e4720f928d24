/** A length of time as people say it: months and days follow the calendar, seconds the clock. */
export interface Span {
  readonly months: number
  readonly days: number
  /** Monday to Friday. */
  readonly workdays: number
  readonly seconds: number
}

export const NO_SPAN: Span = { months: 0, days: 0, workdays: 0, seconds: 0 }

export const daysSpan = (days: number): Span => ({ ...NO_SPAN, days })

export const addSpans = (a: Span, b: Span): Span => ({
  months: a.months + b.months,
  days: a.days + b.days,
  workdays: a.workdays + b.workdays,
  seconds: a.seconds + b.seconds,
})

export const negateSpan = (span: Span): Span => ({
  months: -span.months,
  days: -span.days,
  workdays: -span.workdays,
  seconds: -span.seconds,
})

/** Whether it is counted in days or more, so that it names a day and no clock time. */
export const countsDays = (span: Span): boolean => span.seconds === 0
