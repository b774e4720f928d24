import type { Customer } from '../customers/index.ts'
import type { Location } from '../tenants/index.ts'
import type { Today } from './function-answer.ts'
import type { Phrases } from './phrases/index.ts'
import { type SpokenForm, sayDate, sayDateTime, weekdayName } from './speech/index.ts'

/** All a function needs to know of the call it is answering. Nothing in it comes from the model's arguments. */
export interface CallSession {
  tenantId: string
  callId: string
  /** Of the call, when the question was asked. */
  callVersion: number
  /** Holds of this call belong to it. */
  holder: string
  location: Location
  /** The business's number. */
  ours: string
  /** The other one's, E.164; null when withheld. */
  from: string | null
  customer: Customer | undefined
  /** Epoch milliseconds at which the question was asked. */
  now: number
  phrases: Phrases
  /** Of something that the caller has to be told with the next answer. */
  hasBadNews: boolean
  progress: TurnProgress
}

/** What it takes to speak of times: a call, or somebody who asks what would be said. */
export type Conversation = Pick<CallSession, 'tenantId' | 'location' | 'now' | 'phrases'>

/** How far an answer has come, for whoever has to say something before it is there. */
export interface TurnProgress {
  location: Location | undefined
  /** Once known, what is said in the end is stored with it. */
  session?: CallSession
  /** A time is being booked that this call holds. */
  holding?: boolean
}

/** `am Dienstag, dem 24. November, um 14 Uhr 30`: weekday, day and time, in the location's zone. */
export function spokenAt({ location, now }: Conversation, at: number): string {
  const { zone, language } = location
  return sayDateTime({ at, zone, language, now, form: 'dative' })
}

/** `Dienstag, der 24. November`, or as `form` says. */
export function spokenDay(
  { location, now }: Conversation,
  at: number,
  form: SpokenForm = 'nominative',
): string {
  const { zone, language } = location
  return sayDate({ at, zone, language, now, form })
}

/** Several times as one would say them: a day that was just named is not named again. */
export function spokenTimes(session: Conversation, starts: readonly number[]): string[] {
  return starts.map((at, index) => {
    const before = starts[index - 1]
    const whole = spokenAt(session, at)
    const day = spokenDay(session, at, 'dative')
    const sameDay = before !== undefined && day === spokenDay(session, before, 'dative')
    return sameDay ? whole.slice(day.length).replace(/^[, ]+/, '') : whole
  })
}

export function todayIn({ zone, language }: Location, now: number): Today {
  const date = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(now)
  return { date, weekday: weekdayName({ at: now, zone, language }) }
}
