import type { Route } from '../engine/index.ts'
import { findCustomer } from './customer-routes.ts'
import { attachPaymentMethod } from './payment-method.ts'
import { refuseMissing } from './stripe-errors.ts'
import { emit } from './stripe-events.ts'
import { stripeId } from './stripe-id.ts'
import type { SetupIntent } from './stripe-objects.ts'
import { type StripeCall, stripeRoute } from './stripe-route.ts'
import type { StripeState } from './stripe-state.ts'

/** A card is saved for later: attached to the customer, whose default stays what it was. */
export function setUpCard(
  call: StripeCall,
  { card, customer }: { card: string; customer: string | null },
): SetupIntent {
  const method = customer
    ? attachPaymentMethod(call, {
        id: card,
        customer: findCustomer(call.state, customer).id,
        param: 'payment_method',
      }).id
    : card
  const id = stripeId('seti')
  const intent: SetupIntent = {
    id,
    object: 'setup_intent',
    ...untouched,
    client_secret: `${id}_secret_sandbox`,
    created: call.at,
    customer,
    livemode: false,
    metadata: {},
    payment_method: method,
    status: 'succeeded',
  }
  call.state.setup_intents.push(intent)
  emit(call, 'setup_intent.succeeded', intent)
  return intent
}

/** What the stand-in never changes. */
const untouched = {
  allowed_payment_method_types: ['card'],
  application: null,
  automatic_payment_methods: null,
  cancellation_reason: null,
  customer_account: null,
  description: null,
  excluded_payment_method_types: null,
  flow_directions: null,
  last_setup_error: null,
  latest_attempt: null,
  managed_payments: null,
  mandate: null,
  next_action: null,
  on_behalf_of: null,
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_method_types: ['card'],
  single_use_mandate: null,
  usage: 'off_session',
}

function getSetupIntent({ state, params, id }: StripeCall): SetupIntent {
  params.ignore('client_secret')
  params.done()
  return state.setup_intents.find((intent) => intent.id === id) ?? refuseMissing('setup_intent', id)
}

export const setupIntentRoutes: readonly Route<StripeState>[] = [
  stripeRoute('GET', '/v1/setup_intents/:id', getSetupIntent),
]
