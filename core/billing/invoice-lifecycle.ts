import { toDecimalString } from '../platform/money.ts'
import type { InvoiceParties } from './details/billing-details.ts'
import {
  balanceMinor,
  type DraftInvoice,
  type Invoice,
  type InvoiceChange,
  type InvoiceContent,
  type IssuedInvoice,
  isOpen,
  issuedFacts,
  refused,
  wrongStatus,
} from './invoice.ts'
import { netOf, totalsOf } from './invoice-totals.ts'
import { lineAmount, type PriceLine } from './price-line.ts'

const assertExplained = (lines: readonly PriceLine[], currency: string): void => {
  const odd = lines.find((line) => line.amount_minor !== lineAmount(line, currency))
  if (odd) throw new RangeError(`The line ${odd.description_key} does not come to its own amount`)
  const taxes = lines.filter(({ kind }) => kind === 'tax')
  const base = toDecimalString({ amount: netOf(lines), currency })
  if (taxes.length > 1 || taxes.some(({ quantity }) => quantity !== base)) {
    throw new RangeError('An invoice is taxed once, on the net of all its lines')
  }
}

/**
 * A draft over `lines`, whose totals are always taken from them. Throws RangeError where a line does not explain its
 * own amount, so that no figure enters an invoice from anywhere but the price function.
 */
export const draftInvoice = (content: Omit<InvoiceContent, 'totals'>): DraftInvoice => {
  assertExplained(content.lines, content.currency)
  return { ...content, totals: totalsOf(content.lines), status: 'draft' }
}

/** The only change of content there is: a draft takes newly rated lines. */
export const reviseDraft = (
  invoice: Invoice,
  lines: readonly PriceLine[],
): InvoiceChange<{ invoice: DraftInvoice }> => {
  if (invoice.status !== 'draft') return wrongStatus(invoice, ['draft'])
  const { totals, status, ...content } = invoice
  return { ok: true, invoice: draftInvoice({ ...content, lines }) }
}

/** What finalization fixes. Instants in epoch milliseconds; `walletBalanceMinor` is what the recipient's wallet holds. */
export interface Finalization {
  readonly number: string
  readonly finalizedAt: number
  readonly dueAt: number
  readonly walletBalanceMinor: number
  /** As both ends say of themselves at this moment. */
  readonly parties: InvoiceParties
}

/**
 * Gives the number and takes wallet credit (as much as there is, at most the total; the caller debits
 * `settlement.walletMinor` in the same transaction). With nothing left to pay the invoice is paid at once.
 * A total below zero is refused before a number is used: that is a credit note's job.
 */
export const finalizeInvoice = (
  invoice: Invoice,
  { number, finalizedAt, dueAt, walletBalanceMinor, parties }: Finalization,
): InvoiceChange<{ invoice: IssuedInvoice }> => {
  if (invoice.status !== 'draft') return wrongStatus(invoice, ['draft'])
  const { total_minor } = invoice.totals
  if (total_minor < 0) return refused({ code: 'negative_total', total_minor })
  const walletMinor = Math.max(0, Math.min(walletBalanceMinor, total_minor))
  const settlement = { walletMinor, paidMinor: 0, creditedNetMinor: 0, creditedTaxMinor: 0 }
  const final = { ...invoice, status: 'final', number, finalizedAt, dueAt, parties, settlement } as const
  const settled = balanceMinor(final) === 0
  return { ok: true, invoice: settled ? { ...final, status: 'paid', paidAt: finalizedAt } : final }
}

/** Adds a payment; the invoice is paid when nothing is left. More than is due is refused: the surplus belongs in the wallet. */
export const recordPayment = (
  invoice: Invoice,
  { amountMinor, paidAt }: { amountMinor: number; paidAt: number },
): InvoiceChange<{ invoice: IssuedInvoice }> => {
  if (!isOpen(invoice)) return wrongStatus(invoice, ['final', 'uncollectible'])
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0)
    throw new RangeError(`Not a payment: ${amountMinor}`)
  const due_minor = balanceMinor(invoice)
  if (amountMinor > due_minor) return refused({ code: 'exceeds_due', due_minor })
  const settlement = { ...invoice.settlement, paidMinor: invoice.settlement.paidMinor + amountMinor }
  if (amountMinor < due_minor) return { ok: true, invoice: { ...invoice, settlement } }
  return { ok: true, invoice: { ...issuedFacts(invoice), settlement, status: 'paid', paidAt } }
}

/** Written off: no longer chased, still owed. */
export const writeOff = (
  invoice: Invoice,
  writtenOffAt: number,
): InvoiceChange<{ invoice: IssuedInvoice }> => {
  if (invoice.status !== 'final') return wrongStatus(invoice, ['final'])
  return { ok: true, invoice: { ...issuedFacts(invoice), status: 'uncollectible', writtenOffAt } }
}
