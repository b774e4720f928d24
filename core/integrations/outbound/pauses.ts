import type { LimitsManifest } from '@askpro/plugin-sdk'
import { backgroundShare } from './call-places.ts'
import { retryAfterOf } from './outage.ts'

/** Milliseconds: what a provider's own header may make the calls of a connection wait at the most. */
const LONGEST = 3_600_000
/** Seconds above which a number is a time, not a wait. */
const EPOCH = 1_000_000_000

/** Milliseconds that a connection's calls are to wait after this answer; undefined where it says nothing of it. */
export function pauseAfter(response: Response, headers: LimitsManifest['headers']): number | undefined {
  const limited = response.status === 429
  if (limited || response.status === 503) {
    const after = retryAfterOf(response)
    if (after !== undefined) return after
  }
  if (!headers) return undefined
  if (!limited && leftOf(response, headers) !== 0) return undefined
  return untilReset(response.headers.get(headers.reset))
}

/**
 * Milliseconds that the background is to wait after this answer, so that it does not use up the last calls that the
 * provider has left, of however many processes; undefined where it says nothing of it, or enough is left.
 */
export function backgroundPauseAfter(
  response: Response,
  { headers, rate }: LimitsManifest = {},
): number | undefined {
  const left = headers && leftOf(response, headers)
  if (!headers || !rate || left === undefined) return undefined
  if (left > rate.requests - backgroundShare(rate.requests)) return undefined
  return untilReset(response.headers.get(headers.reset))
}

function leftOf(response: Response, { remaining }: { remaining?: string }): number | undefined {
  const text = remaining === undefined ? null : response.headers.get(remaining)
  return text !== null && /^\s*\d+\s*$/.test(text) ? Number(text) : undefined
}

function untilReset(text: string | null): number | undefined {
  const value = Number(text ?? Number.NaN)
  if (!Number.isFinite(value) || value < 0) return undefined
  const wait = value > EPOCH ? value * 1_000 - Date.now() : value * 1_000
  return Math.min(LONGEST, Math.max(0, wait))
}
