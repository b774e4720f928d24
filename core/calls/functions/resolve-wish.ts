import { type Conversation, spokenDay, spokenTimes } from '../call-session.ts'
import { answer, type FunctionAnswer } from '../function-answer.ts'
import type { TimeQuestion } from '../phrases/index.ts'
import type { DailyMinutes, SpokenCandidate, SpokenTime } from '../spoken-time/index.ts'
import { localDay, localTime } from './local-day.ts'

export type Wish =
  /** `minutes`: how long, where that was said with it. */
  | { is: 'instant'; start: number; minutes?: number | undefined }
  | { is: 'span'; from: number; to: number; daily?: DailyMinutes }
  | { is: 'answer'; answer: FunctionAnswer }

const DAY = 86_400_000
/** How far an open wish ("ab Mittwoch") is searched, in milliseconds. */
const OPEN_SEARCH = 14 * DAY
/** A whole year would be more than anybody can be read out. */
const LONGEST_SEARCH = 60 * DAY

/** What was said as something to look for, or the question it leaves open. Unknown stays unknown. */
export function asWish(session: Conversation, spoken: SpokenTime): Wish {
  switch (spoken.kind) {
    case 'instant':
      return { is: 'instant', start: spoken.start, minutes: spoken.minutes }
    case 'time':
      return { is: 'instant', start: spoken.start }
    case 'date':
      return { is: 'span', ...localDay(spoken.date, session.location.zone) }
    case 'window': {
      const from = Math.max(spoken.from, session.now)
      const to = Math.min(spoken.to ?? from + OPEN_SEARCH, from + LONGEST_SEARCH)
      if (to <= from) return { is: 'answer', answer: askTime(session, 'past') }
      return { is: 'span', from, to, ...(spoken.daily ? { daily: spoken.daily } : {}) }
    }
    case 'ask':
      return { is: 'answer', answer: askTime(session, spoken.question, spoken.candidates) }
    case 'past':
      return { is: 'answer', answer: askTime(session, 'past') }
    case 'nothing':
      return { is: 'answer', answer: askTime(session, 'missing') }
  }
}

export function askTime(
  session: Conversation,
  question: TimeQuestion,
  candidates: readonly SpokenCandidate[] = [],
): FunctionAnswer {
  const { zone } = session.location
  const data = candidates.map(({ start, date }) =>
    start === undefined ? { date } : { start: localTime(start, zone) },
  )
  const say = session.phrases.askTime(question, sayCandidates(session, candidates))
  return answer('ask', say, { data: { question, candidates: data }, missing: ['when'] })
}

function sayCandidates(session: Conversation, candidates: readonly SpokenCandidate[]): string[] {
  const starts = candidates.flatMap(({ start }) => start ?? [])
  if (starts.length > 0) return spokenTimes(session, starts)
  return candidates.map(({ date = '' }) =>
    spokenDay(session, localDay(date, session.location.zone).from, 'dative'),
  )
}
