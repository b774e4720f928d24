import type { Change, ChangeFee, ChangeRefusal, ChangeTerms, Quota } from '../scheduling/index.ts'
import type { Language } from '../tenants/index.ts'
import { sayDateTime, sayPrice } from './speech/index.ts'

/** In which words, and for whom: all instants are told in the location's zone. */
export interface ChangeSpeaking {
  readonly language: Language
  readonly zone: string
  /** Epoch milliseconds. */
  readonly now: number
}

interface Words {
  open: string
  until(when: string): string
  tooLate(when: string): string
  over: string
  never: string
  exhausted(count: number, per: Quota['per']): string
  most(count: number, per: Quota['per']): string
  costsNow(fee: string): string
  freeUntil(when: string, fee: string): string
}

const PER_DE: Record<Quota['per'], string> = {
  month: 'im Monat',
  year: 'im Jahr',
  appointment: 'pro Termin',
}
const PER_EN: Record<Quota['per'], string> = { month: 'a month', year: 'a year', appointment: '' }
const TIMES_EN: Readonly<Record<number, string>> = { 1: 'once', 2: 'twice' }
const timesInEnglish = (count: number): string => TIMES_EN[count] ?? `${count} times`

const WORDS: Readonly<Record<Language, Readonly<Record<Change, Words>>>> = {
  de: {
    cancel: inGerman({ verb: 'Absagen', done: 'abgesagt', one: 'Absage', many: 'Absagen' }),
    reschedule: inGerman({
      verb: 'Verschieben',
      done: 'verschoben',
      one: 'Verschiebung',
      many: 'Verschiebungen',
    }),
  },
  en: {
    cancel: inEnglish({ doing: 'Cancelling', done: 'cancelled' }),
    reschedule: inEnglish({ doing: 'Moving', done: 'moved' }),
  },
}

function inGerman({ verb, done, one, many }: Record<'verb' | 'done' | 'one' | 'many', string>): Words {
  return {
    open: `Der Termin kann ${done} werden.`,
    until: (when) => `${verb} ist bis ${when} möglich.`,
    tooLate: (when) => `${verb} war leider nur bis ${when} möglich.`,
    over: `Dieser Termin kann nicht mehr ${done} werden.`,
    never: `${verb} ist bei diesem Termin leider nicht vorgesehen.`,
    exhausted: (count, per) =>
      count === 1
        ? `Mehr als eine ${one} ${PER_DE[per]} ist leider nicht möglich.`
        : `Mehr als ${count} ${many} ${PER_DE[per]} sind leider nicht möglich.`,
    most: (count, per) =>
      count === 1
        ? `Möglich ist höchstens eine ${one} ${PER_DE[per]}.`
        : `Möglich sind höchstens ${count} ${many} ${PER_DE[per]}.`,
    costsNow: (fee) => `Eine ${one} kostet jetzt ${fee}.`,
    freeUntil: (when, fee) => `Bis ${when} ist das kostenfrei, danach kostet es ${fee}.`,
  }
}

function inEnglish({ doing, done }: Record<'doing' | 'done', string>): Words {
  const often = (count: number, per: Quota['per']) => `${timesInEnglish(count)} ${PER_EN[per]}`.trim()
  return {
    open: `The appointment can be ${done}.`,
    until: (when) => `It can be ${done} until ${when}.`,
    tooLate: (when) => `I'm sorry, it could only be ${done} until ${when}.`,
    over: `That appointment can't be ${done} any more.`,
    never: `I'm sorry, that appointment can't be ${done}.`,
    exhausted: (count, per) => `I'm sorry, ${doing.toLowerCase()} is only possible ${often(count, per)}.`,
    most: (count, per) => `${doing} is possible ${often(count, per)} at most.`,
    costsNow: (fee) => `${doing} it now costs ${fee}.`,
    freeUntil: (when, fee) => `Until ${when} that is free, after that it costs ${fee}.`,
  }
}

/** All that a customer has to know, in whole sentences. */
export function sayTerms(terms: ChangeTerms, speaking: ChangeSpeaking): string {
  const words = WORDS[speaking.language][terms.change]
  if (!terms.changeable) return words.over
  if (terms.refusal) return sayChangeRefusal(terms.refusal, speaking)
  const quota = terms.rules.quota.value
  return [
    terms.deadline === null ? words.open : words.until(sayUntil(terms.deadline, speaking)),
    ...(quota ? [words.most(quota.count, quota.per)] : []),
    ...(terms.fee ? [sayFee(terms.change, terms.fee, speaking)] : []),
  ].join(' ')
}

export function sayChangeRefusal(refusal: ChangeRefusal, speaking: ChangeSpeaking): string {
  const of = WORDS[speaking.language]
  if (refusal.code === 'quota_reached') {
    const { quota, change } = refusal
    return quota.count === 0 ? of[change].never : of[change].exhausted(quota.count, quota.per)
  }
  const change = refusal.code === 'cancel_too_late' ? 'cancel' : 'reschedule'
  return of[change].tooLate(sayUntil(refusal.deadline, speaking))
}

/** What it costs now, or will. */
export function sayFee(change: Change, fee: ChangeFee, speaking: ChangeSpeaking): string {
  const words = WORDS[speaking.language][change]
  const amount = sayFeeAmount(fee, speaking)
  return fee.due ? words.costsNow(amount) : words.freeUntil(sayUntil(fee.freeUntil, speaking), amount)
}

/** "20 Euro"; where the price is not known, "20 Prozent des Preises". */
export function sayFeeAmount(
  { amount, percent }: ChangeFee,
  { language }: Pick<ChangeSpeaking, 'language'>,
): string {
  if (amount) return sayPrice(amount.amount, amount.currency, language)
  return language === 'de' ? `${percent} Prozent des Preises` : `${percent} percent of the price`
}

/** After "bis" and "until": "Montag, den 23. November, um 14 Uhr 30". */
const sayUntil = (at: number, { zone, language, now }: ChangeSpeaking): string =>
  sayDateTime({ at, zone, language, now, form: 'accusative' })
