import type { Id, TenantId } from '../platform/ids.ts'
import type { BillingPeriod } from './billing-period.ts'
import type { InvoiceParties } from './details/billing-details.ts'
import type { InvoiceTotals } from './invoice-totals.ts'
import type { PriceLine } from './price-line.ts'

export type InvoiceId = Id<'invoice'>
export type CreditNoteId = Id<'credit-note'>

/** What is billed, by whom and to whom. Frozen once the invoice has a number. */
export interface InvoiceContent {
  readonly id: InvoiceId
  readonly issuerId: TenantId
  readonly recipientId: TenantId
  readonly currency: string
  readonly period: BillingPeriod
  readonly lines: readonly PriceLine[]
  readonly totals: InvoiceTotals
}

/** What has been settled since finalization, in minor units; each figure only ever grows. */
export interface Settlement {
  readonly walletMinor: number
  readonly paidMinor: number
  readonly creditedNetMinor: number
  readonly creditedTaxMinor: number
}

/** Given at finalization and never again. Instants in epoch milliseconds. */
export interface Issue {
  readonly number: string
  readonly finalizedAt: number
  readonly dueAt: number
  /** Who is on it. Left out of those that are older than that was kept. */
  readonly parties?: InvoiceParties
  readonly settlement: Settlement
}

/**
 * draft -> final -> paid | uncollectible | void. An uncollectible invoice may still be paid or voided. A paid one stays
 * paid, whatever is credited later. Void means that a credit note has taken back all of it; there is no other way.
 */
export type InvoiceState =
  | { readonly status: 'draft' }
  | ({ readonly status: 'final' } & Issue)
  | ({ readonly status: 'paid'; readonly paidAt: number } & Issue)
  | ({ readonly status: 'uncollectible'; readonly writtenOffAt: number } & Issue)
  | ({ readonly status: 'void'; readonly voidedAt: number; readonly creditNoteId: CreditNoteId } & Issue)

export type Invoice = InvoiceContent & InvoiceState
export type InvoiceStatus = Invoice['status']
export type DraftInvoice = Extract<Invoice, { status: 'draft' }>
export type IssuedInvoice = Exclude<Invoice, { status: 'draft' }>
export type OpenInvoice = Extract<Invoice, { status: 'final' | 'uncollectible' }>

/** Why a change is not allowed; expected, and safe to show. Amounts in minor units. */
export type InvoiceRefusal =
  | {
      readonly code: 'wrong_status'
      readonly status: InvoiceStatus
      readonly allowed: readonly InvoiceStatus[]
    }
  | { readonly code: 'negative_total'; readonly total_minor: number }
  | { readonly code: 'exceeds_due'; readonly due_minor: number }
  | { readonly code: 'exceeds_creditable'; readonly creditable_net_minor: number }

export type InvoiceChange<Done> =
  | ({ readonly ok: true } & Done)
  | { readonly ok: false; readonly refusal: InvoiceRefusal }

export const refused = (refusal: InvoiceRefusal): { ok: false; refusal: InvoiceRefusal } => ({
  ok: false,
  refusal,
})

export const wrongStatus = (
  { status }: Invoice,
  allowed: readonly InvoiceStatus[],
): { ok: false; refusal: InvoiceRefusal } => refused({ code: 'wrong_status', status, allowed })

export const isOpen = (invoice: Invoice): invoice is OpenInvoice =>
  invoice.status === 'final' || invoice.status === 'uncollectible'

/** Total less wallet credit, payments and credit notes, in minor units; below zero is money to give back. */
export const balanceMinor = ({ totals, settlement }: Pick<IssuedInvoice, 'totals' | 'settlement'>): number =>
  totals.total_minor -
  settlement.walletMinor -
  settlement.paidMinor -
  settlement.creditedNetMinor -
  settlement.creditedTaxMinor

/** The part that outlives every change of status, so that a new status carries nothing over from the old one. */
export const issuedFacts = (invoice: IssuedInvoice): InvoiceContent & Issue => {
  const { id, issuerId, recipientId, currency, period, lines, totals } = invoice
  const { number, finalizedAt, dueAt, parties, settlement } = invoice
  return {
    id,
    issuerId,
    recipientId,
    currency,
    period,
    lines,
    totals,
    number,
    finalizedAt,
    dueAt,
    ...(parties && { parties }),
    settlement,
  }
}
