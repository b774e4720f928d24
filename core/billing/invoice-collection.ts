import type { ProviderFact } from '@askpro/plugin-sdk'
import { type FactSink, outcomeOf, type ProviderDirectory } from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { JobOutcome, JobRun } from '../platform/jobs/job.ts'
import type { Logger } from '../platform/log/logger.ts'
import type { TenantService } from '../tenants/index.ts'
import { type IssuedInvoice, isOpen } from './invoice.ts'
import type { InvoiceService } from './invoice-service.ts'
import { lineText } from './line-text.ts'

export interface InvoiceCollectionParts {
  invoices: InvoiceService
  providers: ProviderDirectory
  tenants: TenantService
  clock: Clock
  log: Logger
}

/** Milliseconds until an issuer without a payments connection is looked at again. */
const NO_CONNECTION = 3_600_000

/** Brings final invoices to the issuer's payments provider, and takes what the provider tells of them. */
export class InvoiceCollection implements FactSink {
  readonly handles: ReadonlyArray<ProviderFact['type']> = ['payment.succeeded', 'payment.failed']
  readonly #parts: InvoiceCollectionParts

  constructor(parts: InvoiceCollectionParts) {
    this.#parts = parts
  }

  /** Job `invoice.collect`. */
  async run({ tenantId, payload }: JobRun): Promise<JobOutcome> {
    const { invoices, providers, clock } = this.#parts
    if (tenantId === null) return { is: 'cancel', why: 'an invoice belongs to its issuer' }
    const { invoice } = await invoices.get(tenantId, String(payload.invoice_id))
    if (!isOpen(invoice)) return { is: 'cancel', why: `the invoice is ${invoice.status}` }
    try {
      const payments = await providers.payments(tenantId)
      if (!payments)
        return {
          is: 'snooze',
          until: clock.now() + NO_CONNECTION,
          why: 'the issuer has no payments connection',
        }
      const state = await payments.collect(await this.#payer(invoice), await this.#toCollect(invoice))
      if (state.state === 'paid') await this.#paid(invoice, state)
      return { is: 'done' }
    } catch (error) {
      return outcomeOf(error, clock.now())
    }
  }

  async accept(connection: { tenantId: string }, fact: ProviderFact): Promise<void> {
    const { invoices, log } = this.#parts
    if (fact.type === 'payment.failed') {
      log.warn(
        { invoice: fact.hubInvoiceId, tenant: connection.tenantId },
        'an invoice could not be collected',
      )
    }
    if (fact.type !== 'payment.succeeded') return
    const { hubInvoiceId: invoiceId, reference, amountMinor, currency } = fact
    await invoices.pay(connection.tenantId, { invoiceId, reference, amountMinor, currency })
  }

  #paid(invoice: IssuedInvoice, paid: { reference: string; amountMinor: number }): Promise<void> {
    const { id: invoiceId, issuerId, currency } = invoice
    return this.#parts.invoices.pay(issuerId, { invoiceId, currency, ...paid })
  }

  async #payer({ issuerId, recipientId }: IssuedInvoice) {
    const { name } = await this.#parts.tenants.getWithin(issuerId, recipientId)
    return { hubId: recipientId, name }
  }

  async #toCollect(invoice: IssuedInvoice) {
    const { language } = await this.#parts.tenants.getWithin(invoice.issuerId, invoice.recipientId)
    return {
      hubInvoiceId: invoice.id,
      number: invoice.number,
      currency: invoice.currency,
      totalMinor: invoice.totals.total_minor,
      lines: invoice.lines
        .filter(({ amount_minor }) => amount_minor !== 0)
        .map((line) => ({ description: lineText(line, language), amountMinor: line.amount_minor })),
    }
  }
}
