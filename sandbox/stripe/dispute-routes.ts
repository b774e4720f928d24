import type { Route } from '../engine/index.ts'
import { controlRoute } from './control-route.ts'
import { listPage } from './list-page.ts'
import { refuseMissing, refuseParam, refuseState } from './stripe-errors.ts'
import { emit } from './stripe-events.ts'
import { stripeId } from './stripe-id.ts'
import type { Charge, Dispute } from './stripe-objects.ts'
import { type StripeCall, stripeRoute } from './stripe-route.ts'
import type { StripeState } from './stripe-state.ts'

const WEEK = 7 * 86_400

/** As the vendor's client 23.1 describes it: the published description that the stand-in follows has no disputes. */
function newDispute({ at }: StripeCall, charge: Charge, amount: number): Dispute {
  return {
    id: stripeId('dp'),
    object: 'dispute',
    amount,
    balance_transactions: [],
    charge: charge.id,
    created: at,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: {},
    evidence_details: {
      due_by: at + WEEK,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: null,
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    network_reason_code: '10.4',
    payment_intent: charge.payment_intent,
    payment_method_details: { card: { brand: 'visa', network_reason_code: '10.4' }, type: 'card' },
    reason: 'fraudulent',
    status: 'needs_response',
  }
}

function findDispute({ state, id }: StripeCall): Dispute {
  return state.disputes.find((dispute) => dispute.id === id) ?? refuseMissing('dispute', id)
}

function getDispute(call: StripeCall): Dispute {
  call.params.done()
  return findDispute(call)
}

function listDisputes(call: StripeCall): object {
  const charge = call.params.text('charge')
  const intent = call.params.text('payment_intent')
  const wanted = (dispute: Dispute) =>
    (!charge || dispute.charge === charge) && (!intent || dispute.payment_intent === intent)
  return listPage(call, call.state.disputes.filter(wanted))
}

export const disputeRoutes: readonly Route<StripeState>[] = [
  stripeRoute('GET', '/v1/disputes', listDisputes),
  stripeRoute('GET', '/v1/disputes/:id', getDispute),
]

/** The card's owner objects to a charge. Body: `{ amount? }`; all of it by default. The money is taken away at once. */
function openDispute(call: StripeCall): Dispute {
  const charge = call.state.charges.find(({ id, paid }) => id === call.id && paid)
  if (!charge) return refuseMissing('charge', call.id)
  const amount = Number(call.params.raw('amount') ?? charge.amount_captured)
  if (!Number.isSafeInteger(amount) || amount < 1 || amount > charge.amount_captured)
    refuseParam('amount', `amount must be an integer from 1 to ${charge.amount_captured}.`)
  const dispute = newDispute(call, charge, amount)
  call.state.disputes.push(dispute)
  charge.disputed = true
  emit(call, 'charge.dispute.created', dispute)
  emit(call, 'charge.dispute.funds_withdrawn', dispute)
  return dispute
}

/** How it goes on. Body: `{ status }`: under_review, won or lost. */
function moveDispute(call: StripeCall): Dispute {
  const dispute = findDispute(call)
  const status = call.params.oneOf('status', ['under_review', 'won', 'lost'])
  if (!status) refuseParam('status', 'status must be under_review, won or lost.')
  if (dispute.status === 'won' || dispute.status === 'lost') refuseState(`The dispute is ${dispute.status}.`)
  const previous = { status: dispute.status }
  dispute.status = status
  if (status === 'under_review') {
    emit(call, 'charge.dispute.updated', dispute, previous)
    return dispute
  }
  if (status === 'won') emit(call, 'charge.dispute.funds_reinstated', dispute)
  emit(call, 'charge.dispute.closed', dispute)
  return dispute
}

export const disputeControlRoutes: readonly Route<StripeState>[] = [
  controlRoute('POST', '/stripe/charges/:id/dispute', openDispute),
  controlRoute('POST', '/stripe/disputes/:id/move', moveDispute),
]
