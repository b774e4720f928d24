import type { PluginContext } from './context.ts'

export interface Payer {
  /** The hub's id of the paying tenant. */
  hubId: string
  name: string
  email?: string
}

export interface InvoiceToCollect {
  /** The hub's id: the plugin derives its idempotency keys from it. */
  hubInvoiceId: string
  number: string
  currency: string
  lines: Array<{ description: string; amountMinor: number }>
  totalMinor: number
}

export type PaymentState =
  | { state: 'open'; reference: string }
  | { state: 'paid'; reference: string; amountMinor: number }
  | { state: 'failed'; reference: string; why: string }

/** Every call may be repeated with the same ids and has its effect once. */
export interface PaymentsProvider {
  /** Makes the invoice at the provider for that payer and tries to collect it. */
  collect(ctx: PluginContext, payer: Payer, invoice: InvoiceToCollect): Promise<PaymentState>
  /** Reads the state again, for repair. */
  state(ctx: PluginContext, reference: string): Promise<PaymentState>
}
