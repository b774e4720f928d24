/** The languages a caller may speak. */
export type SpokenLanguage = 'de' | 'en'

export interface SpokenTimeRequest {
  /** The caller's words, or what a model made of them; ISO dates and times are words like any other. */
  readonly text: string
  /** When it was said, epoch milliseconds. */
  readonly now: number
  /** IANA zone of the location; every day and clock time is meant there. */
  readonly zone: string
  readonly language: SpokenLanguage
  /** Usual opening in minutes from midnight (half-open); decides whether "um drei" is 03:00 or 15:00. */
  readonly openMinutes?: { readonly start: number; readonly end: number }
}

/**
 * Why the caller has to be asked back.
 *
 * - `which_day`: two days fit ("nächsten Mittwoch" said on a Tuesday, "Montag oder Dienstag", a clock time for a week)
 * - `which_week`: "kommende Woche", "next weekend"
 * - `which_time`: two clock times fit (open from 6 to 22 and "um acht"; "um zehn oder elf")
 * - `day_contradicts`: the weekday is not the date's
 * - `time_contradicts`: "17 Uhr morgens"
 * - `unclear_time`: no such clock time, or garbled ("sechs sechzehn Uhr")
 * - `no_such_date`: 32 August, 29 February of a common year
 */
export type AskReason =
  | 'which_day'
  | 'which_week'
  | 'which_time'
  | 'day_contradicts'
  | 'time_contradicts'
  | 'unclear_time'
  | 'no_such_date'

/** One possible meaning: an instant where a clock time was said, else a day. */
export interface SpokenCandidate {
  readonly start?: number
  readonly date?: string
}

/** A part of each day, minutes from midnight, half-open; `end` may pass 1440 ("nachts"). */
export interface DailyMinutes {
  readonly start: number
  readonly end: number
}

/**
 * What the words mean. Instants are epoch milliseconds, dates `2026-11-24`, times `14:30`, all three of the same
 * instant in the location's zone.
 */
export type SpokenTime =
  | {
      readonly kind: 'instant'
      readonly start: number
      readonly date: string
      readonly time: string
      /** Length in minutes where one was said ("from 4 pm for 30 minutes"). */
      readonly minutes?: number
    }
  | { readonly kind: 'date'; readonly date: string }
  | {
      readonly kind: 'window'
      readonly from: number
      /** Exclusive; null is open: until the booking horizon. */
      readonly to: number | null
      /** Present where the window lies within one day. */
      readonly date?: string
      /** Only these minutes of each day ("nächste Woche nachmittags"). */
      readonly daily?: DailyMinutes
    }
  | {
      /** A clock time without a day: `time` is what was said, `start` and `date` its next occurrence. */
      readonly kind: 'time'
      readonly time: string
      readonly start: number
      readonly date: string
      /** True where the time is past today, so that the read-back must say the date. */
      readonly rolledOver: boolean
    }
  | {
      readonly kind: 'ask'
      readonly question: AskReason
      readonly candidates: readonly SpokenCandidate[]
    }
  | {
      /** Understood, but over. Never shifted into the future. */
      readonly kind: 'past'
      readonly date: string
      readonly start?: number
      readonly time?: string
    }
  | { readonly kind: 'nothing' }
