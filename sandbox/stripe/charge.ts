import type { DeclineReason } from './payment-method.ts'
import { stripeId } from './stripe-id.ts'
import type { Charge, PaymentIntent, PaymentMethod } from './stripe-objects.ts'
import type { StripeCall } from './stripe-route.ts'

type ChargeFacts = {
  method: PaymentMethod
  reason: DeclineReason | undefined
  captured: boolean
}

/** A charge as the provider shows it; one with a reason has failed. */
export function newCharge(
  { at }: StripeCall,
  intent: PaymentIntent,
  { method, reason, captured }: ChargeFacts,
): Charge {
  return {
    id: stripeId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: captured ? stripeId('txn') : null,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: 'SANDBOX',
    captured,
    created: at,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: reason ? 'card_declined' : null,
    failure_message: reason?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: null,
    paid: reason === undefined,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { card: cardUsed(method), type: 'card' },
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: reason ? 'failed' : 'succeeded',
    transfer_data: null,
    transfer_group: null,
  }
}

function cardUsed({ card }: PaymentMethod): object {
  const { brand, checks, country, exp_month, exp_year, fingerprint, funding, last4 } = card
  return {
    amount_authorized: null,
    authorization_code: null,
    brand,
    checks,
    country,
    electronic_commerce_indicator: null,
    exp_month,
    exp_year,
    fingerprint,
    funding,
    installments: null,
    last4,
    mandate: null,
    network: brand,
    network_transaction_id: null,
    regulated_status: null,
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  }
}
