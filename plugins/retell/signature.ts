import { createHmac, timingSafeEqual } from 'node:crypto'
import type { RawRequest, Verdict } from '@askpro/plugin-sdk'

const SHAPE = /^v=(\d{1,15}),d=([0-9a-f]{64})$/i
/** Milliseconds a signature is good for, either way. */
const WINDOW = 300_000

/**
 * `X-Retell-Signature: v=<unix ms>,d=<hex>`, where d is HMAC-SHA256 over the raw body followed by the digits of v,
 * keyed with the API key. Checked here and not by `Retell.verify()`: that returns a promise, and the documented
 * `if (!Retell.verify(...))` accepts everything.
 */
export function verifySignature(request: RawRequest, keys: readonly string[]): Verdict {
  const [, time, digest] = SHAPE.exec(request.headers['x-retell-signature'] ?? '') ?? []
  if (!time || !digest) return { genuine: false, why: 'X-Retell-Signature is missing or malformed.' }
  if (Math.abs(request.receivedAt - Number(time)) > WINDOW) {
    return { genuine: false, why: 'X-Retell-Signature is more than five minutes off: is the clock right?' }
  }
  const given = Buffer.from(digest, 'hex')
  const matches = keys.filter((key) => timingSafeEqual(given, sign(request.body, time, key)))
  return matches.length > 0
    ? { genuine: true }
    : { genuine: false, why: 'X-Retell-Signature does not match.' }
}

/** By way of text: a Buffer that OpenSSL fills costs more than one from Node's pool. */
const sign = (body: Uint8Array, time: string, key: string): Buffer =>
  Buffer.from(createHmac('sha256', key).update(body).update(time).digest('hex'), 'hex')
