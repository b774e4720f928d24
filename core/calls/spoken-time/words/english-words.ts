import { ENGLISH_HOLIDAYS } from './english-holidays.ts'
import { ENGLISH_NUMBERS } from './english-numbers.ts'
import { ENGLISH_ROLES } from './english-roles.ts'
import { buildVocabulary, countedFrom, type Entry } from './vocabulary.ts'
import { ZONE_WORDS } from './zone-words.ts'

const weekdays: readonly Entry[] = countedFrom(
  1,
  [
    'monday, mondays, mon',
    'tuesday, tuesdays, tue, tues',
    'wednesday, wednesdays, wed, weds',
    'thursday, thursdays, thu, thur, thurs',
    'friday, fridays, fri',
    'saturday, saturdays, sat',
    'sunday, sundays, sun',
  ],
  (weekday) => ({ weekday }),
)

const months: readonly Entry[] = [
  ...countedFrom(1, ['january, jan', 'february, feb', 'march, mar', 'april, apr'], (month) => ({ month })),
  ['may', { month: 5, weak: true }],
  ...countedFrom(
    6,
    [
      'june, jun',
      'july, jul',
      'august, aug',
      'september, sep, sept',
      'october, oct',
      'november, nov',
      'december, dec',
    ],
    (month) => ({ month }),
  ),
]

const days: readonly Entry[] = [
  [
    'today, todays, end of day, the end of day, end of the day, the end of the day, eod, cob',
    { frame: { offset: 0 } },
  ],
  ['tomorrow, tomorrows, tmr, tmrw', { frame: { offset: 1 } }],
  ['yesterday, yesterdays', { frame: { offset: -1 } }],
  ['eom', { frame: { monthOffset: 0, phase: 'end' } }],
  ['eow', { frame: { week: 0, phase: 'end' } }],
  ['eoy', { frame: { yearOffset: 0, phase: 'end' } }],
  ['weekend, week end, weekends, wkend', { unit: 'weekend' }],
  ['weekdays, on weekdays, during the week', { frame: { week: 0, phase: 'workdays' } }],
  ['spring', { season: 'spring' }],
  ['summer', { season: 'summer' }],
  ['autumn, fall', { season: 'autumn' }],
  ['winter', { season: 'winter' }],
]

const parts: readonly Entry[] = [
  [
    'early morning, early in the morning, early hours of the morning, early in the day',
    { part: 'early_morning' },
  ],
  ['morning, mornings, late morning, morningish', { part: 'morning' }],
  ['lunch, lunchtime, lunch time, over lunch, around lunch', { part: 'noon' }],
  ['early afternoon, early in the afternoon', { part: 'early_afternoon' }],
  ['afternoon, afternoons, afternoonish, after lunch', { part: 'afternoon' }],
  ['late afternoon, late in the afternoon', { part: 'late_afternoon' }],
  ['evening, evenings, early evening, early in the evening, after work', { part: 'evening' }],
  ['late evening, late in the evening', { part: 'late_evening' }],
  ['night, nights', { part: 'night' }],
  ['at night, in the night', { part: 'at_night' }],
  ['tonight, tonite', { part: 'evening', partOffset: 0 }],
  ['noon, noonish, midday, mid day', { clock: 720 }],
  ['midnight', { clock: 0 }],
]

const units: readonly Entry[] = [
  ['seconds, secs, sec', { unit: 'second' }],
  ['second', { unit: 'second' }],
  ["minute, minutes, min, mins, m, '", { unit: 'minute' }],
  ['hour, hours, hr, hrs, h', { unit: 'hour' }],
  ['day, days, d', { unit: 'day' }],
  ['weekday, business day, business days, working day, working days, workday, workdays', { unit: 'workday' }],
  ['week, weeks, w, wk, wks', { unit: 'week' }],
  ['month, months, mo', { unit: 'month' }],
  ['year, years, yr, yrs', { unit: 'year' }],
  ['fortnight', { length: 20_160 }],
]

const choices: readonly Entry[] = [
  ['this, current', { which: 'this' }],
  ['next, following', { which: 'next' }],
  ['coming, upcoming, this coming, this upcoming, this next', { which: 'coming' }],
  ['last, past, previous', { which: 'last' }],
  ['early, beginning, start', { phase: 'start' }],
  ['mid, middle', { phase: 'mid' }],
  ['late, end', { phase: 'end' }],
  ['later, later in', { phase: 'later' }],
  ['rest', { phase: 'rest' }],
]

export const ENGLISH = buildVocabulary([
  ...ENGLISH_NUMBERS,
  ...weekdays,
  ...months,
  ...days,
  ...parts,
  ...units,
  ...choices,
  ...ENGLISH_HOLIDAYS,
  ...ENGLISH_ROLES,
  ...ZONE_WORDS,
])
