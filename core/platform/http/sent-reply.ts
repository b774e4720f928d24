import { Readable } from 'node:stream'
import type { RouteReply } from './route.ts'

/** A reply as it goes over the wire. Kept by the idempotency store, so that a repeat gets the same bytes. */
export interface SentReply {
  status: number
  headers: Record<string, string>
  type: string
  /** Undefined where there is no body at all (204). */
  content: string | Buffer | Readable | undefined
  /** As in `RouteReply`; not stored. */
  keptWhile?: (() => boolean) | undefined
}

const JSON_TYPE = 'application/json; charset=utf-8'
const BINARY_TYPE = 'application/octet-stream'

export function renderReply({ status, body, type, headers = {}, keptWhile }: RouteReply): SentReply {
  if (isReady(body)) return { status, headers, type: type ?? BINARY_TYPE, content: body, keptWhile }
  if (type !== undefined && typeof body === 'string') return { status, headers, type, content: body }
  return { status, headers, type: JSON_TYPE, content: body === undefined ? undefined : JSON.stringify(body) }
}

function isReady(body: unknown): body is Buffer | Readable {
  return Buffer.isBuffer(body) || body instanceof Readable
}

/**
 * Whether the caller has that very reply already (`known` is `If-None-Match`). Koa's `ctx.fresh` would never hold for
 * `fetch`, which sends `no-cache` along with a condition of the caller's own.
 */
export function isKnown(etag: string | undefined, known: string | undefined): boolean {
  if (etag === undefined || known === undefined) return false
  return known.split(',').some((each) => each.trim().replace(/^W\//, '') === etag)
}
