import { Refusal } from '../engine/index.ts'
import { addPaymentIntent, chargeIntent } from './payment-intent.ts'
import { refuseState } from './stripe-errors.ts'
import { emit } from './stripe-events.ts'
import { stripeId } from './stripe-id.ts'
import type { Invoice, InvoicePayment, PaymentIntent } from './stripe-objects.ts'
import type { StripeCall } from './stripe-route.ts'

/** Gives the number, freezes the lines and opens the invoice; one of nothing is paid at once. */
export function finalizeInvoice(call: StripeCall, invoice: Invoice): void {
  const { state, at } = call
  const customer = state.customers.find(({ id }) => id === invoice.customer)
  const page = `https://invoice.stripe.invalid/${invoice.id}`
  const sequence = customer?.next_invoice_sequence ?? 1
  invoice.number ??= `${customer?.invoice_prefix ?? 'INV'}-${String(sequence).padStart(4, '0')}`
  if (customer) customer.next_invoice_sequence = sequence + 1
  Object.assign(invoice, {
    status: 'open',
    effective_at: at,
    hosted_invoice_url: page,
    invoice_pdf: `${page}/pdf`,
  })
  invoice.status_transitions.finalized_at = at
  emit(call, 'invoice.finalized', invoice)
  if (invoice.amount_due === 0) {
    markPaid(call, invoice)
    return
  }
  addInvoicePayment(call, invoice)
  if (invoice.auto_advance && invoice.collection_method === 'charge_automatically') collect(call, invoice)
}

/** The provider's own first attempt; that it fails is told by an event, not by the answer. */
function collect(call: StripeCall, invoice: Invoice): void {
  const paymentMethod = defaultPaymentMethod(call, invoice)
  if (paymentMethod === null) return
  try {
    payByCard(call, invoice, paymentMethod)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

export function defaultPaymentMethod({ state }: StripeCall, invoice: Invoice): string | null {
  const customer = state.customers.find(({ id }) => id === invoice.customer)
  return invoice.default_payment_method ?? customer?.invoice_settings.default_payment_method ?? null
}

/** Charges the invoice's payment intent; a declined card leaves the invoice open and is thrown as a 402. */
export function payByCard(call: StripeCall, invoice: Invoice, paymentMethod: string): void {
  const intent = intentOf(call, invoice)
  invoice.attempted = true
  invoice.attempt_count += 1
  chargeIntent(call, intent, {
    paymentMethod,
    declined: () => emit(call, 'invoice.payment_failed', invoice),
  })
  markPaid(call, invoice)
}

export function markPaid(call: StripeCall, invoice: Invoice, { outOfBand = false } = {}): void {
  const { at, state } = call
  Object.assign(invoice, { status: 'paid', amount_paid: invoice.amount_due, amount_remaining: 0 })
  invoice.status_transitions.paid_at = at
  const payment = state.invoice_payments.find((candidate) => candidate.invoice === invoice.id)
  if (payment && !outOfBand) {
    payment.status = 'paid'
    payment.amount_paid = invoice.amount_due
    payment.status_transitions.paid_at = at
    emit(call, 'invoice_payment.paid', payment)
  }
  if (payment && outOfBand) cancelPayment(call, payment)
  emit(call, 'invoice.paid', invoice)
  if (!outOfBand) emit(call, 'invoice.payment_succeeded', invoice)
}

export function voidInvoice(call: StripeCall, invoice: Invoice): void {
  if (!['open', 'uncollectible'].includes(invoice.status))
    refuseState(
      `You can only pass in open invoices. This invoice isn't open: its status is ${invoice.status}.`,
    )
  invoice.status = 'void'
  invoice.status_transitions.voided_at = call.at
  const payment = call.state.invoice_payments.find((candidate) => candidate.invoice === invoice.id)
  if (payment) cancelPayment(call, payment)
  emit(call, 'invoice.voided', invoice)
}

function addInvoicePayment(call: StripeCall, invoice: Invoice): void {
  const intent = addPaymentIntent(call, {
    amount: invoice.amount_due,
    currency: invoice.currency,
    customer: invoice.customer,
    description: `Payment for Invoice ${invoice.number}`,
  })
  call.state.invoice_payments.push({
    id: stripeId('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: call.at,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { type: 'payment_intent', payment_intent: intent.id },
    status: 'open',
    status_transitions: { paid_at: null, canceled_at: null },
  })
}

function intentOf({ state }: StripeCall, invoice: Invoice): PaymentIntent {
  const payment = state.invoice_payments.find((candidate) => candidate.invoice === invoice.id)
  const found = state.payment_intents.find(({ id }) => id === payment?.payment.payment_intent)
  return found ?? refuseState(`The invoice ${invoice.id} has nothing to pay.`)
}

function cancelPayment(call: StripeCall, payment: InvoicePayment): void {
  payment.status = 'canceled'
  payment.status_transitions.canceled_at = call.at
  const intent = call.state.payment_intents.find(({ id }) => id === payment.payment.payment_intent)
  if (!intent) return
  Object.assign(intent, { status: 'canceled', canceled_at: call.at, cancellation_reason: 'void_invoice' })
  emit(call, 'payment_intent.canceled', intent)
}
