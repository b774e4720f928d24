import { randomFillSync } from 'node:crypto'

const TRACE_PARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(?:-.*)?$/

/** Asking for random bytes costs more per call than per byte, and every request needs some. */
const pool = Buffer.alloc(4_096)
let used = pool.length

/**
 * The `traceparent` of this hub's own span (W3C Trace Context, level 1): in the caller's trace when the header is
 * well-formed, else in a new one. A later version of the header is read as version 00, as the specification asks.
 */
export function continueTrace(header: string | undefined): string {
  const known = header === undefined ? null : TRACE_PARENT.exec(header)
  return `00-${known?.[1] ?? randomHex(16)}-${randomHex(8)}-${known?.[2] ?? '01'}`
}

/** The 32 hex digits that all spans of one trace have in common. */
export function traceIdOf(traceparent: string): string {
  return traceparent.slice(3, 35)
}

function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += bytes
  return pool.toString('hex', used - bytes, used)
}
