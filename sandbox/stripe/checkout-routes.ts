import type { Route } from '../engine/index.ts'
import { findPrice } from './catalog-routes.ts'
import { newCheckoutSession } from './checkout-session.ts'
import { controlRoute } from './control-route.ts'
import { findCustomer } from './customer-routes.ts'
import { listPage } from './list-page.ts'
import { mergedMetadata } from './metadata.ts'
import { addPaymentIntent, chargeIntent } from './payment-intent.ts'
import { setUpCard } from './setup-intent.ts'
import { refuseMissing, refuseParam, refuseState } from './stripe-errors.ts'
import { emit } from './stripe-events.ts'
import type { CheckoutSession } from './stripe-objects.ts'
import type { StripeParams } from './stripe-params.ts'
import { type StripeCall, stripeRoute } from './stripe-route.ts'
import type { StripeState } from './stripe-state.ts'

/** Seconds from its making within which a session must expire. */
const LIFE = { least: 1_800, most: 86_400 }

type LineTotal = { amount: number; currency: string }

function createSession(call: StripeCall): CheckoutSession {
  const { state, params, at } = call
  const mode = params.oneOf('mode', ['payment', 'setup'])
  if (!mode) refuseParam('mode', 'The stand-in plays the modes payment and setup.', 'parameter_missing')
  const lines = params.each('line_items').map((line) => lineTotal(state, line))
  const customer = params.text('customer')
  const session = newCheckoutSession(
    {
      mode,
      customer: customer ? findCustomer(state, customer).id : null,
      amount_total: mode === 'setup' ? null : lines.reduce((sum, { amount }) => sum + amount, 0),
      currency: lines[0]?.currency ?? currencyOf(params, mode),
      cancel_url: params.text('cancel_url') ?? null,
      success_url: params.required('success_url'),
      client_reference_id: params.text('client_reference_id') ?? null,
      customer_email: params.text('customer_email') ?? null,
      expires_at: expiryOf(params, at),
      metadata: mergedMetadata(params),
    },
    at,
  )
  params.ignore('payment_intent_data', 'locale', 'customer_creation', 'ui_mode', 'setup_intent_data')
  params.done()
  if (mode === 'payment' && lines.length === 0)
    refuseParam('line_items', 'Missing required param: line_items.', 'parameter_missing')
  state.checkout_sessions.push(session)
  return session
}

/** In setup mode it decides which means of payment are offered, unless they are named. */
function currencyOf(params: StripeParams, mode: string): string | null {
  const types = params.texts('allowed_payment_method_types')
  const currency = params.text('currency') ?? null
  if (mode === 'setup' && currency === null && types === undefined)
    refuseParam('currency', 'Missing required param: currency.', 'parameter_missing')
  return currency
}

function expiryOf(params: StripeParams, at: number): number {
  const expiry = params.integer('expires_at') ?? at + LIFE.most
  if (expiry < at + LIFE.least || expiry > at + LIFE.most)
    refuseParam('expires_at', 'The `expires_at` timestamp must be from 30 minutes to 24 hours from now.')
  return expiry
}

function lineTotal(state: StripeState, line: StripeParams): LineTotal {
  const quantity = line.integer('quantity') ?? 1
  const priceId = line.text('price')
  const data = line.nested('price_data')
  line.done()
  if (priceId) {
    const { unit_amount, currency } = findPrice(state, priceId, 'line_items[0][price]')
    return { amount: (unit_amount ?? 0) * quantity, currency }
  }
  if (!data) return refuseParam('line_items', 'A line item needs price or price_data.', 'parameter_missing')
  data.ignore('product', 'product_data', 'tax_behavior')
  const unitAmount = data.requiredInteger('unit_amount')
  const currency = data.required('currency').toLowerCase()
  data.done()
  return { amount: unitAmount * quantity, currency }
}

function findSession(call: StripeCall): CheckoutSession {
  endOverdue(call)
  const { state, id } = call
  return state.checkout_sessions.find((session) => session.id === id) ?? refuseMissing('checkout.session', id)
}

function endOverdue(call: StripeCall): void {
  for (const session of call.state.checkout_sessions)
    if (session.status === 'open' && session.expires_at <= call.at) end(call, session)
}

function end(call: StripeCall, session: CheckoutSession): void {
  Object.assign(session, { status: 'expired', url: null })
  emit(call, 'checkout.session.expired', session)
}

function getSession(call: StripeCall): CheckoutSession {
  call.params.done()
  return findSession(call)
}

function expireSession(call: StripeCall): CheckoutSession {
  const session = findSession(call)
  call.params.done()
  if (session.status !== 'open')
    refuseState(`Only Checkout Sessions with a status in ["open"] can be expired.`)
  end(call, session)
  return session
}

function listSessions(call: StripeCall): object {
  endOverdue(call)
  const customer = call.params.text('customer')
  return listPage(
    call,
    call.state.checkout_sessions.filter((session) => !customer || session.customer === customer),
  )
}

export const checkoutRoutes: readonly Route<StripeState>[] = [
  stripeRoute('POST', '/v1/checkout/sessions', createSession),
  stripeRoute('GET', '/v1/checkout/sessions', listSessions),
  stripeRoute('GET', '/v1/checkout/sessions/:id', getSession),
  stripeRoute('POST', '/v1/checkout/sessions/:id/expire', expireSession),
]

/** The buyer pays on the provider's page, or saves a card there. Body: `{ payment_method? }`, a test card; `pm_card_visa` by default. */
function completeSession(call: StripeCall): CheckoutSession {
  const session = findSession(call)
  const paymentMethod = call.params.text('payment_method') ?? 'pm_card_visa'
  if (session.status !== 'open') refuseState(`The session is ${session.status}.`)
  if (session.mode === 'payment') {
    const { amount_total, currency, customer, metadata } = session
    const amount = amount_total ?? 0
    const intent = addPaymentIntent(call, { amount, currency: currency ?? 'eur', customer, metadata })
    chargeIntent(call, intent, { paymentMethod })
    Object.assign(session, { payment_intent: intent.id, payment_status: 'paid' })
  }
  if (session.mode === 'setup') {
    const { id } = setUpCard(call, { card: paymentMethod, customer: session.customer })
    session.setup_intent = id
  }
  Object.assign(session, { status: 'complete', url: null })
  emit(call, 'checkout.session.completed', session)
  return session
}

export const checkoutControlRoutes: readonly Route<StripeState>[] = [
  controlRoute('POST', '/stripe/checkout/:id/complete', completeSession),
]
