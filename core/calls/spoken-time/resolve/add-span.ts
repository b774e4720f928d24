import type { Temporal } from 'temporal-polyfill'
import type { Span } from '../grammar/span.ts'

const SATURDAY = 6

/** The date a length of calendar time later: months, then days, then working days. */
export function addSpan(
  date: Temporal.PlainDate,
  { months, days, workdays }: Omit<Span, 'seconds'>,
): Temporal.PlainDate {
  const step = Math.sign(workdays)
  let reached = date.add({ months, days })
  for (let left = Math.abs(workdays); left > 0; ) {
    reached = reached.add({ days: step })
    if (reached.dayOfWeek < SATURDAY) left -= 1
  }
  return reached
}
