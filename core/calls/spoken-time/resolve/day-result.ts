import type { Temporal } from 'temporal-polyfill'
import type { AskReason } from '../spoken-time.ts'

/** What the words about the day come to. Spans are half-open. */
export type DayResult =
  | { readonly kind: 'day'; readonly date: Temporal.PlainDate }
  | { readonly kind: 'days'; readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate }
  | { readonly kind: 'ask'; readonly question: AskReason; readonly dates: readonly Temporal.PlainDate[] }

export const oneDay = (date: Temporal.PlainDate): DayResult => ({ kind: 'day', date })

export const askDay = (question: AskReason, ...dates: readonly Temporal.PlainDate[]): DayResult => ({
  kind: 'ask',
  question,
  dates,
})
