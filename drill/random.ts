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

/** Names that are all different, however many a run needs. */
export function newNames(): (random: Pick<Random, 'pick'>) => string {
  let given = 0
  return ({ pick }) => {
    given += 1
    const number = [12, 8, 4, 0].map((shift) => SYLLABLES[(given >> shift) & 15]).join('')
    return `Erika M${pick(SYLLABLES)}${number}`
  }
}

/** mulberry32: one multiplication, good enough to choose by. */
export function seeded(seed: number, names = newNames()): Random {
  let state = seed >>> 0
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
  return { upTo, pick, name: () => names({ pick }) }
}
