/** What the calendar's address says. */
export interface CalendarSearch {
  view?: 'day' | 'week'
  /** YYYY-MM-DD */
  date?: string
  location?: string
  kind?: 'staff' | 'rooms'
  resource?: string
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

const oneOf = <T extends string>(value: unknown, ...known: readonly T[]): T | undefined =>
  known.find((each) => each === value)

export function readCalendarSearch(search: Record<string, unknown>): CalendarSearch {
  const date = text(search.date)
  return withoutGaps({
    view: oneOf(search.view, 'day', 'week'),
    date: date && /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : undefined,
    location: text(search.location),
    kind: oneOf(search.kind, 'staff', 'rooms'),
    resource: text(search.resource),
  })
}

/** What the address of the list of appointments says: its filters. */
export interface ListSearch {
  status?: string
  from?: string
  to?: string
  resource?: string
  service?: string
  customer?: string
  call?: string
  unsynced?: boolean
  /** The earliest first, where it says so. */
  order?: 'asc'
}

/** A filter that is given as undefined goes. */
export type ListChange = { [K in keyof ListSearch]?: ListSearch[K] | undefined }

export function readListSearch(search: Record<string, unknown>): ListSearch {
  return withoutGaps({
    status: text(search.status),
    from: text(search.from),
    to: text(search.to),
    resource: text(search.resource),
    service: text(search.service),
    customer: text(search.customer),
    call: text(search.call),
    unsynced: search.unsynced === true ? true : undefined,
    order: oneOf(search.order, 'asc'),
  })
}

export function withoutGaps<T extends object>(all: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const given = Object.entries(all).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as { [K in keyof T]?: Exclude<T[K], undefined> }
}
