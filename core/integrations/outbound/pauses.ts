import type { LimitsManifest } from '@askpro/plugin-sdk'
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
  const left = headers.remaining === undefined ? undefined : response.headers.get(headers.remaining)
  if (!limited && left?.trim() !== '0') return undefined
  return untilReset(response.headers.get(headers.reset))
}

function untilReset(text: string | null): number | undefined {
  const value = Number(text ?? Number.NaN)
  if (!Number.isFinite(value) || value < 0) return undefined
  const wait = value > EPOCH ? value * 1_000 - Date.now() : value * 1_000
  return Math.min(LONGEST, Math.max(0, wait))
}
