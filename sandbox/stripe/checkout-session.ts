import { stripeId } from './stripe-id.ts'
import type { CheckoutSession } from './stripe-objects.ts'

export type NewSession = Pick<
  CheckoutSession,
  'mode' | 'customer' | 'currency' | 'amount_total' | 'metadata' | 'expires_at'
> & {
  cancel_url: string | null
  success_url: string | null
  client_reference_id: string | null
  customer_email: string | null
}

/** An open session as the provider shows it. */
export function newCheckoutSession(given: NewSession, at: number): CheckoutSession {
  const id = stripeId('cs_test')
  return {
    id,
    object: 'checkout.session',
    ...untouched,
    ...given,
    amount_subtotal: given.amount_total,
    created: at,
    livemode: false,
    payment_intent: null,
    setup_intent: null,
    payment_status: given.mode === 'setup' ? 'no_payment_required' : 'unpaid',
    status: 'open',
    url: `https://checkout.stripe.invalid/c/pay/${id}`,
  }
}

/** What the stand-in never changes. */
const untouched = {
  adaptive_pricing: { enabled: false },
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: {
    after_submit: null,
    shipping_address: null,
    submit: null,
    terms_of_service_acceptance: null,
  },
  customer_account: null,
  customer_creation: 'if_required',
  customer_details: null,
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  locale: null,
  managed_payments: null,
  origin_context: null,
  payment_link: null,
  payment_method_collection: 'if_required',
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_method_types: ['card'],
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  submit_type: null,
  subscription: null,
  total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
  ui_mode: 'hosted_page',
  wallet_options: null,
}
