import type { Route } from '../engine/index.ts'
import { findCustomer } from './customer-routes.ts'
import { listPage } from './list-page.ts'
import { mergedMetadata } from './metadata.ts'
import { addPaymentIntent, chargeIntent, type NewIntent } from './payment-intent.ts'
import { refuseMissing, refuseParam, refuseState } from './stripe-errors.ts'
import { emit } from './stripe-events.ts'
import type { Charge, PaymentIntent } from './stripe-objects.ts'
import type { StripeParams } from './stripe-params.ts'
import { type StripeCall, stripeRoute } from './stripe-route.ts'
import type { StripeState } from './stripe-state.ts'

function findIntent({ state, id }: StripeCall): PaymentIntent {
  return state.payment_intents.find((intent) => intent.id === id) ?? refuseMissing('payment_intent', id)
}

function createIntent(call: StripeCall): PaymentIntent {
  const { params } = call
  const given = newIntentFields(call)
  const paymentMethod = params.text('payment_method') ?? null
  const confirm = params.boolean('confirm') ?? false
  ignoreUnused(params)
  params.done()
  if (confirm && paymentMethod === null) refuseParam('payment_method', missingMethod, 'parameter_missing')
  const intent = addPaymentIntent(call, given)
  if (paymentMethod === null) return intent
  if (confirm) chargeIntent(call, intent, { paymentMethod })
  else awaitConfirmation(intent, paymentMethod)
  return intent
}

function newIntentFields({ params, state }: StripeCall): NewIntent {
  const customer = params.text('customer')
  const amount = params.requiredInteger('amount')
  if (amount < 1)
    refuseParam('amount', 'This value must be greater than or equal to 1.', 'parameter_invalid_integer')
  return {
    amount,
    currency: params.required('currency').toLowerCase(),
    customer: customer ? findCustomer(state, customer).id : null,
    description: params.text('description') ?? null,
    captureMethod:
      params.oneOf('capture_method', ['automatic', 'automatic_async', 'manual']) ?? 'automatic_async',
    metadata: mergedMetadata(params),
  }
}

const missingMethod =
  'You cannot confirm this PaymentIntent because it is missing a payment method. Update the PaymentIntent with a payment method and then confirm it again.'

function awaitConfirmation(intent: PaymentIntent, paymentMethod: string): void {
  intent.payment_method = paymentMethod
  intent.status = 'requires_confirmation'
}

function getIntent(call: StripeCall): PaymentIntent {
  call.params.ignore('client_secret')
  call.params.done()
  return findIntent(call)
}

function updateIntent(call: StripeCall): PaymentIntent {
  const intent = findIntent(call)
  const { params } = call
  const changes = {
    amount: params.integer('amount') ?? intent.amount,
    description: params.text('description') ?? intent.description,
    metadata: mergedMetadata(params, intent.metadata),
  }
  const paymentMethod = params.text('payment_method')
  params.done()
  if (changes.amount !== intent.amount && intent.status === 'succeeded') refuseUnexpected(intent, 'update')
  Object.assign(intent, changes)
  if (paymentMethod) awaitConfirmation(intent, paymentMethod)
  return intent
}

function confirmIntent(call: StripeCall): PaymentIntent {
  const intent = findIntent(call)
  const paymentMethod = call.params.text('payment_method') ?? intent.payment_method
  ignoreUnused(call.params)
  call.params.done()
  if (!['requires_payment_method', 'requires_confirmation'].includes(intent.status))
    refuseUnexpected(intent, 'confirm')
  if (paymentMethod === null) refuseState(missingMethod, 'payment_intent_unexpected_state')
  chargeIntent(call, intent, { paymentMethod })
  return intent
}

function captureIntent(call: StripeCall): PaymentIntent {
  const intent = findIntent(call)
  const amount = call.params.integer('amount_to_capture') ?? intent.amount_capturable
  call.params.done()
  if (intent.status !== 'requires_capture') refuseUnexpected(intent, 'capture')
  if (amount < 1 || amount > intent.amount_capturable)
    refuseParam('amount_to_capture', 'The amount to capture is greater than the amount that can be captured.')
  Object.assign(intent, { status: 'succeeded', amount_received: amount, amount_capturable: 0 })
  const charge = call.state.charges.find(({ id }) => id === intent.latest_charge)
  if (charge) Object.assign(charge, { captured: true, amount_captured: amount })
  if (charge) emit(call, 'charge.captured', charge)
  emit(call, 'payment_intent.succeeded', intent)
  return intent
}

function cancelIntent(call: StripeCall): PaymentIntent {
  const intent = findIntent(call)
  const reason = call.params.text('cancellation_reason') ?? null
  call.params.done()
  if (['succeeded', 'canceled'].includes(intent.status)) refuseUnexpected(intent, 'cancel')
  Object.assign(intent, {
    status: 'canceled',
    canceled_at: call.at,
    cancellation_reason: reason,
    amount_capturable: 0,
  })
  emit(call, 'payment_intent.canceled', intent)
  return intent
}

function listIntents(call: StripeCall): object {
  const customer = call.params.text('customer')
  return listPage(
    call,
    call.state.payment_intents.filter((intent) => !customer || intent.customer === customer),
  )
}

function getCharge({ state, params, id }: StripeCall): Charge {
  params.done()
  return state.charges.find((charge) => charge.id === id) ?? refuseMissing('charge', id)
}

function listCharges(call: StripeCall): object {
  const customer = call.params.text('customer')
  const intent = call.params.text('payment_intent')
  const wanted = (charge: Charge) =>
    (!customer || charge.customer === customer) && (!intent || charge.payment_intent === intent)
  return listPage(call, call.state.charges.filter(wanted))
}

function refuseUnexpected({ status }: PaymentIntent, action: string): never {
  const message = `You cannot ${action} this PaymentIntent because it has a status of ${status}.`
  refuseState(message, 'payment_intent_unexpected_state')
}

function ignoreUnused(params: StripeParams): void {
  params.ignore('automatic_payment_methods', 'confirmation_method', 'error_on_requires_action', 'off_session')
  params.ignore('payment_method_types', 'payment_method_options', 'receipt_email', 'return_url')
  params.ignore('setup_future_usage', 'shipping', 'statement_descriptor', 'statement_descriptor_suffix')
  params.ignore('mandate', 'mandate_data', 'use_stripe_sdk', 'client_secret')
}

export const paymentIntentRoutes: readonly Route<StripeState>[] = [
  stripeRoute('POST', '/v1/payment_intents', createIntent),
  stripeRoute('GET', '/v1/payment_intents', listIntents),
  stripeRoute('GET', '/v1/payment_intents/:id', getIntent),
  stripeRoute('POST', '/v1/payment_intents/:id', updateIntent),
  stripeRoute('POST', '/v1/payment_intents/:id/confirm', confirmIntent),
  stripeRoute('POST', '/v1/payment_intents/:id/capture', captureIntent),
  stripeRoute('POST', '/v1/payment_intents/:id/cancel', cancelIntent),
  stripeRoute('GET', '/v1/charges', listCharges),
  stripeRoute('GET', '/v1/charges/:id', getCharge),
]
