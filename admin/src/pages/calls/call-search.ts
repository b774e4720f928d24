import { type DayRange, readDays } from '../../ui/day-range.ts'
import { withoutGaps } from '../../ui/without-gaps.ts'

/** Filters of the list, as they stand in the address. Days as `2026-11-24`, in the client's zone. */
export interface CallSearch extends DayRange {
  outcome?: string
  review?: 'open'
  number?: string
  customer?: string
}

const text = (value: unknown): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : String(value)

export function readCallSearch(search: Record<string, unknown>): CallSearch {
  return withoutGaps({
    outcome: text(search.outcome),
    review: search.review === 'open' ? 'open' : undefined,
    number: text(search.number),
    customer: text(search.customer),
    ...readDays(search),
  })
}
