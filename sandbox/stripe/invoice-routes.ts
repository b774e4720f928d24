import type { Route } from '../engine/index.ts'
import { findCustomer } from './customer-routes.ts'
import { newInvoice, refreshTotals } from './invoice.ts'
import {
  defaultPaymentMethod,
  finalizeInvoice,
  markPaid,
  payByCard,
  voidInvoice,
} from './invoice-lifecycle.ts'
import { listPage } from './list-page.ts'
import { changedFrom, mergedMetadata } from './metadata.ts'
import { refuseMissing, refuseParam, refuseState } from './stripe-errors.ts'
import { emit } from './stripe-events.ts'
import type { Customer, Invoice, InvoicePayment } from './stripe-objects.ts'
import type { StripeParams } from './stripe-params.ts'
import { type StripeCall, stripeRoute } from './stripe-route.ts'
import type { StripeState } from './stripe-state.ts'

function findInvoice({ state, id }: StripeCall): Invoice {
  return state.invoices.find((invoice) => invoice.id === id) ?? refuseMissing('invoice', id)
}

function createInvoice(call: StripeCall): Invoice {
  const { state, params, at } = call
  const customer = findCustomer(state, params.required('customer'))
  const pending = params.oneOf('pending_invoice_items_behavior', ['include', 'exclude']) ?? 'exclude'
  const invoice = newInvoice(customer, newFields(params, at), at)
  params.ignore('account_tax_ids', 'automatic_tax', 'custom_fields', 'default_tax_rates', 'discounts')
  params.ignore('payment_settings', 'rendering', 'statement_descriptor', 'issuer')
  params.done()
  state.invoices.push(invoice)
  if (pending === 'include') takePending(state, customer, invoice)
  emit(call, 'invoice.created', invoice)
  return invoice
}

function newFields(params: StripeParams, at: number) {
  return {
    auto_advance: params.boolean('auto_advance') ?? false,
    ...collectionOf(params, at),
    currency: (params.text('currency') ?? 'eur').toLowerCase(),
    default_payment_method: params.text('default_payment_method') ?? null,
    description: params.text('description') ?? null,
    footer: params.text('footer') ?? null,
    metadata: mergedMetadata(params),
    number: params.text('number') ?? null,
  }
}

/** A sent invoice needs a due date, a charged one must not have one. */
function collectionOf(params: StripeParams, at: number): Pick<Invoice, 'collection_method' | 'due_date'> {
  const method = params.oneOf('collection_method', ['charge_automatically', 'send_invoice'])
  const days = params.integer('days_until_due')
  const dueDate = params.integer('due_date') ?? (days === undefined ? null : at + days * 86_400)
  if (method === 'send_invoice' && dueDate === null)
    refuseParam('days_until_due', 'Missing required param: days_until_due or due_date.', 'parameter_missing')
  if (method !== 'send_invoice' && dueDate !== null)
    refuseParam('days_until_due', 'You can only set due dates when collection_method is send_invoice.')
  return { collection_method: method ?? 'charge_automatically', due_date: dueDate }
}

function takePending(state: StripeState, customer: Customer, invoice: Invoice): void {
  const waiting = state.invoice_items.filter((item) => item.customer === customer.id && item.invoice === null)
  for (const item of waiting) item.invoice = invoice.id
  refreshTotals(state, invoice)
}

function getInvoice(call: StripeCall): Invoice {
  call.params.done()
  return findInvoice(call)
}

function updateInvoice(call: StripeCall): Invoice {
  const invoice = findInvoice(call)
  const { params } = call
  const draftOnly = {
    description: params.text('description') ?? invoice.description,
    footer: params.text('footer') ?? invoice.footer,
    number: params.text('number') ?? invoice.number,
  }
  const after = {
    ...draftOnly,
    auto_advance: params.boolean('auto_advance') ?? invoice.auto_advance,
    default_payment_method: params.text('default_payment_method') ?? invoice.default_payment_method,
    metadata: mergedMetadata(params, invoice.metadata),
  }
  params.done()
  const previous = changedFrom(invoice, { ...invoice, ...after })
  const frozen = Object.keys(previous).some((name) => name in draftOnly)
  if (invoice.status !== 'draft' && frozen)
    refuseState(`Finalized invoices can't be updated in this way`, 'invoice_not_editable')
  Object.assign(invoice, after)
  emit(call, 'invoice.updated', invoice, previous)
  return invoice
}

function deleteInvoice(call: StripeCall): object {
  const invoice = findInvoice(call)
  const { state } = call
  if (invoice.status !== 'draft') refuseState('You can only delete draft invoices.', 'invoice_not_editable')
  state.invoices = state.invoices.filter((other) => other !== invoice)
  state.invoice_items = state.invoice_items.filter((item) => item.invoice !== invoice.id)
  emit(call, 'invoice.deleted', invoice)
  return { id: invoice.id, object: 'invoice', deleted: true }
}

