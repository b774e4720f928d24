import type { PluginContext } from './context.ts'

/**
 * The tenant that pays an invoice.
 *
 * @example
 * const payer: Payer = { hubId: 'tenant-1', name: 'Salon Sonnenschein', email: 'office@example.com' }
 */
export interface Payer {
  /** The hub's id of the paying tenant. */
  hubId: string
  name: string
  email?: string
}

/**
 * A final invoice of the hub.
 *
 * @example
 * const invoice: InvoiceToCollect = {
 *   hubInvoiceId: '01a2059c-4021-74b7-b219-0097d18994bf',
 *   number: '2026-0007',
 *   currency: 'EUR',
 *   lines: [{ description: 'Basic fee November', amountMinor: 4_900 }],
 *   totalMinor: 4_900,
 * }
 */
export interface InvoiceToCollect {
  /** The hub's id: the plugin derives its idempotency keys from it. */
  hubInvoiceId: string
  number: string
  currency: string
  lines: Array<{ description: string; amountMinor: number }>
  totalMinor: number
}

/**
 * What became of an invoice at the provider.
 *
 * @example
 * const state: PaymentState = { state: 'paid', reference: 'in_81', amountMinor: 4_900 }
 */
export type PaymentState =
  | { state: 'open'; reference: string }
  | { state: 'paid'; reference: string; amountMinor: number }
  | { state: 'failed'; reference: string; why: string }

/**
 * Every call may be repeated with the same ids and has its effect once.
 *
 * @example
 * const payments: PaymentsProvider = {
 *   async collect(ctx, payer, { hubInvoiceId, totalMinor }) {
 *     const url = `https://api.acme.example/invoices/${hubInvoiceId}`
 *     await ctx.fetch(url, { method: 'PUT', body: JSON.stringify({ payer: payer.hubId, totalMinor }) })
 *     return { state: 'open', reference: hubInvoiceId }
 *   },
 *   state: async (ctx, reference) => ({ state: 'open', reference }),
 * }
 */
export interface PaymentsProvider {
  /** Makes the invoice at the provider for that payer and tries to collect it. */
  collect(ctx: PluginContext, payer: Payer, invoice: InvoiceToCollect): Promise<PaymentState>
  /** Reads the state again, for repair. */
  state(ctx: PluginContext, reference: string): Promise<PaymentState>
}
