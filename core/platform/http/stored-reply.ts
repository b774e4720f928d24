import type { SentReply } from './sent-reply.ts'

/** What a reply is kept as, beside its status. Text inside the jsonb, which would otherwise reorder its fields. */
export interface StoredReply {
  headers: Record<string, string>
  type: string
  text?: string
  base64?: string
}

/** Streams cannot be kept: a route that replies with one is `idempotent: false`. */
export function storedForm({ headers, type, content }: SentReply): StoredReply {
  if (content === undefined) return { headers, type }
  if (typeof content === 'string') return { headers, type, text: content }
  if (Buffer.isBuffer(content)) return { headers, type, base64: content.toString('base64') }
  throw new TypeError('an idempotent route replied with a stream')
}

/** The same bytes as the first time, marked as a repeat. */
export function repeatedReply(status: number, { headers, type, text, base64 }: StoredReply): SentReply {
  const content = base64 === undefined ? text : Buffer.from(base64, 'base64')
  return { status, type, content, headers: { ...headers, 'Idempotent-Replayed': 'true' } }
}
