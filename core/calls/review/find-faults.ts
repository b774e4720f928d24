import { isOver, type Outcome } from '../call.ts'
import { turnsOf } from '../call-timeline.ts'
import { askedAgain } from './asked-again.ts'
import type { AskedFunction, CallStory, Finding, FindingCode, FindingData } from './finding.ts'
import { claimsBooking, claimsNothingFree } from './spoken-claims.ts'

/** Milliseconds from which on a caller notices that an answer takes long. */
const SLOW = 1_500
/** Milliseconds below which a call in which nothing was asked is a wrong number or a change of mind. */
const SHORT = 8_000
/** How often a time may be asked back before callers give up. */
const ASKED_BACK_OFTEN = 2

type Rule = (story: CallStory) => Finding | undefined

/** Why a call went wrong, out of what is stored of it; what weighs most first. Nothing of one that still goes on. */
export function findFaults(story: CallStory): Finding[] {
  if (!isOver(story.state)) return []
  return RULES.flatMap((rule) => rule(story) ?? [])
}

const finding = (
  code: FindingCode,
  data: FindingData = {},
  about: readonly AskedFunction[] = [],
): Finding => ({ code, data, functionCallIds: about.map(({ id }) => id) })

const DONE: ReadonlySet<Outcome | null> = new Set([
  'booked',
  'rescheduled',
  'cancelled',
  'callback',
  'transferred',
])
const OFFERING: ReadonlySet<string> = new Set(['available', 'alternatives', 'held'])
const STANDING: ReadonlySet<string> = new Set(['pending', 'confirmed', 'completed', 'no_show'])
const BOOKINGS: ReadonlySet<string> = new Set(['booked', 'rescheduled'])
const LOOKING = /availab|slot|book|reschedule|hold|verfueg|buch/i
const FAILED_ENDINGS: ReadonlySet<string> = new Set([
  'failed',
  'no_capacity',
  'refused',
  'too_long',
  'stopped',
])

const notConnected: Rule = ({ state, facts }) =>
  state === 'not_connected' ? finding('not_connected', reasonOf(facts)) : undefined

const providerFailed: Rule = ({ state, facts }) => {
  const failed = state === 'error' || (state === 'ended' && FAILED_ENDINGS.has(facts.ending ?? ''))
  return failed ? finding('provider_failed', reasonOf(facts)) : undefined
}

const reasonOf = ({ ending, disconnectionReason }: CallStory['facts']): FindingData => {
  const reason = disconnectionReason ?? ending
  return reason === undefined ? {} : { reason }
}

const silence: Rule = ({ facts }) => (facts.ending === 'silence' ? finding('silence') : undefined)

const voicemail: Rule = ({ facts }) =>
  facts.ending === 'voicemail' || facts.analysis?.inVoicemail ? finding('voicemail') : undefined

const nothingAsked: Rule = ({ state, facts, functions, outcome }) => {
  const talked = state === 'ended' && (facts.durationMs ?? 0) >= SHORT
  if (!talked || functions.length > 0 || outcome === 'transferred') return undefined
  return facts.ending === 'voicemail' ? undefined : finding('nothing_asked')
}

/** One finding for all functions of a status, named by the first. */
const ofStatus =
  (code: FindingCode, status: string): Rule =>
  ({ functions }) => {
    const about = functions.filter((asked) => asked.status === status)
    const [first] = about
    return first && finding(code, { name: first.name, count: about.length }, about)
  }

const neverAskedAgain: Rule = ({ functions }) => {
  const about = functions.filter((asked) => asked.status === 'pending' && !askedAgain(functions, asked))
  const [first] = about
  return first && finding('never_asked_again', { name: first.name, count: about.length }, about)
}

const slow: Rule = ({ functions }) => {
  const about = functions.filter(({ duration_ms: took }) => took >= SLOW)
  const longest = about.toSorted((a, b) => b.duration_ms - a.duration_ms)[0]
  return (
    longest &&
    finding('slow', { name: longest.name, longest: longest.duration_ms, count: about.length }, about)
  )
}

const hungUpAfterWait: Rule = ({ facts, functions, outcome }) => {
  const last = functions.at(-1)
  const waited = facts.ending === 'caller_hung_up' && last !== undefined && last.duration_ms >= SLOW
  return waited && !DONE.has(outcome)
    ? finding('hung_up_after_wait', { name: last.name, longest: last.duration_ms }, [last])
    : undefined
}

