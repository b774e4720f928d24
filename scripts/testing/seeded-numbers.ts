/** Numbers that are the same for the same seed. */
export interface SeededNumbers {
  /** 0 up to, not including, `below`. */
  upTo(below: number): number
  pick<T>(items: readonly T[]): T
}

/** mulberry32: one multiplication, good enough to choose by. */
export function seededNumbers(seed: number): SeededNumbers {
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
  return { upTo, pick }
}
