import { newCharge } from './charge.ts'
import { type DeclineReason, declineOf, usePaymentMethod } from './payment-method.ts'
import { refuse } from './stripe-errors.ts'
import { emit } from './stripe-events.ts'
import { stripeId } from './stripe-id.ts'
import type { Charge, PaymentIntent } from './stripe-objects.ts'
import type { StripeCall } from './stripe-route.ts'

export type NewIntent = {
  amount: number
  currency: string
  customer: string | null
  description?: string | null
  metadata?: Record<string, string>
  captureMethod?: string
}

export function addPaymentIntent(call: StripeCall, given: NewIntent): PaymentIntent {
  const id = stripeId('pi')
  const intent: PaymentIntent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: given.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: given.captureMethod ?? 'automatic_async',
    client_secret: `${id}_secret_sandbox`,
    confirmation_method: 'automatic',
    created: call.at,
    currency: given.currency,
    customer: given.customer,
    customer_account: null,
    description: given.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: given.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  }
  call.state.payment_intents.push(intent)
  emit(call, 'payment_intent.created', intent)
  return intent
}

/**
 * Charges the intent to a payment method. A declined one leaves the intent waiting for another and is thrown as the
 * provider's 402; `declined` runs before that, for what else the failure changes.
 */
export function chargeIntent(
  call: StripeCall,
  intent: PaymentIntent,
  { paymentMethod, declined }: { paymentMethod: string; declined?: () => void },
): Charge {
  const method = usePaymentMethod(call, paymentMethod, 'payment_method')
  const reason = declineOf(call.state, method.id)
  const manual = intent.capture_method === 'manual'
  const charge = newCharge(call, intent, { method, reason, captured: !manual && !reason })
  call.state.charges.push(charge)
  intent.latest_charge = charge.id
  if (reason) return failIntent(call, intent, { reason, charge, method, declined })
  intent.payment_method = method.id
  intent.last_payment_error = null
  if (manual) {
    Object.assign(intent, { status: 'requires_capture', amount_capturable: intent.amount })
    emit(call, 'payment_intent.amount_capturable_updated', intent)
    return charge
  }
  Object.assign(intent, { status: 'succeeded', amount_received: intent.amount })
  emit(call, 'charge.succeeded', charge)
  emit(call, 'payment_intent.succeeded', intent)
  return charge
}

type Failure = {
  reason: DeclineReason
  charge: Charge
  method: object
  declined: (() => void) | undefined
}

function failIntent(
  call: StripeCall,
  intent: PaymentIntent,
  { reason, charge, method, declined }: Failure,
): never {
  const error = {
    type: 'card_error' as const,
    code: 'card_declined',
    decline_code: reason.declineCode,
    message: reason.message,
    charge: charge.id,
  }
  intent.status = 'requires_payment_method'
  intent.payment_method = null
  intent.last_payment_error = { ...error, payment_method: method }
  emit(call, 'charge.failed', charge)
  emit(call, 'payment_intent.payment_failed', intent)
  declined?.()
  return refuse(402, { ...error, payment_intent: structuredClone(intent) })
}
