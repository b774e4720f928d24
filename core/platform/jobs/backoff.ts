const SHORTEST = 1_000
const LONGEST = 15 * 60_000

/**
 * Milliseconds to wait after failed attempt number `attempt` (1, 2, ...): doubling from one second to fifteen
 * minutes. `random` (0 up to 1) takes away up to half of it, so that what failed together does not come back together.
 */
export function backoff(attempt: number, random: number): number {
  const full = Math.min(LONGEST, SHORTEST * 2 ** (attempt - 1))
  return Math.max(SHORTEST, Math.round(full * (1 - random / 2)))
}
