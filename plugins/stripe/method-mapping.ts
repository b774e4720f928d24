import type { PaymentMethod } from '@askpro/plugin-sdk'
import type Stripe from 'stripe'

/** Kinds that have a number to show the end of. */
const NUMBERED = ['sepa_debit', 'us_bank_account', 'bacs_debit', 'au_becs_debit', 'acss_debit'] as const

/** As the hub shows it: no holder, no whole number. */
export function asPaymentMethod(method: Stripe.PaymentMethod): PaymentMethod {
  const { id: reference, type, card } = method
  if (card) {
    const expires = `${card.exp_year}-${String(card.exp_month).padStart(2, '0')}`
    return { reference, brand: card.brand, last4: card.last4, expires }
  }
  const numbered = NUMBERED.find((kind) => kind === type)
  const last4 = numbered ? method[numbered]?.last4 : undefined
  return { reference, brand: type, last4: last4 ?? null, expires: null }
}
