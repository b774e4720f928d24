/** Filters of the list, as they stand in the address. Days as `2026-11-24`, in the client's zone. */
export interface CallSearch {
  outcome?: string
  review?: 'open'
  number?: string
  customer?: string
  from?: string
  to?: string
}

const DAY = /^\d{4}-\d\d-\d\d$/
const text = (value: unknown): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : String(value)
const day = (value: unknown): string | undefined => (DAY.test(String(value)) ? String(value) : undefined)

export function readCallSearch(search: Record<string, unknown>): CallSearch {
  return cleaned({
    outcome: text(search.outcome),
    review: search.review === 'open' ? 'open' : undefined,
    number: text(search.number),
    customer: text(search.customer),
    from: day(search.from),
    to: day(search.to),
  })
}

/** Without what is not set, so that it does not stand in the address. */
export function cleaned<T extends object>(search: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as never
}
