import { nameIn, offeredMinutes, type PricedService, priceAt } from '../../scheduling/index.ts'
import type { Conversation } from '../call-session.ts'
import { answer, type FunctionAnswer } from '../function-answer.ts'
import { type Arguments, spokenWhen } from '../function-arguments.ts'
import { sayDuration, sayPrice } from '../speech/index.ts'
import { resolveSpokenLength, type SpokenLanguage } from '../spoken-time/index.ts'

export type ResolvedLength =
  /** Nobody said one: the service's own. */
  { is: 'own' } | { is: 'one'; minutes: number } | { is: 'answer'; answer: FunctionAnswer }

interface Wanted {
  args: Arguments
  service: PricedService
  /** Heard together with the time: "um 16 Uhr für 90 Minuten". */
  withTime?: number | undefined
}

/** Without such a word "14 Uhr 30 Minuten" may as well be half past two. */
const LASTING = /(?<!\p{L})(für|fuer|for|lang|lasting)(?!\p{L})/iu

/**
 * The length that was asked for: as an argument, with the time, or in the words for the service. One that the service
 * does not have is answered with those it has, and so are words that mean none where there are several to choose from.
 */
export function resolveLength(session: Conversation, { args, service, withTime }: Wanted): ResolvedLength {
  const offered = offeredMinutes(service)
  const heard = heardLength(args, session.location.language)
  const lasting = LASTING.test(spokenWhen(args) ?? '') ? withTime : undefined
  const minutes = heard ?? lasting ?? inServiceWords(args, service, session.location.language)
  if (minutes === undefined) {
    return args.duration && offered.length > 1
      ? { is: 'answer', answer: askLength(session, service, false) }
      : { is: 'own' }
  }
  if (offered.includes(minutes)) return { is: 'one', minutes }
  return { is: 'answer', answer: askLength(session, service, true) }
}

/** Of the argument alone: a number, or words in either language, as a model may have translated them. */
function heardLength({ duration }: Arguments, language: SpokenLanguage): number | undefined {
  if (duration === undefined) return undefined
  if (/^\d{1,4}$/.test(duration)) return Number(duration) || undefined
  return inEitherLanguage(duration, language)
}

/** A length that is part of the service's name says which service is meant, not how long it lasts. */
function inServiceWords({ service: words }: Arguments, service: PricedService, language: SpokenLanguage) {
  const minutes = words === undefined ? undefined : inEitherLanguage(words, language)
  const names = [service.name, ...service.spokenNames, ...Object.values(service.spoken).flat()]
  return names.some((name) => inEitherLanguage(name, language) === minutes) ? undefined : minutes
}

function inEitherLanguage(text: string, language: SpokenLanguage): number | undefined {
  const other = language === 'de' ? 'en' : 'de'
  return resolveSpokenLength(text, language) ?? resolveSpokenLength(text, other) ?? undefined
}

/** With what it costs, as far as that is told; undefined where the service's one length goes without saying. */
export function sayLength(
  session: Conversation,
  service: PricedService,
  minutes: number,
): string | undefined {
  return (service.durations ?? []).length > 0 ? lengthAt(session, service, minutes) : undefined
}

function lengthAt({ phrases, location }: Conversation, service: PricedService, minutes: number): string {
  // What is booked may have a length that is offered no more.
  const price = offeredMinutes(service).includes(minutes) ? priceAt(service, minutes) : null
  return phrases.lengthAt(
    sayDuration(minutes, location.language),
    price === null ? undefined : sayPrice(price, service.currency, location.language),
  )
}

function askLength(session: Conversation, service: PricedService, heard: boolean): FunctionAnswer {
  const offered = offeredMinutes(service).toSorted((a, b) => a - b)
  const name = nameIn(service, session.location.language)
  const lengths = offered.map((minutes) => lengthAt(session, service, minutes))
  return answer(heard ? 'unknown_length' : 'ask', session.phrases.askLength(name, lengths, heard), {
    missing: ['duration_minutes'],
    data: { service: name, lengths: presentLengths(service) },
  })
}

/** Shortest first. Prices in minor units of `currency`; null where none is told. */
export const presentLengths = (service: PricedService) =>
  offeredMinutes(service)
    .toSorted((a, b) => a - b)
    .map((minutes) => ({ minutes, price_minor: priceAt(service, minutes), currency: service.currency }))
