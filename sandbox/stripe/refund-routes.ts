import type { Route } from '../engine/index.ts'
import { controlRoute } from './control-route.ts'
import { listPage } from './list-page.ts'
import { mergedMetadata } from './metadata.ts'
import { refuseMissing, refuseParam, refuseState } from './stripe-errors.ts'
import { emit } from './stripe-events.ts'
import { stripeId } from './stripe-id.ts'
import type { Charge, Refund } from './stripe-objects.ts'
import { type StripeCall, stripeRoute } from './stripe-route.ts'
import type { StripeState } from './stripe-state.ts'

/** The refund succeeds at once; the charge's `amount_refunded` is cumulative, as the provider reports it. */
function createRefund(call: StripeCall): Refund {
  const { state, params, at } = call
  const charge = chargeToRefund(call)
  const left = charge.amount_captured - charge.amount_refunded
  const amount = params.integer('amount') ?? left
  const reason = params.oneOf('reason', ['duplicate', 'fraudulent', 'requested_by_customer']) ?? null
  const metadata = mergedMetadata(params)
  params.ignore('instructions_email', 'refund_application_fee', 'reverse_transfer')
  params.done()
  if (call.state.disputes.some((dispute) => dispute.charge === charge.id && dispute.status !== 'won'))
    refuseState(`Charge ${charge.id} has been charged back; cannot issue a refund.`, 'charge_disputed')
  if (left === 0) refuseState(`Charge ${charge.id} has already been refunded.`, 'charge_already_refunded')
  if (amount < 1 || amount > left)
    refuseParam('amount', `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`)
  const refund: Refund = {
    id: stripeId('re'),
    object: 'refund',
    amount,
    balance_transaction: stripeId('txn'),
    charge: charge.id,
    created: at,
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: { card: { type: 'refund' }, type: 'card' },
    metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  }
  state.refunds.push(refund)
  const previous = { amount_refunded: charge.amount_refunded }
  charge.amount_refunded += amount
  charge.refunded = charge.amount_refunded === charge.amount_captured
  emit(call, 'refund.created', refund)
  emit(call, 'charge.refunded', charge, previous)
  return refund
}

function chargeToRefund({ state, params }: StripeCall): Charge {
  const id = params.text('charge')
  const intent = params.text('payment_intent')
  if (!id && !intent)
    refuseParam('payment_intent', 'One of charge or payment_intent must be given.', 'parameter_missing')
  const found = state.charges.find(
    (charge) => charge.paid && (id ? charge.id === id : charge.payment_intent === intent),
  )
  if (found) return found
  return id
    ? refuseMissing('charge', id, 'charge')
    : refuseMissing('payment_intent', intent ?? '', 'payment_intent')
}

function getRefund({ state, params, id }: StripeCall): Refund {
  params.done()
  return state.refunds.find((refund) => refund.id === id) ?? refuseMissing('refund', id)
}

function listRefunds(call: StripeCall): object {
  const charge = call.params.text('charge')
  const intent = call.params.text('payment_intent')
  const wanted = (refund: Refund) =>
    (!charge || refund.charge === charge) && (!intent || refund.payment_intent === intent)
  return listPage(call, call.state.refunds.filter(wanted))
}

/** The bank of the card's owner sends the money back: it is on the account again, and the refund has failed. */
function failRefund(call: StripeCall): Refund {
  const { state, id } = call
  const refund = state.refunds.find((candidate) => candidate.id === id) ?? refuseMissing('refund', id)
  if (refund.status === 'failed') refuseState('The refund has failed already.')
  Object.assign(refund, { status: 'failed', failure_reason: 'expired_or_canceled_card' })
  const charge = state.charges.find((candidate) => candidate.id === refund.charge)
  if (charge)
    Object.assign(charge, { amount_refunded: charge.amount_refunded - refund.amount, refunded: false })
  emit(call, 'refund.updated', refund)
  emit(call, 'refund.failed', refund)
  return refund
}

export const refundControlRoutes: readonly Route<StripeState>[] = [
  controlRoute('POST', '/stripe/refunds/:id/fail', failRefund),
]

export const refundRoutes: readonly Route<StripeState>[] = [
  stripeRoute('POST', '/v1/refunds', createRefund),
  stripeRoute('GET', '/v1/refunds', listRefunds),
  stripeRoute('GET', '/v1/refunds/:id', getRefund),
]
