import { askedPage, asPage, pageQuery, pageSchema } from '../platform/http/cursor-page.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { BillingEngine } from './billing-engine.ts'
import { creditNoteSchema, creditSchema, invoiceSchema, voidSchema } from './billing-route-schemas.ts'
import type { Collection } from './collection.ts'
import type { CollectionLedger } from './collection-ledger.ts'
import type { Credited } from './credit-note.ts'
import type { InvoiceParties } from './details/billing-details.ts'
import { presentParty } from './details/billing-details-schemas.ts'
import type { BillingDetailsService } from './details/billing-details-service.ts'
import { balanceMinor } from './invoice.ts'
import type { StoredInvoice } from './invoice-repository.ts'
import type { InvoiceService } from './invoice-service.ts'
import { presentLine } from './quote-presenter.ts'
import type { Refund } from './refunds/refund.ts'
import { presentRefund } from './refunds/refund-presenter.ts'
import type { RefundService } from './refunds/refund-service.ts'

export interface InvoiceRouteParts {
  invoices: InvoiceService
  refunds: RefundService
  ledger: CollectionLedger
  details: BillingDetailsService
  engine: BillingEngine
}

export function invoiceRoutes(parts: InvoiceRouteParts): Route[] {
  const { invoices, refunds, engine } = parts
  const list = defineRoute({
    method: 'GET',
    path: '/v1/invoices',
    tag: 'billing',
    summary: 'Invoices the tenant issued or received, newest first; drafts are estimates',
    permission: 'invoices:read',
    rate: 'read',
    query: pageQuery,
    replies: {
      200: {
        description: 'A page',
        schema: pageSchema(invoiceSchema),
      },
    },
    async handler({ tenantId, query }) {
      const asked = askedPage(query)
      const rows = await invoices.list(tenantId, asked)
      const present = await presenter(parts, tenantId, rows)
      return { status: 200, body: asPage(rows, asked, { id: ({ invoice }) => invoice.id, present }) }
    },
  })
  const get = defineRoute({
    method: 'GET',
    path: '/v1/invoices/:id',
    tag: 'billing',
    summary: 'One invoice',
    permission: 'invoices:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'The invoice', schema: invoiceSchema } },
    async handler({ tenantId, params }) {
      const stored = await invoices.get(tenantId, params.id)
      const present = await presenter(parts, tenantId, [stored])
      return { status: 200, body: present(stored) }
    },
  })
  const finalize = defineRoute({
    method: 'POST',
    path: '/v1/invoices/:id/finalize',
    tag: 'billing',
    summary: 'Freeze a draft whose period has ended, give it its number and collect it',
    description: 'Repeating it gives the same invoice, so it needs no Idempotency-Key.',
    permission: 'invoices:write',
    rate: 'write',
    idempotent: false,
    params: idParams('id'),
    replies: { 200: { description: 'The invoice with its number', schema: invoiceSchema } },
    async handler({ tenantId, params }) {
      const stored = await engine.finalize(tenantId, params.id)
      const present = await presenter(parts, tenantId, [stored])
      return { status: 200, body: present(stored) }
    },
  })
  return [list, get, finalize, ...correctionRoutes(invoices, refunds)]
}

function correctionRoutes(invoices: InvoiceService, refunds: RefundService): Route[] {
  const voidRoute = defineRoute({
    method: 'POST',
    path: '/v1/invoices/:id/void',
    tag: 'billing',
    summary: 'Take back an unpaid invoice by a credit note over all of it',
    permission: 'invoices:write',
    rate: 'write',
    params: idParams('id'),
    body: voidSchema,
    replies: { 200: { description: 'The credit note', schema: creditNoteSchema } },
    async handler({ tenantId, params, body }) {
      return { status: 200, body: presentCredit(await invoices.void(tenantId, params.id, body.reason)) }
    },
  })
  const credit = defineRoute({
    method: 'POST',
    path: '/v1/invoices/:id/credit',
    tag: 'billing',
    summary: 'Credit all or part of an issued invoice, and give back what was paid of it',
    permission: 'invoices:write',
    rate: 'write',
    params: idParams('id'),
    body: creditSchema,
    replies: { 200: { description: 'The credit note', schema: creditNoteSchema } },
    async handler({ tenantId, params, body }) {
      const wanted = { id: params.id, reason: body.reason, netMinor: body.net_minor }
      const credited = body.refund
        ? await refunds.credit(tenantId, wanted)
        : await invoices.credit(tenantId, wanted)
      return { status: 200, body: presentCredit(credited) }
    },
  })
  return [voidRoute, credit]
}

/** Reads once, for all of them, what is shown with invoices and not kept in them. */
async function presenter(
  { ledger, details }: Pick<InvoiceRouteParts, 'ledger' | 'details'>,
  tenantId: string,
  rows: readonly StoredInvoice[],
) {
  const invoices = rows.map(({ invoice }) => invoice)
  const collections = await ledger.of(
    tenantId,
    invoices.map(({ id }) => id),
  )
  const parties = await details.on(invoices)
  return (stored: StoredInvoice) => {
    const { id } = stored.invoice
    return presentInvoice(stored, { collection: collections.get(id), parties: parties.get(id) })
  }
}

interface Shown {
  collection: Collection | undefined
  parties: InvoiceParties | undefined
}

function presentInvoice({ invoice, zone, version }: StoredInvoice, { collection, parties }: Shown) {
  const issued = invoice.status === 'draft' ? undefined : invoice
  return {
    id: invoice.id,
    issuer_id: invoice.issuerId,
    recipient_id: invoice.recipientId,
    seller: presentParty(parties?.seller ?? null),
    buyer: presentParty(parties?.buyer ?? null),
    number: issued?.number ?? null,
    status: invoice.status,
    currency: invoice.currency,
    period: {
      start: new Date(invoice.period.start).toISOString(),
      end: new Date(invoice.period.end).toISOString(),
    },
    zone,
    lines: invoice.lines.map((line) => presentLine(line, zone)),
    totals: invoice.totals,
    balance_minor: issued ? balanceMinor(issued) : invoice.totals.total_minor,
    issued_at: issued ? new Date(issued.finalizedAt).toISOString() : null,
    due_at: issued ? new Date(issued.dueAt).toISOString() : null,
    collection: collection ? { state: collection.state, page: collection.page, why: collection.why } : null,
    version,
  }
}

const presentCredit = ({ creditNote, returnMinor, refunds = [] }: Credited & { refunds?: Refund[] }) => ({
  id: creditNote.id,
  invoice_id: creditNote.invoiceId,
  number: creditNote.number,
  reason: creditNote.reason,
  currency: creditNote.currency,
  totals: creditNote.totals,
  return_minor: returnMinor,
  refunds: refunds.map(presentRefund),
})
