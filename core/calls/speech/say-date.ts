import { Temporal } from 'temporal-polyfill'
import type { SpokenLanguage } from '../spoken-time/index.ts'
import { MONTHS, WEEKDAYS } from './calendar-names.ts'

/**
 * How the words stand in a sentence: `nominative` names the day ("Dienstag, der 24. November"), `dative` answers
 * "when?" ("am Dienstag, dem 24. November", "on Tuesday, November 24th"), `accusative` follows "bis" and "until"
 * ("Dienstag, den 24. November").
 */
export type SpokenForm = 'nominative' | 'dative' | 'accusative'

export interface SayDateRequest {
  /** Any instant of the day, epoch milliseconds. */
  readonly at: number
  /** IANA zone of the location. */
  readonly zone: string
  readonly language: SpokenLanguage
  /** When it is said, epoch milliseconds: the year is named only where it is another one. */
  readonly now: number
  /** Default: nominative. */
  readonly form?: SpokenForm
}

/** The full weekday and date, rendered from the instant itself. */
export function sayDate({ at, zone, language, now, form = 'nominative' }: SayDateRequest): string {
  const day = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone)
  return (language === 'de' ? inGerman : inEnglish)(day, form, day.year === today.year)
}

function inGerman(day: Temporal.PlainDate, form: SpokenForm, thisYear: boolean): string {
  const name = `${WEEKDAYS.de[day.dayOfWeek - 1]}`
  const date = `${day.day}. ${MONTHS.de[day.month - 1]}${thisYear ? '' : ` ${day.year}`}`
  return `${ARTICLES[form].before}${name}, ${ARTICLES[form].article} ${date}`
}

const ARTICLES: Readonly<Record<SpokenForm, { readonly before: string; readonly article: string }>> = {
  nominative: { before: '', article: 'der' },
  dative: { before: 'am ', article: 'dem' },
  accusative: { before: '', article: 'den' },
}

function inEnglish(day: Temporal.PlainDate, form: SpokenForm, thisYear: boolean): string {
  const date = `${MONTHS.en[day.month - 1]} ${day.day}${ordinalEnding(day.day)}${thisYear ? '' : `, ${day.year}`}`
  return `${form === 'dative' ? 'on ' : ''}${WEEKDAYS.en[day.dayOfWeek - 1]}, ${date}`
}

const ENDINGS: Readonly<Record<number, string>> = { 1: 'st', 2: 'nd', 3: 'rd' }

/** 11th to 13th are the exception. */
const ordinalEnding = (day: number): string => (day > 10 && day < 14 ? 'th' : (ENDINGS[day % 10] ?? 'th'))
