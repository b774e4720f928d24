import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ProviderFact, RawRequest, Verdict, WebhookHandler } from '@askpro/plugin-sdk'
import { type EventBody, subjectOf } from './event-subject.ts'
import { factsAbout } from './facts-about.ts'

/** Seconds a signature is good for, either way: the vendor's own client lets a future time pass. */
const WINDOW = 300

/** `Stripe-Signature: t=<unix s>,v1=<hex>[,v1=...]` over time, a dot and the raw body. Two v1 while a secret rolls. */
export function verifySignature(request: RawRequest, secret: unknown): Verdict {
  const parts = (request.headers['stripe-signature'] ?? '').split(',').map((part) => part.trim().split('='))
  const time = parts.find(([name]) => name === 't')?.[1] ?? ''
  const given = parts.filter(([name, value]) => name === 'v1' && /^[0-9a-f]{64}$/.test(value ?? ''))
  if (!/^\d{1,12}$/.test(time) || given.length === 0 || typeof secret !== 'string') {
    return { genuine: false, why: 'Stripe-Signature is missing or malformed.' }
  }
  if (Math.abs(request.receivedAt / 1_000 - Number(time)) > WINDOW) {
    return { genuine: false, why: 'Stripe-Signature is more than five minutes off: is the clock right?' }
  }
  const expected = createHmac('sha256', secret).update(`${time}.`).update(request.body).digest()
  const matches = given.filter(([, value]) => timingSafeEqual(Buffer.from(value ?? '', 'hex'), expected))
  return matches.length > 0 ? { genuine: true } : { genuine: false, why: 'Stripe-Signature does not match.' }
}

export const events: WebhookHandler = {
  verify: async (ctx, request) => verifySignature(request, ctx.settings.webhook_secret),

  async dedupeKey(request) {
    return parse(request).id ?? 'no id'
  },

  /** Order is not promised, so the event only says what to read; its present state is what counts. */
  async facts(ctx, request): Promise<ProviderFact[]> {
    const subject = subjectOf(parse(request))
    return subject ? factsAbout(ctx, subject) : []
  },
}

function parse(request: RawRequest): EventBody {
  try {
    const body: unknown = JSON.parse(Buffer.from(request.body).toString('utf8'))
    return typeof body === 'object' && body !== null ? (body as EventBody) : {}
  } catch {
    return {}
  }
}
