import type { PluginContext } from './context.ts'
import type { RawRequest } from './raw-request.ts'
import type { CallReport } from './telephony.ts'

/**
 * Whether a delivery is from the provider; why not is kept with it.
 *
 * @example
 * const verdict: Verdict = { genuine: false, why: 'the signature is missing' }
 */
export type Verdict = { genuine: true } | { genuine: false; why: string }

/**
 * What a provider told, in the hub's words. The slices act on facts; a plugin never calls a slice.
 *
 * @example
 * const fact: ProviderFact = { type: 'calendar.changed', sync: 'entries' }
 */
export type ProviderFact =
  /** A call as of one moment: a field from `analysed` outranks `ended`, that outranks `started`. */
  | { type: 'call'; rank: 'started' | 'ended' | 'analysed'; call: CallReport }
  /** Something changed: run this sync now. */
  | { type: 'calendar.changed'; sync: string }
  /** The owner moved an entry of the hub's in the provider's calendar. `reference` is the new one. */
  | {
      type: 'calendar.entry_moved'
      entryId?: string
      reference: string
      previousReference?: string
      start: string
      end: string
    }
  /** The owner removed an entry of the hub's. */
  | { type: 'calendar.entry_cancelled'; entryId?: string; reference: string; reason?: string }
  /** The owner says of an entry of the hub's that nobody came, or takes that back. */
  | { type: 'calendar.entry_no_show'; entryId?: string; reference: string; absent: boolean }
  | {
      type: 'payment.succeeded'
      hubInvoiceId: string
      reference: string
      amountMinor: number
      currency: string
    }
  | { type: 'payment.failed'; hubInvoiceId: string; reference: string; why: string }
  /** A payer's means of payment, or a page to give one, is not what it was: it is read again. */
  | { type: 'payment.method_changed'; payerHubId: string }
  /** One refund as it stands now, whoever made it. `payment` is the reference of the payment it is of. */
  | {
      type: 'payment.refunded'
      hubInvoiceId: string
      payment: string
      reference: string
      /** Where the hub asked for it. */
      hubRefundId?: string
      amountMinor: number
      currency: string
      state: 'pending' | 'succeeded' | 'failed'
      why?: string
    }
  /** The payer's bank objects to a payment, as it stands now. */
  | {
      type: 'payment.disputed'
      hubInvoiceId: string
      payment: string
      reference: string
      amountMinor: number
      currency: string
      state: 'needs_response' | 'under_review' | 'won' | 'lost'
      /** The provider's word. */
      reason: string
      /** RFC 3339: until when it can be answered. */
      respondBy?: string
    }

/**
 * Takes what a provider sends to one hook.
 *
 * @example
 * const events: WebhookHandler = {
 *   async verify(ctx, { body, headers }) {
 *     const digest = createHmac('sha256', String(ctx.settings.webhook_secret)).update(body).digest()
 *     const given = Buffer.from(headers['x-acme-signature'] ?? '', 'hex')
 *     const genuine = given.length === digest.length && timingSafeEqual(given, digest)
 *     return genuine ? { genuine } : { genuine, why: 'the signature does not match' }
 *   },
 *   dedupeKey: async ({ body }) => createHash('sha256').update(body).digest('hex'),
 *   facts: async () => [{ type: 'calendar.changed', sync: 'entries' }],
 * }
 */
export interface WebhookHandler {
  /** Over the raw bytes, in constant time, fails closed. */
  verify(ctx: PluginContext, request: RawRequest): Promise<Verdict>
  /** The same delivery has the same key, whatever order or number of times it comes. */
  dedupeKey(request: RawRequest): Promise<string>
  /** Runs later, as a job. `[]` for what does not concern the hub. */
  facts(ctx: PluginContext, request: RawRequest): Promise<ProviderFact[]>
}
