import { Temporal } from 'temporal-polyfill'

/** How a year's date of a holiday is found. `easter`: days after Easter Sunday; `advent`: days after the 4th Advent. */
type Rule =
  | { readonly month: number; readonly day: number }
  | { readonly easter: number }
  | { readonly advent: number }
  | { readonly month: number; readonly weekday: number; readonly count: number }

const RULES = {
  new_year: { month: 1, day: 1 },
  epiphany: { month: 1, day: 6 },
  valentine: { month: 2, day: 14 },
  womens_day: { month: 3, day: 8 },
  st_patrick: { month: 3, day: 17 },
  walpurgis: { month: 4, day: 30 },
  may_day: { month: 5, day: 1 },
  st_john: { month: 6, day: 24 },
  independence_day: { month: 7, day: 4 },
  peace_feast: { month: 8, day: 8 },
  assumption: { month: 8, day: 15 },
  childrens_day: { month: 9, day: 20 },
  german_unity: { month: 10, day: 3 },
  reformation: { month: 10, day: 31 },
  halloween: { month: 10, day: 31 },
  all_saints: { month: 11, day: 1 },
  all_souls: { month: 11, day: 2 },
  st_martin: { month: 11, day: 11 },
  veterans_day: { month: 11, day: 11 },
  st_nicholas: { month: 12, day: 6 },
  christmas_eve: { month: 12, day: 24 },
  christmas: { month: 12, day: 25 },
  boxing_day: { month: 12, day: 26 },
  new_years_eve: { month: 12, day: 31 },
  womens_carnival: { easter: -52 },
  carnival_saturday: { easter: -50 },
  carnival_sunday: { easter: -49 },
  rose_monday: { easter: -48 },
  shrove_tuesday: { easter: -47 },
  ash_wednesday: { easter: -46 },
  palm_sunday: { easter: -7 },
  maundy_thursday: { easter: -3 },
  good_friday: { easter: -2 },
  holy_saturday: { easter: -1 },
  easter: { easter: 0 },
  easter_monday: { easter: 1 },
  ascension: { easter: 39 },
  pentecost: { easter: 49 },
  whit_monday: { easter: 50 },
  trinity_sunday: { easter: 56 },
  corpus_christi: { easter: 60 },
  memorial_sunday: { advent: -35 },
  repentance_day: { advent: -32 },
  eternity_sunday: { advent: -28 },
  advent_1: { advent: -21 },
  advent_2: { advent: -14 },
  advent_3: { advent: -7 },
  advent_4: { advent: 0 },
  mlk_day: { month: 1, weekday: 1, count: 3 },
  presidents_day: { month: 2, weekday: 1, count: 3 },
  mothers_day: { month: 5, weekday: 7, count: 2 },
  memorial_day: { month: 5, weekday: 1, count: -1 },
  fathers_day: { month: 6, weekday: 7, count: 3 },
  labor_day: { month: 9, weekday: 1, count: 1 },
  harvest_festival: { month: 10, weekday: 7, count: 1 },
  columbus_day: { month: 10, weekday: 1, count: 2 },
  thanksgiving: { month: 11, weekday: 4, count: 4 },
} satisfies Record<string, Rule>

export type HolidayName = keyof typeof RULES

/** The holiday's date in a Gregorian year. */
export function holidayIn(name: HolidayName, year: number): Temporal.PlainDate {
  const rule: Rule = RULES[name]
  if ('easter' in rule) return easterSunday(year).add({ days: rule.easter })
  if ('advent' in rule) return fourthAdvent(year).add({ days: rule.advent })
  if ('weekday' in rule) return nthWeekday({ year, ...rule })
  return Temporal.PlainDate.from({ year, month: rule.month, day: rule.day })
}

export interface WeekdayOfMonth {
  readonly year: number
  readonly month: number
  readonly weekday: number
  /** From 1; -1 counts from the month's end. */
  readonly count: number
}

/** "der dritte Dienstag im Oktober". A fifth that the month lacks lies in the next one: callers check the month. */
export function nthWeekday({ year, month, weekday, count }: WeekdayOfMonth): Temporal.PlainDate {
  const first = Temporal.PlainDate.from({ year, month, day: 1 })
  if (count > 0) return first.add({ days: ((weekday - first.dayOfWeek + 7) % 7) + (count - 1) * 7 })
  const last = first.add({ months: 1 }).subtract({ days: 1 })
  return last.subtract({ days: (last.dayOfWeek - weekday + 7) % 7 })
}

/** The Sunday on or before 24 December. */
function fourthAdvent(year: number): Temporal.PlainDate {
  const eve = Temporal.PlainDate.from({ year, month: 12, day: 24 })
  return eve.subtract({ days: eve.dayOfWeek % 7 })
}

/** Gauss's Easter algorithm in the form of Meeus, "Astronomical Algorithms", chapter 8. */
function easterSunday(year: number): Temporal.PlainDate {
  const a = year % 19
  const century = Math.floor(year / 100)
  const [b, c] = [Math.floor(century / 4), year % 100]
  const epact = (19 * a + century - b - Math.floor((8 * century + 13) / 25) + 15) % 30
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(c / 4) - epact - (c % 4)) % 7
  const correction = Math.floor((a + 11 * epact + 22 * weekday) / 451)
  const month = Math.floor((epact + weekday - 7 * correction + 114) / 31)
  const day = ((epact + weekday - 7 * correction + 114) % 31) + 1
  return Temporal.PlainDate.from({ year, month, day })
}
