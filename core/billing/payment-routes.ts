import { type Static, Type } from '@sinclair/typebox'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { HubError } from '../platform/errors.ts'
import { askedPage, asPage, pageQuery, pageSchema } from '../platform/http/cursor-page.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { JobSink } from '../platform/jobs/job.ts'
import {
  disputeSchema,
  invoicePaymentsSchema,
  newRefundSchema,
  refundSchema,
} from './billing-route-schemas.ts'
import { collectJob } from './collect-job.ts'
import { presentDispute } from './disputes/dispute-presenter.ts'
import { findDisputesOf } from './disputes/dispute-repository.ts'
import type { DisputeService } from './disputes/dispute-service.ts'
import { isOpen } from './invoice.ts'
import type { StoredInvoice } from './invoice-repository.ts'
import type { InvoiceService } from './invoice-service.ts'
import { type Payment, returnableMinor, uncreditedMinor } from './payment.ts'
import { findPayments } from './payment-repository.ts'
import { presentRefund } from './refunds/refund-presenter.ts'
import { findRefundsOf } from './refunds/refund-repository.ts'
import type { RefundService } from './refunds/refund-service.ts'

export interface PaymentRouteParts {
  database: Database
  invoices: InvoiceService
  refunds: RefundService
  disputes: DisputeService
  jobs: JobSink
  clock: Clock
}

const MINUTE = 60_000

/** What came in for invoices, what goes back, and what is objected to. */
export function paymentRoutes(parts: PaymentRouteParts): Route[] {
  return [paymentsOf(parts), collect(parts), refund(parts), disputes(parts)]
}

function paymentsOf({ database, invoices }: PaymentRouteParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/invoices/:id/payments',
    tag: 'billing',
    summary: 'Payments of an invoice the tenant issued, with refunds and disputes',
    permission: 'invoices:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'What came in and what went back', schema: invoicePaymentsSchema } },
    async handler({ tenantId, params }) {
      const { invoice } = issuedBy(tenantId, await invoices.get(tenantId, params.id))
      const [payments, refunds, disputed] = await database.inTenant(tenantId, (tx) =>
        Promise.all([
          findPayments(tx, tenantId, params.id),
          findRefundsOf(tx, params.id),
          findDisputesOf(tx, params.id),
        ]),
      )
      const issued = invoice.status === 'draft' ? undefined : invoice
      const body: Static<typeof invoicePaymentsSchema> = {
        payments: payments.map(presentPayment),
        refunds: refunds.map(presentRefund),
        disputes: disputed.map(presentDispute),
        returnable_minor: issued ? returnableMinor(issued, payments) : 0,
        uncredited_minor: issued ? uncreditedMinor(issued, payments) : 0,
      }
      return { status: 200, body }
    },
  })
}

function collect({ database, invoices, jobs, clock }: PaymentRouteParts): Route {
  return defineRoute({
    method: 'POST',
    path: '/v1/invoices/:id/collect',
    tag: 'billing',
    summary: 'Try once more to collect an invoice',
    description: 'All who ask within a minute ask for the same try.',
    permission: 'invoices:write',
    rate: 'write',
    params: idParams('id'),
    replies: { 202: { description: 'Will be tried', schema: Type.Object({ invoice_id: Type.String() }) } },
    async handler({ tenantId, params }) {
      const { invoice } = issuedBy(tenantId, await invoices.get(tenantId, params.id))
      if (!isOpen(invoice)) throw new HubError('conflict', { detail: `The invoice is ${invoice.status}.` })
      const occasion = `asked-${Math.floor(clock.now() / MINUTE)}`
      await database.inTenant(tenantId, (tx) => jobs.add(tx, [collectJob(invoice, occasion)]))
      return { status: 202, body: { invoice_id: invoice.id } }
    },
  })
}

function refund({ refunds }: PaymentRouteParts): Route {
  return defineRoute({
    method: 'POST',
    path: '/v1/invoices/:id/refunds',
    tag: 'billing',
    summary: 'Give back what was paid for an invoice and is owed no more',
    description:
      'Credit the invoice first (POST /v1/invoices/:id/credit, with "refund": true it does both). Never more than came in, whoever asks at the same time. Of several payments each gets a refund of its own.',
    permission: 'invoices:write',
    rate: 'write',
    params: idParams('id'),
    body: newRefundSchema,
    replies: {
      201: {
        description: 'Wanted; the provider is asked by a job',
        schema: Type.Object({ data: Type.Array(refundSchema) }),
      },
    },
    async handler({ tenantId, params, body }) {
      const wanted = { invoiceId: params.id, reason: body.reason, amountMinor: body.amount_minor }
      const made = await refunds.request(tenantId, wanted)
      return { status: 201, body: { data: made.map(presentRefund) } }
    },
  })
}

const disputeQuery = Type.Composite(
  [
    pageQuery,
    Type.Object({
      open: Type.Optional(
        Type.Boolean({ description: 'Only those that are not decided, or only those that are' }),
      ),
    }),
  ],
  { additionalProperties: false },
)

function disputes({ disputes: all }: PaymentRouteParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/disputes',
    tag: 'billing',
    summary: 'Payments that payers object to with their banks, newest first',
    description:
      'Open ones are to be answered at the payments provider until respond_by, or the money is lost.',
    permission: 'invoices:read',
    rate: 'read',
    query: disputeQuery,
    replies: { 200: { description: 'A page', schema: pageSchema(disputeSchema) } },
    async handler({ tenantId, query }) {
      const asked = askedPage(query)
      const rows = await all.list(tenantId, { ...asked, open: query.open })
      return { status: 200, body: asPage(rows, asked, { id: ({ id }) => id, present: presentDispute }) }
    },
  })
}

/** The recipient sees the invoice, but how it is collected is the issuer's. */
function issuedBy(tenantId: string, stored: StoredInvoice): StoredInvoice {
  if (stored.invoice.issuerId !== tenantId) throw new HubError('not_found')
  return stored
}

const presentPayment = (payment: Payment) => ({
  id: payment.id,
  reference: payment.reference,
  amount_minor: payment.amountMinor,
  refunded_minor: payment.refundedMinor,
  disputed_minor: payment.disputedMinor,
  lost_minor: payment.lostMinor,
  currency: payment.currency,
  received_at: payment.receivedAt.toISOString(),
})
