/** Numbers that are the same for the same seed. */
export interface Random {
  /** 0 up to, not including, `below`. */
  upTo(below: number): number
  pick<T>(items: readonly T[]): T
  /** A name nobody else has in this run: the appointment it stands for is found by it here and at every provider. */
  name(): string
}

const SYLLABLES = [
  'ba',
  'do',
  'fe',
  'gi',
  'ka',
  'lu',
  'me',
  'no',
  'pi',
  'ra',
  'so',
  'tu',
  'va',
  'wi',
  'ze',
  'jo',
]

/** mulberry32: one multiplication, good enough to choose by. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  let names = 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const upTo = (below: number) => Math.floor(next() * below)
  const pick = <T>(items: readonly T[]): T => {
    const item = items[upTo(items.length)]
    if (item === undefined) throw new RangeError('there is nothing to choose from')
    return item
  }
  const name = () => {
    names += 1
    const number = [8, 4, 0].map((shift) => SYLLABLES[(names >> shift) & 15]).join('')
    return `Erika M${pick(SYLLABLES)}${number}`
  }
  return { upTo, pick, name }
}
