import type { Route } from '../engine/index.ts'
import { stripeRoute } from './stripe-route.ts'
import type { StripeState } from './stripe-state.ts'

const account = {
  id: 'acct_1SandboxSalon',
  object: 'account',
  business_type: 'company',
  charges_enabled: true,
  country: 'DE',
  created: 1_735_689_600,
  default_currency: 'eur',
  details_submitted: true,
  email: 'owner@example.com',
  metadata: {},
  payouts_enabled: true,
  settings: { dashboard: { display_name: 'Sandbox', timezone: 'Europe/Berlin' } },
  type: 'standard',
}

/** What was paid less what was given back, all of it available at once; in euros when nothing was ever paid. */
function balanceOf({ charges }: StripeState): object {
  const currencies = [...new Set(['eur', ...charges.map(({ currency }) => currency)])]
  const available = currencies.map((currency) => {
    const amount = charges
      .filter((charge) => charge.currency === currency)
      .reduce((sum, charge) => sum + charge.amount_captured - charge.amount_refunded, 0)
    return { amount, currency, source_types: { card: amount } }
  })
  const pending = currencies.map((currency) => ({ amount: 0, currency, source_types: { card: 0 } }))
  return { object: 'balance', available, livemode: false, pending }
}

export const accountRoutes: readonly Route<StripeState>[] = [
  stripeRoute('GET', '/v1/account', () => account),
  stripeRoute('GET', '/v1/balance', ({ state }) => balanceOf(state)),
]
