import { randomView } from '../crypto/random-pool.ts'

const TRACE_PARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(?:-.*)?$/

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

const randomHex = (bytes: number): string => randomView(bytes).toString('hex')
