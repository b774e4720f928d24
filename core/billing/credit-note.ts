import { parseDecimal, toDecimalString } from '../platform/money.ts'
import {
  balanceMinor,
  type CreditNoteId,
  type Invoice,
  type InvoiceChange,
  type InvoiceId,
  type IssuedInvoice,
  isOpen,
  issuedFacts,
  refused,
  wrongStatus,
} from './invoice.ts'
import { type InvoiceTotals, netOf, totalsOf } from './invoice-totals.ts'
import { amountLine, lineAmount, type PriceLine } from './price-line.ts'

/** Corrects the invoice it names; final from the start, numbered like an invoice, with amounts below zero. */
export interface CreditNote {
  readonly id: CreditNoteId
  readonly invoiceId: InvoiceId
  readonly number: string
  readonly issuedAt: number
  readonly reason: string
  readonly currency: string
  readonly lines: readonly PriceLine[]
  readonly totals: InvoiceTotals
}

/** `netMinor`: how much before tax to credit; left out, all that is left. */
export interface CreditRequest {
  readonly id: CreditNoteId
  readonly number: string
  readonly issuedAt: number
  readonly reason: string
  readonly netMinor?: number
}

/** `returnMinor` is what the recipient had settled beyond what is now owed: to be given back, this once. */
export interface Credited {
  readonly invoice: IssuedInvoice
  readonly creditNote: CreditNote
  readonly returnMinor: number
}

const opposite = (decimal: string): string => parseDecimal(decimal).negated().toFixed()

/** Rounding half-up by magnitude makes each mirrored line come to exactly the opposite amount. */
export const negatedLines = (lines: readonly PriceLine[]): PriceLine[] =>
  lines.map((line) => ({
    ...line,
    unit_price: opposite(line.unit_price),
    amount_minor: 0 - line.amount_minor,
  }))

/** The tax on the net credited so far, less what was credited of it before: partial credits add up to the exact tax. */
const taxToCredit = ({ currency, settlement }: IssuedInvoice, tax: PriceLine, netMinor: number): number => {
  const net = { amount: settlement.creditedNetMinor + netMinor, currency }
  return lineAmount({ ...tax, quantity: toDecimalString(net) }, currency) - settlement.creditedTaxMinor
}

const partialLines = (invoice: IssuedInvoice, netMinor: number): PriceLine[] => {
  const context = { currency: invoice.currency, period: invoice.period }
  const net = { amountMinor: netMinor, percent: '-100' }
  const credit = amountLine({ kind: 'credit', description_key: 'credit' }, net, context)
  const tax = invoice.lines.find(({ kind }) => kind === 'tax')
  if (tax === undefined) return [credit]
  const label = {
    kind: 'tax',
    description_key: 'credit.tax',
    ...(tax.basis && { basis: tax.basis }),
  } as const
  const amountMinor = taxToCredit(invoice, tax, netMinor)
  return [credit, amountLine(label, { amountMinor, percent: '-100' }, context)]
}

const creditLines = (invoice: IssuedInvoice, netMinor: number): PriceLine[] =>
  netMinor === netOf(invoice.lines) ? negatedLines(invoice.lines) : partialLines(invoice, netMinor)

/** The invoice with the note in its settlement, and the status that follows from what is left. */
const settledBy = (invoice: IssuedInvoice, { id, issuedAt, totals }: CreditNote): IssuedInvoice => {
  const settlement = {
    ...invoice.settlement,
    creditedNetMinor: invoice.settlement.creditedNetMinor - (totals.total_minor - totals.tax_minor),
    creditedTaxMinor: invoice.settlement.creditedTaxMinor - totals.tax_minor,
  }
  const facts = { ...issuedFacts(invoice), settlement }
  if (!isOpen(invoice)) return { ...invoice, settlement }
  if (settlement.creditedNetMinor === netOf(invoice.lines)) {
    return { ...facts, status: 'void', voidedAt: issuedAt, creditNoteId: id }
  }
  return balanceMinor(facts) > 0 ? { ...invoice, settlement } : { ...facts, status: 'paid', paidAt: issuedAt }
}

const surplus = (invoice: IssuedInvoice): number => Math.max(0, 0 - balanceMinor(invoice))

const credited = (invoice: IssuedInvoice, request: CreditRequest): InvoiceChange<Credited> => {
  const creditable_net_minor = netOf(invoice.lines) - invoice.settlement.creditedNetMinor
  const { netMinor = creditable_net_minor, ...document } = request
  if (netMinor > creditable_net_minor || creditable_net_minor === 0) {
    return refused({ code: 'exceeds_creditable', creditable_net_minor })
  }
  if (!Number.isSafeInteger(netMinor) || netMinor <= 0)
    throw new RangeError(`Not an amount to credit: ${netMinor}`)
  const lines = creditLines(invoice, netMinor)
  const { id: invoiceId, currency } = invoice
  const creditNote = { ...document, invoiceId, currency, lines, totals: totalsOf(lines) }
  const after = settledBy(invoice, creditNote)
  return { ok: true, invoice: after, creditNote, returnMinor: surplus(after) - surplus(invoice) }
}

/** Credits all or part of an issued invoice. Refused for a draft (revise it) and for a void one (nothing is left). */
export const creditInvoice = (invoice: Invoice, request: CreditRequest): InvoiceChange<Credited> =>
  invoice.status === 'draft' || invoice.status === 'void'
    ? wrongStatus(invoice, ['final', 'paid', 'uncollectible'])
    : credited(invoice, request)

/** Takes back all that is left of an unpaid invoice by a credit note. A paid one is credited instead, and stays paid. */
export const voidInvoice = (
  invoice: Invoice,
  request: Omit<CreditRequest, 'netMinor'>,
): InvoiceChange<Credited> =>
  isOpen(invoice) ? credited(invoice, request) : wrongStatus(invoice, ['final', 'uncollectible'])
