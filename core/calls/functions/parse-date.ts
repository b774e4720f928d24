import { spokenAt, spokenDay } from '../call-session.ts'
import { answer } from '../function-answer.ts'
import { spokenWhen } from '../function-arguments.ts'
import type { AnswerFunction } from './call-function.ts'
import { localTime } from './local-day.ts'
import { readSpoken } from './read-spoken.ts'
import { askTime, asWish } from './resolve-wish.ts'

/** For agents that want a date before they ask for times. Says what was understood, as a question. */
export const parseDate: AnswerFunction = async (session, args, parts) => {
  const text = spokenWhen(args)
  if (!text) return askTime(session, 'missing')
  const wish = asWish(session, await readSpoken(session, text, parts.availability))
  if (wish.is === 'answer') return wish.answer
  const { zone } = session.location
  if (wish.is === 'instant') {
    const start = localTime(wish.start, zone)
    const say = session.phrases.understood(spokenAt(session, wish.start))
    return answer('ok', say, { data: { date: start.slice(0, 10), start } })
  }
  const say = session.phrases.understood(spokenDay(session, wish.from, 'dative'))
  return answer('ok', say, { data: { date: localTime(wish.from, zone).slice(0, 10) } })
}
