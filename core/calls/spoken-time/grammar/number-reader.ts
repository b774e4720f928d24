import { longest, mapped, type Reader, role, sense, sequence, sign, tight, word } from './reader.ts'

/** A number in digits or words, within bounds. */
export const numberWithin = (low: number, high: number): Reader<number> =>
  mapped(sense('number'), (value) => (value >= low && value <= high ? value : null))

/** A number written in digits, `[least, most]` digits long. */
export const digits = (least: number, most: number): Reader<string> =>
  word(({ digits: text }) =>
    text !== undefined && text.length >= least && text.length <= most ? text : null,
  )

/** A number written in digits, within bounds; "0730" is none. */
export const digitsWithin = (low: number, high: number): Reader<number> =>
  mapped(digits(1, 2), (text) => (Number(text) >= low && Number(text) <= high ? Number(text) : null))

/** "24th", "vierundzwanzigsten", "twenty fourth". */
export const ordinal: Reader<number> = longest(
  sense('ordinal'),
  mapped(sequence(digitsWithin(1, 39), tight(role('ordinalEnding'))), ([value]) => value),
)

/** "24.": a figure with a dot is an ordinal in German only. */
export const dottedOrdinal: Reader<number> = mapped(
  sequence(digitsWithin(1, 39), sign('.')),
  ([value]) => value,
)

/** A full year, or two digits of one. */
export const year: Reader<number> = longest(
  mapped(sense('number'), (value) => (value >= 1900 && value <= 2199 ? value : null)),
  mapped(digits(2, 2), (text) => fullYear(Number(text))),
)

/** Appointments lie ahead: '26 is 2026. What would lie more than thirty years ahead is the last century's. */
const fullYear = (short: number): number => (short < 60 ? 2000 + short : 1900 + short)
