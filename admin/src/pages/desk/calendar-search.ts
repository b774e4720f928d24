import { type DayRange, readDay, readDays } from '../../ui/day-range.ts'
import { withoutGaps } from '../../ui/without-gaps.ts'

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
  return withoutGaps({
    view: oneOf(search.view, 'day', 'week'),
    date: readDay(search.date),
    location: text(search.location),
    kind: oneOf(search.kind, 'staff', 'rooms'),
    resource: text(search.resource),
  })
}

/** What the address of the list of appointments says: its filters. */
export interface ListSearch extends DayRange {
  status?: string
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
    ...readDays(search),
    resource: text(search.resource),
    service: text(search.service),
    customer: text(search.customer),
    call: text(search.call),
    unsynced: search.unsynced === true ? true : undefined,
    order: oneOf(search.order, 'asc'),
  })
}
