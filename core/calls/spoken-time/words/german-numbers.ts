import { countedFrom, type Entry } from './vocabulary.ts'

const SMALL = [
  'null',
  'eins',
  'zwei, zwo',
  'drei',
  'vier',
  'fünf',
  'sechs',
  'sieben',
  'acht',
  'neun',
  'zehn',
  'elf',
  'zwölf',
  'dreizehn',
  'vierzehn',
  'fünfzehn',
  'sechzehn',
  'siebzehn',
  'achtzehn',
  'neunzehn',
]
const TENS: readonly (readonly [number, string])[] = [
  [20, 'zwanzig'],
  [30, 'dreißig'],
  [40, 'vierzig'],
  [50, 'fünfzig'],
  [60, 'sechzig'],
  [70, 'siebzig'],
  [80, 'achtzig'],
  [90, 'neunzig'],
]
const UNITS = ['ein', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun']
const IRREGULAR_ORDINALS = [
  'erst',
  'zweit, zwot',
  'dritt',
  'viert',
  'fünft',
  'sechst',
  'siebt, siebent',
  'acht',
]
const ENDINGS = ['e', 'en', 'er', 'es', 'em']

/** "nächst" -> "nächste, nächsten, …": adjectives are listed by their stem. */
export const declined = (...stems: readonly string[]): string =>
  stems.flatMap((stem) => ENDINGS.map((ending) => `${stem}${ending}`)).join(', ')

const ordinal = (stems: string): string => declined(...stems.split(', '))

const tensWithUnits: Entry[] = TENS.flatMap(([ten, word]): Entry[] => [
  [word, { number: ten }],
  ...UNITS.map((unit, index): Entry => [`${unit}und${word}`, { number: ten + index + 1 }]),
])

const ordinalsFromTwenty: Entry[] = TENS.slice(0, 2).flatMap(([ten, word]): Entry[] => [
  [ordinal(`${word}st`), { ordinal: ten }],
  ...UNITS.map((unit, index): Entry => [ordinal(`${unit}und${word}st`), { ordinal: ten + index + 1 }]),
])

const years: Entry[] = [...SMALL.slice(1).map((form, index) => [form, index + 1] as const)]
  .flatMap(([forms, count]) =>
    forms.split(', ').map((form): Entry => [`zweitausend${form}`, { number: 2000 + count }]),
  )
  .concat(
    tensWithUnits.map(
      ([form, { number }]): Entry => [`zweitausend${form}`, { number: 2000 + (number ?? 0) }],
    ),
  )

/** Number words to 99 and the years 2001 to 2099, ordinals to 39. */
export const GERMAN_NUMBERS: readonly Entry[] = [
  ...countedFrom(0, SMALL, (number) => ({ number })),
  ['ein', { number: 1 }],
  ...tensWithUnits,
  ...years,
  ...countedFrom(1, IRREGULAR_ORDINALS.map(ordinal), (count) => ({ ordinal: count })),
  ...SMALL.slice(9).map((form, index): Entry => [declined(`${form}t`), { ordinal: index + 9 }]),
  ...ordinalsFromTwenty,
  ['ein, eine, einen, einem, einer', { quantity: 1 }],
  ['ein paar, paar', { quantity: 2 }],
  ['einige, einigen, mehrere, mehreren', { quantity: 3 }],
  ['halbe, halben, halbes', { quantity: 0.5 }],
  ['anderthalb, eineinhalb, ein einhalb', { quantity: 1.5 }],
  ['zweieinhalb', { quantity: 2.5 }],
  ['dreieinhalb', { quantity: 3.5 }],
  ['viereinhalb', { quantity: 4.5 }],
  ['eine halbe, einer halben, einen halben, einem halben', { quantity: 0.5 }],
  ['ein halb, einhalb, und ein halb, und eine halbe, und einer halben', { roles: ['plusHalf'] }],
]
