import { DAYS, type Day, type Week } from './setup-types.ts'

/** A break as people speak of it: the same time on several days. */
export interface BreakRow {
  days: Day[]
  start: string
  end: string
}

/** Those of the same time are one row; the earliest first. */
export function breakRowsOf(breaks: Week): BreakRow[] {
  const rows = new Map<string, BreakRow>()
  for (const day of DAYS)
    for (const { start, end } of breaks[day] ?? []) {
      const key = `${start} ${end}`
      rows.set(key, { start, end, days: [...(rows.get(key)?.days ?? []), day] })
    }
  return [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

/** As the API takes them, day by day. */
export const breaksOf = (rows: readonly BreakRow[]): Week =>
  Object.fromEntries(
    DAYS.map((day) => [
      day,
      rows
        .filter(({ days }) => days.includes(day))
        .map(({ start, end }) => ({ start, end }))
        .toSorted((a, b) => (a.start < b.start ? -1 : 1)),
    ]).filter(([, ranges]) => ranges?.length),
  )
