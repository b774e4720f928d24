import { countedFrom, type Entry } from './vocabulary.ts'

const SMALL = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
]
const SMALL_ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
  'eleventh',
  'twelfth',
  'thirteenth',
  'fourteenth',
  'fifteenth',
  'sixteenth',
  'seventeenth',
  'eighteenth',
  'nineteenth',
]
const TENS: readonly (readonly [number, string, string])[] = [
  [20, 'twenty', 'twentieth'],
  [30, 'thirty', 'thirtieth'],
  [40, 'forty', 'fortieth'],
  [50, 'fifty', 'fiftieth'],
]

const withUnits: Entry[] = TENS.flatMap(([ten, word, ordinal]): Entry[] => [
  [word, { number: ten }],
  [ordinal, { ordinal: ten }],
  ...SMALL.slice(1, 10).map((unit, index): Entry => [`${word} ${unit}`, { number: ten + index + 1 }]),
  ...SMALL_ORDINALS.slice(0, 9).map(
    (unit, index): Entry => [`${word} ${unit}`, { ordinal: ten + index + 1 }],
  ),
])

/** Number words and ordinals to 59: what clocks and calendars need. */
export const ENGLISH_NUMBERS: readonly Entry[] = [
  ...countedFrom(0, SMALL, (number) => ({ number })),
  ...countedFrom(1, SMALL_ORDINALS, (ordinal) => ({ ordinal })),
  ...withUnits,
  ['oh', { roles: ['zero'] }],
  ['sixty', { number: 60 }],
  ['ninety', { number: 90 }],
  ['a, an', { quantity: 1 }],
  ['couple, a couple, a couple of, couple of', { quantity: 2 }],
  ['few, a few', { quantity: 3 }],
  ['several', { quantity: 4 }],
  ['half a, half an', { quantity: 0.5 }],
  ['quarter of an, a quarter of an', { quantity: 0.25 }],
  ['three quarters of an', { quantity: 0.75 }],
  ['one and a half', { quantity: 1.5 }],
  ['and a half', { roles: ['plusHalf'] }],
]
