import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { localeOf } from './language.ts'

/** How times, money and spans are written in the language of the reader. */
export interface Formats {
  /** `Tue 1 Dec 2026, 14:30` in the zone given. */
  dateTime(instant: string, zone: string): string
  date(instant: string, zone: string): string
  time(instant: string, zone: string): string
  /** `2 minutes ago`, `in 3 hours`. */
  relative(instant: string, now?: number): string
  /** Minor units, as the API gives them: `money(1250, 'EUR')` is `€12.50`. */
  money(minor: number, currency: string): string
  /** Major units, as finely as a rate is: `rate(0.0029, 'EUR')` is `€0.0029`. */
  rate(major: number, currency: string): string
  /** From the first day to the last, of a half-open span: `1–30 Nov 2026`. */
  days(start: string, end: string, zone: string): string
  /** `2034-12` is `Dec 2034`. */
  month(yearMonth: string): string
  number(value: number): string
  percent(share: number): string
  /** Seconds: `1:05`, `2:00:03`. */
  span(seconds: number): string
}

const UNITS: ReadonlyArray<readonly [Intl.RelativeTimeFormatUnit, number]> = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
]

/** What stands between whole and parts. */
export const decimalOf = (language: string): string =>
  new Intl.NumberFormat(localeOf(language)).formatToParts(0.5).find(({ type }) => type === 'decimal')
    ?.value ?? '.'

export function formatsOf(language: string): Formats {
  const locale = localeOf(language)
  const dated = (options: Intl.DateTimeFormatOptions) => (instant: string, timeZone: string) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(new Date(instant))
  const monthDay = { day: 'numeric', month: 'short', year: 'numeric' } as const
  const day = { weekday: 'short', ...monthDay } as const
  const clock = { hour: '2-digit', minute: '2-digit' } as const
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  return {
    dateTime: dated({ ...day, ...clock }),
    date: dated(day),
    time: dated(clock),
    relative(instant, now = Date.now()) {
      const seconds = (Date.parse(instant) - now) / 1_000
      const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1]
      return relative.format(Math.round(seconds / length), unit)
    },
    money(minor, currency) {
      const format = new Intl.NumberFormat(locale, { style: 'currency', currency })
      return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
    },
    rate: (major, currency) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 12 }).format(major),
    days(start, end, timeZone) {
      const format = new Intl.DateTimeFormat(locale, { ...monthDay, timeZone })
      return format.formatRange(new Date(start), new Date(Date.parse(end) - 1))
    },
    month: (yearMonth) => dated({ month: 'short', year: 'numeric' })(`${yearMonth}-15T12:00:00Z`, 'UTC'),
    number: (value) => new Intl.NumberFormat(locale).format(value),
    percent: (share) => new Intl.NumberFormat(locale, { style: 'percent' }).format(share),
    span(seconds) {
      const whole = Math.max(0, Math.round(seconds))
      const parts = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60]
      const shown = parts[0] ? parts : parts.slice(1)
      return shown.map((part, at) => (at === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
    },
  }
}

export function useFormats(): Formats {
  const { i18n } = useTranslation()
  return useMemo(() => formatsOf(i18n.language), [i18n.language])
}
