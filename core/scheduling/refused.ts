import type { Refused, Slot } from './booking.ts'
import type { Refusal } from './conflict-resolver.ts'

const MINUTE = 60_000

/** The engine's refusal (epoch minutes) as callers get it (epoch milliseconds). */
export function asRefused(
  refusal: Refusal,
  around: { locationId: string; alternatives: readonly Slot[] },
): Refused {
  const answer = { is: 'refused', code: refusal.code, ...around } as const
  switch (refusal.code) {
    case 'held_until':
      return { ...answer, until: Math.ceil(refusal.until * MINUTE) }
    case 'too_soon':
      return { ...answer, earliest: refusal.earliest * MINUTE }
    case 'too_far':
      return { ...answer, before: refusal.before * MINUTE }
    default:
      return answer
  }
}
