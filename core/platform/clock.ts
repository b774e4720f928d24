/**
 * What time it is for business rules. Signatures, tokens, leases and breakers ask `Date.now()` instead: they must
 * not follow a clock that was started somewhere else.
 */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/** A clock that shows `start` (epoch milliseconds) now and runs on from there at real speed. */
export function clockStartingAt(start: number): Clock {
  const offset = start - Date.now()
  return { now: () => Date.now() + offset }
}