function finalize(call: StripeCall): Invoice {
  const invoice = findInvoice(call)
  const autoAdvance = call.params.boolean('auto_advance')
  call.params.done()
  if (invoice.status !== 'draft')
    refuseState("This invoice is already finalized, you can't re-finalize a non-draft invoice.")
  if (autoAdvance !== undefined) invoice.auto_advance = autoAdvance
  finalizeInvoice(call, invoice)
  return invoice
}

function pay(call: StripeCall): Invoice {
  const invoice = findInvoice(call)
  const { params } = call
  const given = params.text('payment_method')
  const outOfBand = params.boolean('paid_out_of_band') ?? false
  params.ignore('off_session', 'forgive', 'mandate')
  params.done()
  if (outOfBand) return payOutOfBand(call, invoice)
  refuseUnpayable(invoice)
  const paymentMethod = given ?? defaultPaymentMethod(call, invoice)
  if (paymentMethod === null && invoice.amount_due > 0) refuseState(nothingToPayWith)
  if (invoice.status === 'draft') finalizeInvoice(call, invoice)
  // An invoice of nothing, or one that finalizing has collected, is paid by now.
  if (invoice.status === 'open') payByCard(call, invoice, paymentMethod ?? '')
  return invoice
}

function payOutOfBand(call: StripeCall, invoice: Invoice): Invoice {
  if (invoice.status !== 'uncollectible') refuseUnpayable(invoice)
  if (invoice.status === 'draft') finalizeInvoice(call, invoice)
  if (invoice.status_transitions.paid_at === null) markPaid(call, invoice, { outOfBand: true })
  return invoice
}

function refuseUnpayable({ status }: Invoice): void {
  if (status === 'paid') refuseState('Invoice is already paid')
  if (status !== 'draft' && status !== 'open')
    refuseState(`Invoices with a status of ${status} cannot be paid.`)
}

const nothingToPayWith =
  'There is no `default_payment_method` set on this Customer or Invoice. Set one on the Customer or the Invoice, or pass a payment method.'

function send(call: StripeCall): Invoice {
  const invoice = findInvoice(call)
  call.params.done()
  if (invoice.collection_method !== 'send_invoice')
    refuseState("You can only manually send an invoice if its collection method is 'send_invoice'.")
  if (invoice.status === 'draft') finalizeInvoice(call, invoice)
  emit(call, 'invoice.sent', invoice)
  return invoice
}

function voidRoute(call: StripeCall): Invoice {
  const invoice = findInvoice(call)
  call.params.done()
  voidInvoice(call, invoice)
  return invoice
}

function markUncollectible(call: StripeCall): Invoice {
  const invoice = findInvoice(call)
  call.params.done()
  if (invoice.status !== 'open') refuseState('You can only mark open invoices as uncollectible.')
  invoice.status = 'uncollectible'
  invoice.status_transitions.marked_uncollectible_at = call.at
  emit(call, 'invoice.marked_uncollectible', invoice)
  return invoice
}

function listInvoices(call: StripeCall): object {
  const { params, state } = call
  const customer = params.text('customer')
  const status = params.text('status')
  const method = params.text('collection_method')
  const wanted = (invoice: Invoice) =>
    (!customer || invoice.customer === customer) &&
    (!status || invoice.status === status) &&
    (!method || invoice.collection_method === method)
  return listPage(call, state.invoices.filter(wanted))
}

function listPayments(call: StripeCall): object {
  const invoice = call.params.text('invoice')
  const status = call.params.text('status')
  const intent = intentAsked(call.params)
  const wanted = (payment: InvoicePayment) =>
    (!invoice || payment.invoice === invoice) &&
    (!status || payment.status === status) &&
    (!intent || payment.payment.payment_intent === intent)
  return listPage(call, call.state.invoice_payments.filter(wanted))
}

/** `payment[type]=payment_intent` and which. */
function intentAsked(params: StripeParams): string | null | undefined {
  const payment = params.nested('payment')
  payment?.oneOf('type', ['payment_intent'])
  const intent = payment?.text('payment_intent')
  payment?.done()
  return intent
}

export const invoiceRoutes: readonly Route<StripeState>[] = [
  stripeRoute('POST', '/v1/invoices', createInvoice),
  stripeRoute('GET', '/v1/invoices', listInvoices),
  stripeRoute('GET', '/v1/invoices/:id', getInvoice),
  stripeRoute('POST', '/v1/invoices/:id', updateInvoice),
  stripeRoute('DELETE', '/v1/invoices/:id', deleteInvoice),
  stripeRoute('POST', '/v1/invoices/:id/finalize', finalize),
  stripeRoute('POST', '/v1/invoices/:id/pay', pay),
  stripeRoute('POST', '/v1/invoices/:id/send', send),
  stripeRoute('POST', '/v1/invoices/:id/void', voidRoute),
  stripeRoute('POST', '/v1/invoices/:id/mark_uncollectible', markUncollectible),
  stripeRoute('GET', '/v1/invoice_payments', listPayments),
]