const askedBack = ({ status, result }: AskedFunction): boolean =>
  status === 'ask' && typeof result.data.question === 'string'

const notUnderstood: Rule = ({ functions }) => {
  const about = functions.filter(askedBack)
  return about.length >= ASKED_BACK_OFTEN
    ? finding('not_understood', { count: about.length, words: about.flatMap(whenOf) }, about)
    : undefined
}

const whenOf = ({ arguments: { when, new_when: newWhen } }: AskedFunction): string[] =>
  [when, newWhen].filter((words): words is string => typeof words === 'string' && words !== '')

const serviceNotUnderstood: Rule = ({ functions }) => {
  const about = functions.filter(
    ({ status, result, arguments: { service } }) =>
      (status === 'ask' || status === 'unknown_service') &&
      result.missing.includes('service') &&
      Boolean(service),
  )
  const words = about.flatMap(({ arguments: { service } }) => (typeof service === 'string' ? [service] : []))
  return about.length > 0
    ? finding('service_not_understood', { words, count: about.length }, about)
    : undefined
}

const refusedFor = ({ result }: AskedFunction): string | undefined =>
  typeof result.data.reason === 'string' ? result.data.reason : undefined

const calendarStale: Rule = ({ functions }) => {
  const about = functions.filter((asked) => refusedFor(asked) === 'calendar_stale')
  return about.length > 0 ? finding('calendar_stale', { count: about.length }, about) : undefined
}

const refused: Rule = ({ functions, outcome }) => {
  if (DONE.has(outcome)) return undefined
  const about = functions.filter((asked) => {
    const reason = refusedFor(asked)
    return reason !== undefined && reason !== 'calendar_stale'
  })
  const last = about.at(-1)
  return last && finding('refused', { name: last.name, reason: refusedFor(last) ?? '' }, about)
}

const offeredNotBooked: Rule = ({ functions, outcome }) => {
  const about = functions.filter(({ status }) => OFFERING.has(status))
  return about.length > 0 && !DONE.has(outcome)
    ? finding('offered_not_booked', { count: about.length }, about)
    : undefined
}

const holdExpired: Rule = ({ appointments }) => {
  const stands = appointments.some(({ status }) => STANDING.has(status))
  return !stands && appointments.some(({ status }) => status === 'expired')
    ? finding('hold_expired')
    : undefined
}

const refusedByCalendar: Rule = ({ appointments }) =>
  appointments.some(({ external }) => external.some(({ state }) => state === 'refused'))
    ? finding('refused_by_calendar')
    : undefined

/** What the hub itself said is proven by the answer that it stands in. */
function claimsOf({ facts, functions }: CallStory, claims: (text: string) => boolean): string[] {
  const proven = functions.map(({ result }) => result.say).filter((say) => say !== '')
  return turnsOf(facts).flatMap(({ by, text }) => {
    const isOwn = by === 'agent' && !proven.some((say) => text.includes(say))
    return isOwn && claims(text) ? [text] : []
  })
}

const saidBooked: Rule = (story) => {
  if (story.functions.some(({ status }) => BOOKINGS.has(status))) return undefined
  const words = claimsOf(story, claimsBooking)
  return words.length > 0 ? finding('said_booked', { words }) : undefined
}

const saidTakenUnasked: Rule = (story) => {
  if (story.functions.some(({ name }) => LOOKING.test(name))) return undefined
  const words = claimsOf(story, claimsNothingFree)
  return words.length > 0 ? finding('said_taken_unasked', { words }) : undefined
}

const providerDisagrees: Rule = ({ facts, outcome }) => {
  const { successful } = facts.analysis ?? {}
  if (successful === true && outcome === 'abandoned')
    return finding('provider_disagrees', { reason: 'success' })
  if (successful === false && outcome === 'booked')
    return finding('provider_disagrees', { reason: 'failure' })
  return undefined
}

const RULES: readonly Rule[] = [
  notConnected,
  providerFailed,
  silence,
  voicemail,
  ofStatus('function_failed', 'trouble'),
  ofStatus('function_unknown', 'unknown_function'),
  neverAskedAgain,
  saidBooked,
  saidTakenUnasked,
  refusedByCalendar,
  calendarStale,
  offeredNotBooked,
  nothingAsked,
  notUnderstood,
  serviceNotUnderstood,
  refused,
  hungUpAfterWait,
  slow,
  holdExpired,
  ofStatus('number_withheld', 'withheld'),
  providerDisagrees,
]
