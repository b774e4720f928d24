import type { LimitsManifest } from '@askpro/plugin-sdk'
import type { BreakerState } from './circuit-breaker.ts'
import type { SharedStanding } from './connection-share.ts'

/** Whether calls of a connection go out. */
export interface WireStanding {
  breaker: BreakerState
  /** Epoch milliseconds, real time: until then no call goes out. Null where none is held up. */
  pausedUntil: number | null
  /** Calls that the provider's rate leaves in the time that runs; null where it names none. */
  rateLeft: number | null
  /** It holds for all processes of the hub; else for the one that answers. */
  shared: boolean
}

interface OwnStanding {
  breaker: BreakerState
  /** Epoch milliseconds; may have gone by. */
  pausedUntil: number
  rateLeft: number | null
}

/** What one process knows, and what all of them share where there is Redis: calls go out where both let them. */
export function standingOf(
  own: OwnStanding,
  all: SharedStanding | undefined,
  rate: LimitsManifest['rate'],
): WireStanding {
  const now = Date.now()
  const pausedUntil = Math.max(own.pausedUntil, now + (all?.pausedFor ?? 0))
  return {
    breaker: all?.needsProbe ? (all.pausedFor > 0 ? 'open' : 'half_open') : own.breaker,
    pausedUntil: pausedUntil > now ? pausedUntil : null,
    rateLeft: all && rate ? Math.max(0, rate.requests - all.used) : own.rateLeft,
    shared: all !== undefined,
  }
}
