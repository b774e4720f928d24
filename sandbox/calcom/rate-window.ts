import type { RateWindow } from './calcom-state.ts'

const windowMs = 60_000

/**
 * Counts one request at `nowMs` (real time) in a fixed window of a minute. False when it is over the limit, from
 * where the key is blocked for another minute (its API code: 120 per 60 s, then blocked for 60 s).
 */
export function takeRequest(window: RateWindow, nowMs: number): boolean {
  if (window.limit === null) return true
  if (nowMs < window.blockedUntil) return false
  if (nowMs >= window.startedAt + windowMs) Object.assign(window, { startedAt: nowMs, count: 0 })
  window.count += 1
  if (window.count <= window.limit) return true
  Object.assign(window, { startedAt: 0, count: 0, blockedUntil: nowMs + windowMs })
  return false
}

/** The three headers the provider puts on every answer; reset in seconds. */
export function rateHeaders(window: RateWindow, nowMs: number): Record<string, string> {
  if (window.limit === null) return {}
  const reset = Math.max(0, Math.ceil((window.startedAt + windowMs - nowMs) / 1000))
  return {
    'x-ratelimit-limit-default': String(window.limit),
    'x-ratelimit-remaining-default': String(Math.max(0, window.limit - window.count)),
    'x-ratelimit-reset-default': String(reset),
  }
}
