import { createRequire } from 'node:module'
import type HolidayCalendar from 'date-holidays'
import { HubError } from '../platform/errors.ts'
import type { Language, Location } from './tenant.ts'

/** A date (`YYYY-MM-DD` on the wall) on which a region has a public holiday, and what it is called. */
export interface PublicHoliday {
  readonly date: string
  readonly name: Readonly<Record<Language, string>>
}

type HolidayRules = Pick<Location, 'holidayRegion' | 'holidaysOpen'>

const require = createRequire(import.meta.url)
// Twelve megabytes and half a second: whoever has no region never loads it, not even after the start.
function calendarOf(country = '', ...parts: string[]): HolidayCalendar {
  const Calendar = require('date-holidays') as typeof HolidayCalendar
  const [state = '', region = ''] = parts
  return new Calendar(country, state, region)
}

const DAY = 86_400_000
const MOST_YEARS = 2_000
const years = new Map<string, readonly PublicHoliday[]>()

/** All of a year with how the location opens on it all the same: on that date, on any with that name, or not. */
export function holidaysOf(
  { holidayRegion, holidaysOpen }: HolidayRules,
  year: number,
): Array<PublicHoliday & { openBy: 'date' | 'name' | null }> {
  if (holidayRegion === null) return []
  const open = new Set(holidaysOpen.map(asWord))
  const openBy = ({ date, name }: PublicHoliday) => {
    if ([name.de, name.en].map(asWord).some((word) => open.has(word))) return 'name'
    return open.has(date) ? 'date' : null
  }
  return holidaysIn(holidayRegion, year).map((holiday) => ({ ...holiday, openBy: openBy(holiday) }))
}

/** Countries, or what is within `DE` or `DE-BY`, as `holiday_region` takes them; by name. */
export function holidayRegions(within: string, language: Language): Array<{ region: string; name: string }> {
  const [country, state] = within.split('-')
  const calendar = calendarOf()
  const found = !country
    ? calendar.getCountries(language)
    : state === undefined
      ? calendar.getStates(country, language)
      : calendar.getRegions(country, state, language)
  return Object.entries(found ?? {})
    .map(([code, name]) => ({ region: within ? `${within}-${code}` : code, name }))
    .sort((a, b) => a.name.localeCompare(b.name, language))
}

/** On which dates of these years (both included) the location is closed for a public holiday. */
export function closedHolidays(
  { holidayRegion, holidaysOpen }: HolidayRules,
  { first, last }: { first: number; last: number },
): PublicHoliday[] {
  if (holidayRegion === null) return []
  const open = new Set(holidaysOpen.map(asWord))
  const all = Array.from({ length: last - first + 1 }, (_, i) => holidaysIn(holidayRegion, first + i)).flat()
  return all.filter(({ date, name }) => ![date, name.de, name.en].map(asWord).some((word) => open.has(word)))
}

/** Throws `invalid`, with what there is, for a region or a holiday to open on that does not exist. `year`: which now is. */
export function requireHolidayRules({ holidayRegion, holidaysOpen }: HolidayRules, year: number): void {
  if (holidayRegion !== null) requireRegion(holidayRegion)
  const names = holidayRegion === null ? [] : namesIn(holidayRegion, year)
  const known = new Set(names.map(asWord))
  const unknown = holidaysOpen.find((each) => !isDate(each) && !known.has(asWord(each)))
  if (unknown === undefined) return
  throw new HubError('invalid', {
    detail: `holidays_open names ${unknown}, which is neither a date nor a public holiday of the region.`,
    extra: { holidays: names },
  })
}

/** `AT`, `DE-BE` or `DE-BY-A`: country, state and a region of it, as ISO 3166 and the calendar name them. */
function requireRegion(text: string): void {
  const [country = '', state, region, ...rest] = text.split('-')
  const calendar = calendarOf()
  const levels: Array<[code: string | undefined, known: Record<string, string> | undefined]> = [
    [country, calendar.getCountries('en')],
    [state, calendar.getStates(country, 'en')],
    [region, state === undefined ? undefined : calendar.getRegions(country, state, 'en')],
    [rest[0], undefined],
  ]
  const above: string[] = []
  for (const [code, known = {}] of levels) {
    if (code === undefined) return
    if (!Object.hasOwn(known, code)) throw unknownRegion(text, above, known)
    above.push(code)
  }
}

function unknownRegion(text: string, above: readonly string[], known: Record<string, string>): HubError {
  const regions = Object.entries(known).map(([code, name]) => ({ region: [...above, code].join('-'), name }))
  return new HubError('invalid', {
    detail: `There is no holiday_region ${text}; what there is${above.length > 0 ? ` in ${above.join('-')}` : ''} stands beside.`,
    extra: { regions },
  })
}

function holidaysIn(region: string, year: number): readonly PublicHoliday[] {
  const key = `${region} ${year}`
  const known = years.get(key)
  if (known) return known
  if (years.size >= MOST_YEARS) years.clear()
  const calendar = calendarOf(...region.split('-'))
  const ofYear = (language: Language) =>
    calendar.getHolidays(year, language).filter(({ type }) => type === 'public')
  const english = ofYear('en')
  const holidays = ofYear('de').flatMap((holiday, i) =>
    datesOf(holiday).map((date) => ({
      date,
      name: { de: holiday.name, en: english[i]?.name ?? holiday.name },
    })),
  )
  years.set(key, holidays)
  return holidays
}

/** The dates whose noon is in it: one from evening to evening is on the second of them, half a day closes none. */
function datesOf({ date, start, end }: { date: string; start: Date; end: Date }): string[] {
  const from = Date.parse(`${date.slice(0, 10)}T${date.slice(11, 19)}Z`)
  const to = from + end.getTime() - start.getTime()
  const noons: string[] = []
  const firstNoon = Math.floor(from / DAY) * DAY + DAY / 2
  for (let noon = firstNoon; noon < to; noon += DAY) {
    if (noon >= from) noons.push(new Date(noon).toISOString().slice(0, 10))
  }
  return noons
}

function namesIn(region: string, year: number): string[] {
  const all = [...holidaysIn(region, year), ...holidaysIn(region, year + 1)]
  return [...new Set(all.flatMap(({ name }) => [name.de, name.en]))]
}

const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
const asWord = (text: string): string => text.trim().toLowerCase()
