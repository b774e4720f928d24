import fc from 'fast-check'

const SURROGATES = { first: 0xd8_00, count: 0x8_00 }
const LAST = 0x10_ff_ff

/**
 * Any Unicode character, for `fc.string({ unit: anyCharacter })`: what the unit 'binary' gives, without the table of
 * all 1.1 million characters that this one builds first.
 */
export const anyCharacter = fc
  .nat({ max: LAST - SURROGATES.count })
  .map(
    (index) => String.fromCodePoint(index < SURROGATES.first ? index : index + SURROGATES.count),
    indexOfCharacter,
  )

function indexOfCharacter(value: unknown): number {
  const point = typeof value === 'string' ? value.codePointAt(0) : undefined
  if (point === undefined || String.fromCodePoint(point) !== value) throw new Error('not one character')
  return point < SURROGATES.first ? point : point - SURROGATES.count
}
