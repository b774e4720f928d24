import { Temporal } from 'temporal-polyfill'
import type { HubAnswer } from '../hub-answer.ts'

/**
 * A time a caller would like: the whole sentence, the words for the time in it, and the plain date and time the
 * caller gives when asked back.
 */
export type Wish = {
  said: string
  when: string
  plainly: (today: HubAnswer['today']) => { date: string; time: string }
}

/** A wish so many days from today, by the date the hub itself gave. */
export function wishIn(days: number, time: string, { said, when }: Pick<Wish, 'said' | 'when'>): Wish {
  const plainly = ({ date }: HubAnswer['today']) => ({
    date: date === '' ? '' : Temporal.PlainDate.from(date).add({ days }).toString(),
    time,
  })
  return { said, when, plainly }
}

/** A wish for exactly the wall clock of an RFC 3339 text. */
export function wishAt(start: string, words: Pick<Wish, 'said' | 'when'>): Wish {
  return { ...words, plainly: () => ({ date: start.slice(0, 10), time: start.slice(11, 16) }) }
}
