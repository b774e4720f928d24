export interface Dates {
  /** YYYY-MM-DD. */
  from: string
  /** This day included. */
  to: string
}

const DAY = 86_400_000

/** The date that it is somewhere. */
export const dateIn = (at: number, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at)

/** The last so many dates in a zone, today included. */
export function lastDays(days: number, zone: string): Dates {
  const now = Date.now()
  return { from: dateIn(now - (days - 1) * DAY, zone), to: dateIn(now, zone) }
}

/** The whole calendar month before the present one. */
export function lastMonth(zone: string): Dates {
  const [year = 0, month = 1] = dateIn(Date.now(), zone).split('-').map(Number)
  const first = Date.UTC(year, month - 2, 1)
  const last = Date.UTC(year, month - 1, 0)
  return { from: dateIn(first, 'UTC'), to: dateIn(last, 'UTC') }
}
