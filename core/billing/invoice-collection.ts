import type { PaymentState, ProviderFact } from '@askpro/plugin-sdk'
import {
  type BoundPayments,
  type FactSink,
  outcomeOf,
  type ProviderDirectory,
} from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { JobOutcome, JobRun } from '../platform/jobs/job.ts'
import type { TenantService } from '../tenants/index.ts'
import type { CollectionLedger } from './collection-ledger.ts'
import { balanceMinor, type IssuedInvoice, isOpen } from './invoice.ts'
import type { InvoiceService, ReceivedPayment } from './invoice-service.ts'
import { type Language, lineText, settledText } from './line-text.ts'
import type { PayerService } from './payers/payer-service.ts'

export interface InvoiceCollectionParts {
  database: Database
  invoices: InvoiceService
  ledger: CollectionLedger
  payers: PayerService
  providers: Pick<ProviderDirectory, 'payments'>
  tenants: TenantService
  clock: Clock
}

type Settled = Pick<IssuedInvoice, 'id' | 'issuerId' | 'currency'>

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
  run(job: JobRun): Promise<JobOutcome> {
    return this.#withProvider(job, (payments, invoice) => this.#collect(payments, invoice))
  }

  /** Job `invoice.check`: what became of one that the provider has, should nobody have told. */
  check(job: JobRun): Promise<JobOutcome> {
    return this.#withProvider(job, async (payments, invoice) => {
      await this.#note(invoice, await payments.state(String(job.payload.reference)))
    })
  }

  /** Job `invoice.withdraw`: one that was taken back by a credit note. Paid meanwhile, it is overpaid. */
  withdraw(job: JobRun): Promise<JobOutcome> {
    const isVoid = ({ status }: IssuedInvoice) => status === 'void'
    return this.#withProvider(
      job,
      async (payments, invoice) => {
        const payer = await this.#parts.payers.asTold(edgeOf(invoice))
        const state = await payments.withdraw?.(payer, invoice.id)
        if (state?.state === 'paid') await this.#note(invoice, state)
      },
      isVoid,
    )
  }

  async accept({ tenantId }: { tenantId: string }, fact: ProviderFact): Promise<void> {
    const { ledger } = this.#parts
    if (fact.type === 'payment.failed') {
      const { hubInvoiceId, reference, why } = fact
      await ledger.note(tenantId, hubInvoiceId, { state: 'failed', reference, why })
    }
    if (fact.type !== 'payment.succeeded') return
    const { hubInvoiceId: invoiceId, reference, amountMinor, currency } = fact
    await this.#paid(tenantId, { invoiceId, reference, amountMinor, currency })
  }

  /** Both or neither: nobody sees an invoice that is paid and was not collected. */
  #paid(issuerId: string, payment: ReceivedPayment): Promise<void> {
    const { database, invoices, ledger } = this.#parts
    const { invoiceId, reference } = payment
    return database.inTenant(issuerId, async () => {
      await invoices.pay(issuerId, payment)
      await ledger.note(issuerId, invoiceId, { state: 'paid', reference })
    })
  }

  async #withProvider(
    { tenantId, payload }: JobRun,
    work: (payments: BoundPayments, invoice: IssuedInvoice) => Promise<void>,
    wanted: (invoice: IssuedInvoice) => boolean = isOpen,
  ): Promise<JobOutcome> {
    const { invoices, providers, clock } = this.#parts
    if (tenantId === null) return { is: 'cancel', why: 'an invoice belongs to its issuer' }
    const { invoice } = await invoices.get(tenantId, String(payload.invoice_id))
    if (invoice.status === 'draft' || !wanted(invoice))
      return { is: 'cancel', why: `the invoice is ${invoice.status}` }
    try {
      const payments = await providers.payments(tenantId)
      if (!payments)
        return {
          is: 'snooze',
          until: clock.now() + NO_CONNECTION,
          why: 'the issuer has no payments connection',
        }
      await work(payments, invoice)
      return { is: 'done' }
    } catch (error) {
      return this.#outcome(invoice, error)
    }
  }

  /** A provider that will not take an invoice is shown with it. */
  async #outcome({ issuerId, id }: Settled, error: unknown): Promise<JobOutcome> {
    const outcome = outcomeOf(error, this.#parts.clock.now())
    if (outcome.is === 'cancel')
      await this.#parts.ledger.note(issuerId, id, { state: 'failed', reference: null, why: outcome.why })
    return outcome
  }

  async #collect(payments: BoundPayments, invoice: IssuedInvoice): Promise<void> {
    const { payers } = this.#parts
    const edge = edgeOf(invoice)
    await payers.refresh(edge, payments, { collecting: invoice.id })
    const state = await payments.collect(await payers.asTold(edge), await this.#toCollect(invoice))
    await this.#note(invoice, state)
  }

  async #note({ id: invoiceId, issuerId, currency }: Settled, state: PaymentState): Promise<void> {
    if (state.state !== 'paid') return this.#parts.ledger.note(issuerId, invoiceId, state)
    const { reference, amountMinor } = state
    await this.#paid(issuerId, { invoiceId, currency, reference, amountMinor })
  }

  async #toCollect(invoice: IssuedInvoice) {
    const { language } = await this.#parts.tenants.getWithin(invoice.issuerId, invoice.recipientId)
    return {
      hubInvoiceId: invoice.id,
      number: invoice.number,
      currency: invoice.currency,
      totalMinor: balanceMinor(invoice),
      dueAt: new Date(invoice.dueAt).toISOString(),
      lines: linesOf(invoice, language),
    }
  }
}

const edgeOf = ({ issuerId, recipientId }: IssuedInvoice) => ({ issuerId, recipientId })

/** With what was credited or paid of it since as a line of its own. */
function linesOf(invoice: IssuedInvoice, language: Language) {
  const settled = balanceMinor(invoice) - invoice.totals.total_minor
  const lines = invoice.lines.map((line) => ({
    description: lineText(line, language),
    amountMinor: line.amount_minor,
  }))
  return [...lines, { description: settledText(language), amountMinor: settled }].filter(
    ({ amountMinor }) => amountMinor !== 0,
  )
}
