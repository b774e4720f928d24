import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ProviderFact, RawRequest, Verdict, WebhookHandler } from '@askpro/plugin-sdk'
import type Stripe from 'stripe'
import { INVOICE_KEY } from './draft-invoice.ts'
import { calling, stripeApi } from './stripe-api.ts'

/** Seconds a signature is good for, either way: the vendor's own client lets a future time pass. */
const WINDOW = 300

interface EventBody {
  id?: string
  type?: string
  data?: { object?: { id?: string; object?: string } }
}

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

const INVOICE_EVENTS = new Set([
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.voided',
  'invoice.marked_uncollectible',
])

export const events: WebhookHandler = {
  verify: async (ctx, request) => verifySignature(request, ctx.settings.webhook_secret),

  async dedupeKey(request) {
    return parse(request).id ?? 'no id'
  },

  /** Order is not promised, so the event only says which invoice to read; its present state is what counts. */
  async facts(ctx, request): Promise<ProviderFact[]> {
    const { type, data } = parse(request)
    const reference = data?.object?.id
    if (!type || !INVOICE_EVENTS.has(type) || !reference) return []
    const invoice = await calling(async () => (await stripeApi(ctx)).invoices.retrieve(reference))
    return factsOf(invoice)
  },
}

function factsOf(invoice: Stripe.Invoice): ProviderFact[] {
  const hubInvoiceId = invoice.metadata?.[INVOICE_KEY]
  if (!hubInvoiceId) return []
  const base = { hubInvoiceId, reference: invoice.id }
  if (invoice.status === 'paid') {
    const currency = invoice.currency.toUpperCase()
    return [{ type: 'payment.succeeded', ...base, amountMinor: invoice.amount_paid, currency }]
  }
  return [{ type: 'payment.failed', ...base, why: `the invoice is ${invoice.status} at Stripe` }]
}

function parse(request: RawRequest): EventBody {
  try {
    const body: unknown = JSON.parse(Buffer.from(request.body).toString('utf8'))
    return typeof body === 'object' && body !== null ? (body as EventBody) : {}
  } catch {
    return {}
  }
}
