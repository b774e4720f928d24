import type { HolidayName } from '../resolve/holidays.ts'
import type { Span } from './span.ts'

/** this/diesen, next/nächsten, coming/kommenden, last/letzten, after next/übernächsten. */
export type Which = 'this' | 'next' | 'coming' | 'last' | 'afterNext'

/**
 * What was said about the day, slot by slot. Each phrase fills a few slots, phrases of one sentence are laid over
 * each other, and a slot filled twice with different things is a contradiction.
 */
export interface DayFrame {
  /** Days from today: heute 0, morgen 1. */
  readonly offset?: number
  /** ISO weekday, Monday 1. */
  readonly weekday?: number
  readonly which?: Which
  /** Calendar weeks from this one. */
  readonly week?: number
  readonly weekend?: number
  /** Week number of ISO 8601: "KW 48". */
  readonly isoWeek?: number
  /** The whole week that the day lies in. */
  readonly weekOf?: true
  readonly day?: number
  readonly month?: number
  /** Months from this one. */
  readonly monthOffset?: number
  readonly year?: number
  readonly yearOffset?: number
  /** The count-th such thing of a month; -1 is the last. */
  readonly nth?: { readonly count: number; readonly of: 'day' | 'week' | 'weekend' | 'weekday' }
  readonly holiday?: HolidayName
  readonly season?: 'spring' | 'summer' | 'autumn' | 'winter'
  readonly phase?: 'start' | 'mid' | 'end' | 'later' | 'rest' | 'workdays'
  /** Counted from the rest of the frame: "drei Tage nach Ostern", "Dienstag in einer Woche". */
  readonly after?: Span
}
