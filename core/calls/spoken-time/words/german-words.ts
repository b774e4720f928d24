import { GERMAN_HOLIDAYS } from './german-holidays.ts'
import { declined, GERMAN_NUMBERS } from './german-numbers.ts'
import { GERMAN_ROLES } from './german-roles.ts'
import { buildVocabulary, countedFrom, type Entry } from './vocabulary.ts'
import { ZONE_WORDS } from './zone-words.ts'

const WEEKDAYS = ['montag', 'dienstag', 'mittwoch', 'donnerstag', 'freitag', 'samstag', 'sonntag']

const weekdays: readonly Entry[] = [
  ...countedFrom(
    1,
    WEEKDAYS.map((day) => `${day}, ${day}s`),
    (weekday) => ({ weekday }),
  ),
  ...countedFrom(1, ['mo', 'di', 'mi', 'do', 'fr', 'sa'], (weekday) => ({ weekday })),
  ['sonnabend, sonnabends', { weekday: 6 }],
  ['so', { weekday: 7, weak: true }],
]

const months: readonly Entry[] = countedFrom(
  1,
  [
    'januar, jänner, jan, januars',
    'februar, feber, feb, februars',
    'märz, mrz, mär',
    'april, apr, aprils',
    'mai, mais',
    'juni, jun, juno',
    'juli, jul, julei',
    'august, aug, augusts',
    'september, sep, sept, septembers',
    'oktober, okt, oktobers',
    'november, nov, novembers',
    'dezember, dez, dezembers',
  ],
  (month) => ({ month }),
)

const days: readonly Entry[] = [
  ['heute', { frame: { offset: 0 } }],
  ['morgen', { frame: { offset: 1 }, part: 'morning' }],
  ['übermorgen', { frame: { offset: 2 } }],
  ['überübermorgen', { frame: { offset: 3 } }],
  ['gestern', { frame: { offset: -1 } }],
  ['vorgestern', { frame: { offset: -2 } }],
  ['am nächsten tag, am folgenden tag', { frame: { offset: 1 } }],
  ['tagesende, ende des tages, ende vom tag, feierabend heute', { frame: { offset: 0 } }],
  ['monatsanfang', { frame: { monthOffset: 0, phase: 'start' } }],
  ['monatsmitte', { frame: { monthOffset: 0, phase: 'mid' } }],
  ['monatsende', { frame: { monthOffset: 0, phase: 'end' } }],
  ['wochenanfang, wochenbeginn', { frame: { week: 0, phase: 'start' } }],
  ['wochenmitte', { frame: { week: 0, phase: 'mid' } }],
  ['wochenende, wochenendes', { unit: 'weekend' }],
  ['unter der woche, werktags, wochentags', { frame: { week: 0, phase: 'workdays' } }],
  ['frühling, frühjahr', { season: 'spring' }],
  ['sommer', { season: 'summer' }],
  ['herbst', { season: 'autumn' }],
  ['winter', { season: 'winter' }],
]

const parts: readonly Entry[] = [
  ['früh, der früh, frühmorgens, am frühen morgen, frühen morgen, früh am morgen', { part: 'early_morning' }],
  ['morgens', { part: 'morning' }],
  ['vormittag, vormittags, späten vormittag', { part: 'forenoon' }],
  ['mittag, mittags, mittagszeit, über mittag, mittagspause', { part: 'noon' }],
  ['frühen nachmittag, früher nachmittag', { part: 'early_afternoon' }],
  ['nachmittag, nachmittags, nach dem mittagessen, nach der mittagspause', { part: 'afternoon' }],
  ['späten nachmittag, später nachmittag, spätnachmittag, spätnachmittags', { part: 'late_afternoon' }],
  ['abend, abends, frühen abend, früher abend', { part: 'evening' }],
  ['nach der arbeit, nach feierabend', { part: 'evening' }],
  ['späten abend, später abend, spätabend, spätabends', { part: 'late_evening' }],
  ['nacht', { part: 'night' }],
  ['nachts, in der nacht', { part: 'at_night' }],
  ['mitternacht, mitternachts', { clock: 0 }],
]

const units: readonly Entry[] = [
  ['sekunde, sekunden, sek', { unit: 'second' }],
  ["minute, minuten, min, ', minütchen", { unit: 'minute' }],
  ['stunde, stunden, std, h, stündchen', { unit: 'hour' }],
  ['tag, tage, tagen, tages, tg', { unit: 'day' }],
  ['werktag, werktage, werktagen, arbeitstag, arbeitstage, arbeitstagen', { unit: 'workday' }],
  ['woche, wochen, wo, kw, kalenderwoche', { unit: 'week' }],
  ['monat, monate, monaten, monats', { unit: 'month' }],
  ['jahr, jahre, jahren, jahres', { unit: 'year' }],
  ['viertelstunde, viertel stunde', { length: 15 }],
  ['dreiviertelstunde, dreiviertel stunde, drei viertel stunde', { length: 45 }],
]

const choices: readonly Entry[] = [
  [declined('dies'), { which: 'this' }],
  [declined('nächst', 'folgend', 'darauffolgend'), { which: 'next' }],
  [declined('kommend'), { which: 'coming' }],
  [declined('übernächst'), { which: 'afterNext' }],
  [declined('letzt', 'vergangen', 'vorig'), { which: 'last' }],
  ['diesen kommenden, dieser kommende, am kommenden, diesen nächsten', { which: 'coming' }],
  ['anfang', { phase: 'start' }],
  ['mitte', { phase: 'mid' }],
  ['ende', { phase: 'end' }],
  ['rest', { phase: 'rest' }],
  ['später in, später im', { phase: 'later' }],
]

export const GERMAN = buildVocabulary([
  ...GERMAN_NUMBERS,
  ...weekdays,
  ...months,
  ...days,
  ...parts,
  ...units,
  ...choices,
  ...GERMAN_HOLIDAYS,
  ...GERMAN_ROLES,
  ...ZONE_WORDS,
])
