import type { PluginContext } from './context.ts'

/**
 * Where somebody gets letters.
 *
 * @example
 * const address: PostalAddress = { line1: 'Hafenstr. 1', postalCode: '20457', city: 'Hamburg', country: 'DE' }
 */
export interface PostalAddress {
  line1: string
  line2?: string
  /** Left out in countries that have none. */
  postalCode?: string
  city: string
  /** ISO 3166-1, two letters. */
  country: string
}

/**
 * The tenant that pays an invoice.
 *
 * @example
 * const payer: Payer = { hubId: 'tenant-1', name: 'Salon Sonnenschein', email: 'office@example.com' }
 */
export interface Payer {
  /** The hub's id of the paying tenant. */
  hubId: string
  /** As on its invoices. */
  name: string
  /** Where invoices are sent to. */
  email?: string
  /** Left out while nothing was said of it, as is the next. */
  address?: PostalAddress
  /** For VAT, the country's two letters first: DE123456789. */
  vatId?: string
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
  /** RFC 3339: until when it is to be paid, where the payer pays it by hand. */
  dueAt?: string
}

/**
 * What became of an invoice at the provider. `page` is where the payer can pay it in a browser.
 *
 * @example
 * const state: PaymentState = { state: 'paid', reference: 'in_81', amountMinor: 4_900 }
 */
export type PaymentState =
  | { state: 'open'; reference: string; page?: string }
  | { state: 'paid'; reference: string; amountMinor: number }
  | { state: 'failed'; reference: string; why: string; page?: string }

/**
 * A means of payment as it may be shown: never more of its number than the end.
 *
 * @example
 * const card: PaymentMethod = { reference: 'pm_81', brand: 'visa', last4: '4242', expires: '2028-03' }
 */
export interface PaymentMethod {
  /** The provider's id of it: another one is another means of payment. */
  reference: string
  /** `visa`, `sepa_debit`: the provider's word. */
  brand: string
  last4: string | null
  /** The last month in which it is good, YYYY-MM; null where it does not end. */
  expires: string | null
}

/**
 * A wish that a payer gives a means of payment on a page of the provider's.
 *
 * @example
 * const setup: MethodSetup = {
 *   hubSetupId: '01a2059c-4021-74b7-b219-0097d18994bf',
 *   currency: 'EUR',
 *   returnUrl: 'https://portal.example.com/paid',
 * }
 */
export interface MethodSetup {
  /** The hub's id: a repeat with it gives the same page. */
  hubSetupId: string
  currency: string
  /** Where the browser goes when it is done, or was given up. */
  returnUrl: string
}

/**
 * The page on which a means of payment is given.
 *
 * @example
 * const page: OpenedSetup = {
 *   reference: 'cs_81',
 *   url: 'https://pay.acme.example/cs_81',
 *   expiresAt: '2026-12-08T09:00:00Z',
 * }
 */
export interface OpenedSetup {
  reference: string
  url: string
  /** RFC 3339: from then on the page is of no use. */
  expiresAt: string
}

/**
 * Keeps means of payment, so that invoices are collected without the payer. Every call may be repeated.
 *
 * @example
 * const methods: PaymentMethods = {
 *   open: async (_ctx, _payer, { hubSetupId }) => ({
 *     reference: hubSetupId,
 *     url: `https://pay.acme.example/${hubSetupId}`,
 *     expiresAt: '2026-12-08T09:00:00Z',
 *   }),
 *   settle: async () => 'open',
 *   read: async () => null,
 * }
 */
export interface PaymentMethods {
  open(ctx: PluginContext, payer: Payer, setup: MethodSetup): Promise<OpenedSetup>
  /**
   * What became of a page. When it is `done`, what was given there is what the payer's invoices are collected with,
   * unless another was given later.
   */
  settle(ctx: PluginContext, payer: Payer, reference: string): Promise<'open' | 'done' | 'expired'>
  /** What the payer's invoices are collected with; null when there is nothing. */
  read(ctx: PluginContext, payer: Payer): Promise<PaymentMethod | null>
}

/**
 * Money to give back, of one payment.
 *
 * @example
 * const refund: RefundToMake = {
 *   hubRefundId: '01a2059c-4021-74b7-b219-0097d18994bf',
 *   payment: 'in_81',
 *   amountMinor: 1_500,
 *   currency: 'EUR',
 * }
 */
export interface RefundToMake {
  /** The hub's id: the plugin derives its idempotency key from it, and finds by it what an earlier try has made. */
  hubRefundId: string
  /** The reference under which the payment was told. */
  payment: string
  amountMinor: number
  currency: string
}

/**
 * What became of a refund. A provider may tell of one that succeeded that it failed after all.
 *
 * @example
 * const state: RefundState = { state: 'succeeded', reference: 're_81' }
 */
export type RefundState =
  | { state: 'pending'; reference: string }
  | { state: 'succeeded'; reference: string }
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
  /**
   * Makes the invoice at the provider for that payer and tries to collect it, or sends it where nothing can be charged. One
   * that is there, unpaid, with another total (it was credited in part) makes room for this one.
   */
  collect(ctx: PluginContext, payer: Payer, invoice: InvoiceToCollect): Promise<PaymentState>
  /** Reads the state again, for repair. */
  state(ctx: PluginContext, reference: string): Promise<PaymentState>
  /**
   * Takes back an invoice that is owed no more, so that nobody pays it; null where there is none. What was paid stays
   * paid: then that is the state. Left out where the provider cannot.
   */
  withdraw?(ctx: PluginContext, payer: Payer, hubInvoiceId: string): Promise<PaymentState | null>
  /** Left out where the provider keeps no means of payment. */
  methods?: PaymentMethods
  /** Gives money back. `Refused` where the provider will not. Left out where it cannot. */
  refund?(ctx: PluginContext, refund: RefundToMake): Promise<RefundState>
}
