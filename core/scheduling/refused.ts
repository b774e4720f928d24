import type { RefusedChange, RefusedTime, Slot } from './booking.ts'
import type { ChangeRefusal } from './change-terms.ts'
import type { TimeRefusal } from './claim.ts'

const MINUTE = 60_000

/** A refusal, the engine's in epoch minutes, as callers get it (epoch milliseconds). */
export function asRefused(
  refusal: TimeRefusal,
  around: { locationId: string; alternatives: readonly Slot[] },
): RefusedTime {
  const answer = { is: 'refused', code: refusal.code, ...around } as const
  switch (refusal.code) {
    case 'held_until':
      return { ...answer, until: Math.ceil(refusal.until * MINUTE) }
    case 'too_soon':
      return { ...answer, earliest: refusal.earliest * MINUTE }
    case 'too_far':
      return { ...answer, before: refusal.before * MINUTE }
    case 'limit_reached':
      return refusal.limit ? { ...answer, limit: refusal.limit } : answer
    default:
      return answer
  }
}

export const asForbidden = (forbidden: ChangeRefusal, locationId: string): RefusedChange => ({
  is: 'refused',
  code: forbidden.code,
  locationId,
  forbidden,
  alternatives: [],
})
