import type { DayFrame, Which } from '../grammar/day-frame.ts'
import type { DayPart } from '../resolve/day-part.ts'
import type { HolidayName } from '../resolve/holidays.ts'

export type Unit = 'second' | 'minute' | 'hour' | 'day' | 'workday' | 'week' | 'weekend' | 'month' | 'year'

/** What a function word can do in a phrase; several at once ("vor" is before, ago and minutes-to). */
export type Role =
  | 'the'
  | 'at'
  | 'in'
  | 'of'
  | 'from'
  | 'after'
  | 'past'
  | 'before'
  | 'short'
  | 'until'
  | 'to'
  | 'between'
  | 'and'
  | 'or'
  | 'not'
  | 'correction'
  | 'for'
  | 'within'
  | 'ago'
  | 'hence'
  | 'earlier'
  | 'orLater'
  | 'orEarlier'
  | 'half'
  | 'plusHalf'
  | 'quarter'
  | 'threeQuarters'
  | 'oclock'
  | 'am'
  | 'pm'
  | 'zero'
  | 'soon'
  | 'counter'
  | 'ordinalEnding'
  | 'skip'

/** Everything a word may mean; the grammar picks the sense that fits the place. */
export interface Senses {
  readonly number?: number
  readonly ordinal?: number
  readonly quantity?: number
  readonly unit?: Unit
  /** A fixed length in minutes: "Viertelstunde". */
  readonly length?: number
  readonly weekday?: number
  readonly month?: number
  readonly frame?: DayFrame
  readonly which?: Which
  readonly phase?: NonNullable<DayFrame['phase']>
  readonly holiday?: HolidayName
  readonly season?: NonNullable<DayFrame['season']>
  readonly part?: DayPart
  /** The part of a certain day, counted from today: "tonight". */
  readonly partOffset?: number
  /** A clock time with a name, minutes from midnight: noon, midnight. */
  readonly clock?: number
  readonly zone?: string
  /** Which of the two hours on the night the clocks go back. */
  readonly fold?: 'earlier' | 'later'
  /** Is a weekday or month only in plain company of numbers: "so" (Sonntag), "may". */
  readonly weak?: boolean
  readonly roles?: readonly Role[]
}

/** A word or phrase with its senses. `digits` is kept because "0730" and "730" differ. */
export interface Lexeme {
  readonly text: string
  readonly tight: boolean
  readonly digits?: string
  readonly senses: Senses
}
