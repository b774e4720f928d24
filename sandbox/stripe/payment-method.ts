import { refuse, refuseMissing } from './stripe-errors.ts'
import { emit } from './stripe-events.ts'
import { stripeId } from './stripe-id.ts'
import type { Customer, PaymentMethod } from './stripe-objects.ts'
import type { StripeCall } from './stripe-route.ts'
import type { StripeState } from './stripe-state.ts'

type TestCard = { last4: string; brand: string; declines?: string; declinesAttach?: true }

/** The provider's test payment methods: `declines` is the decline code of every charge. */
const testCards: Record<string, TestCard> = {
  pm_card_visa: { last4: '4242', brand: 'visa' },
  pm_card_mastercard: { last4: '4444', brand: 'mastercard' },
  pm_card_chargeDeclined: { last4: '0002', brand: 'visa', declines: 'generic_decline', declinesAttach: true },
  pm_card_chargeDeclinedInsufficientFunds: {
    last4: '9995',
    brand: 'visa',
    declines: 'insufficient_funds',
    declinesAttach: true,
  },
  pm_card_chargeDeclinedExpiredCard: {
    last4: '0069',
    brand: 'visa',
    declines: 'expired_card',
    declinesAttach: true,
  },
  /** Can be attached, and declines when it is charged. */
  pm_card_chargeCustomerFail: { last4: '0341', brand: 'visa', declines: 'generic_decline' },
}

export const testCardNames: readonly string[] = Object.keys(testCards)

export type DeclineReason = { declineCode: string; message: string }

/** Why a charge to this payment method fails; undefined when it pays. */
export function declineOf(state: StripeState, paymentMethod: string): DeclineReason | undefined {
  const declineCode = cardOf(state, paymentMethod)?.declines
  if (declineCode === undefined) return undefined
  const message =
    declineCode === 'insufficient_funds' ? 'Your card has insufficient funds.' : 'Your card was declined.'
  return { declineCode, message }
}

/** A test token becomes a payment method of its own, any other id must exist already. */
export function usePaymentMethod(call: StripeCall, id: string, param: string): PaymentMethod {
  const found = call.state.payment_methods.find((method) => method.id === id)
  if (found) return found
  if (!testCards[id]) refuseMissing('PaymentMethod', id, param)
  const created = newPaymentMethod(call, id)
  call.state.payment_methods.push(created)
  call.state.cards[created.id] = id
  return created
}

export function attachPaymentMethod(
  call: StripeCall,
  { id, customer, param }: { id: string; customer: string; param: string },
): PaymentMethod {
  const declineCode = cardOf(call.state, id)?.declinesAttach && declineOf(call.state, id)?.declineCode
  if (declineCode)
    refuse(402, {
      type: 'card_error',
      code: 'card_declined',
      decline_code: declineCode,
      message: 'Your card was declined.',
    })
  const method = usePaymentMethod(call, id, param)
  method.customer = customer
  emit(call, 'payment_method.attached', method)
  return method
}

/** A card the customer saved when it was still good: it may decline by now. */
export function saveCard(call: StripeCall, customer: Customer, card: string): void {
  const method = usePaymentMethod(call, card, 'card')
  method.customer = customer.id
  customer.invoice_settings.default_payment_method = method.id
  emit(call, 'payment_method.attached', method)
}

function cardOf(state: StripeState, id: string): TestCard | undefined {
  return testCards[state.cards[id] ?? id]
}

function newPaymentMethod({ at }: StripeCall, token: string): PaymentMethod {
  const { last4, brand } = testCards[token] ?? { last4: '4242', brand: 'visa' }
  return {
    id: stripeId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    card: {
      brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'DE',
      display_brand: brand,
      exp_month: 12,
      exp_year: 2034,
      fingerprint: `sandbox${last4}`,
      funding: 'credit',
      generated_from: null,
      last4,
      networks: { available: [brand], preferred: null },
      regulated_status: null,
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: at,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  }
}
