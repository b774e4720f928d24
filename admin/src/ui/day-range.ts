import { addDays, instantOf } from '../words/wall-time.ts'

/** From the first day to the last, both of them counted: `2026-11-24`, in the client's zone. */
export interface DayRange {
  from?: string
  to?: string
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** A day in an address; undefined for what is none. */
export const readDay = (value: unknown): string | undefined =>
  typeof value === 'string' && DAY.test(value) ? value : undefined

/** The days in an address. */
export const readDays = ({ from, to }: Record<string, unknown>) => ({ from: readDay(from), to: readDay(to) })

/** The same as the API takes it: from midnight to before midnight. */
export const instantsOf = ({ from, to }: DayRange, zone: string) => ({
  from: from && instantOf(`${from} 00:00`, zone),
  to: to && instantOf(`${addDays(to, 1)} 00:00`, zone),
})
