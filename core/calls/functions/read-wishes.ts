import { Temporal } from 'temporal-polyfill'
import type { AvailabilityService, Wish } from '../../scheduling/index.ts'
import type { Conversation } from '../call-session.ts'
import type { FunctionAnswer } from '../function-answer.ts'
import type { SpokenTime } from '../spoken-time/index.ts'
import { localDay } from './local-day.ts'
import { readSpoken } from './read-spoken.ts'
import { asWish, type Wish as SpokenWish } from './resolve-wish.ts'

export type Wishes =
  | Extract<SpokenWish, { is: 'instant' }>
  /** Epoch milliseconds; `daily` in minutes of the wall clock. */
  | { is: 'wishes'; wishes: readonly Wish[] }
  | { is: 'answer'; answer: FunctionAnswer }

const MINUTE = 60_000
const OR = /\s*,?\s+(?:oder|or)\s+(?:auch\s+|sonst\s+|else\s+)?/i
/** More cannot be meant as wishes of one sentence. */
const MOST = 3

/** What the caller would like, in the caller's words: a time, a span, or several of them ("Mittwoch oder Freitag früh"). */
export async function readWishes(
  conversation: Conversation,
  text: string,
  availability: AvailabilityService,
): Promise<Wishes> {
  const several = await eitherOr(conversation, text, availability)
  if (several) return { is: 'wishes', wishes: several }
  const wish = asWish(conversation, await readSpoken(conversation, text, availability))
  if (wish.is !== 'span') return wish
  const { from, to, daily } = wish
  return { is: 'wishes', wishes: [{ start: from, end: to, daily }] }
}

/** Undefined where there is one part, or the parts alone are not certain: then the whole is understood, or asked back. */
async function eitherOr(
  conversation: Conversation,
  text: string,
  availability: AvailabilityService,
): Promise<Wish[] | undefined> {
  const parts = text.split(OR)
  if (parts.length < 2 || parts.length > MOST) return undefined
  const all: SpokenTime[] = []
  for (const part of parts) all.push(await readPart(conversation, part, availability))
  if (mayShareTime(all)) return undefined
  const wishes: Wish[] = []
  let day: string | undefined
  for (const spoken of all) {
    const wish = certain(spoken, { day, zone: conversation.location.zone })
    if (!wish || wish.end <= conversation.now) return undefined
    wishes.push(wish)
    if ('date' in spoken) day = spoken.date
  }
  return wishes
}

/** "Um zehn oder elf": a number alone is no time, but the one before it was. */
async function readPart(
  conversation: Conversation,
  part: string,
  availability: AvailabilityService,
): Promise<SpokenTime> {
  const spoken = await readSpoken(conversation, part, availability)
  if (spoken.kind !== 'nothing') return spoken
  const at = conversation.location.language === 'de' ? 'um' : 'at'
  return readSpoken(conversation, `${at} ${part}`, availability)
}

/** "Heute oder morgen um zehn": the time at the end may be meant for the days before it as well. */
const mayShareTime = (all: readonly SpokenTime[]): boolean =>
  all.at(-1)?.kind !== 'date' && all.some(({ kind }) => kind === 'date')

/** `day`: of what was said before, for a clock time that names none. */
function certain(
  spoken: SpokenTime,
  { day, zone }: { day: string | undefined; zone: string },
): Wish | undefined {
  switch (spoken.kind) {
    case 'instant':
      return exactly(spoken.start)
    case 'time':
      return day === undefined
        ? undefined
        : exactly(
            Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: spoken.time })
              .epochMilliseconds,
          )
    case 'date': {
      const { from, to } = localDay(spoken.date, zone)
      return { start: from, end: to }
    }
    case 'window':
      return spoken.to === null ? undefined : { start: spoken.from, end: spoken.to, daily: spoken.daily }
    default:
      return undefined
  }
}

/** How long it shall last, where that was said with the time. */
export const minutesWith = (meant: SpokenWish | Wishes): number | undefined =>
  meant.is === 'instant' ? meant.minutes : undefined

const exactly = (start: number): Wish => ({ start, end: start + MINUTE })
