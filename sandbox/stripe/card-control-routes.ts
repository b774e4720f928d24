import type { Route } from '../engine/index.ts'
import { controlRoute } from './control-route.ts'
import { findCustomer } from './customer-routes.ts'
import { saveCard, testCardNames } from './payment-method.ts'
import { refuseParam } from './stripe-errors.ts'
import type { StripeCall } from './stripe-route.ts'
import type { StripeState } from './stripe-state.ts'

/**
 * Somebody saves a card on the provider's own pages. Body: `{ card, customer? }`: a test card (`pm_card_visa`,
 * `pm_card_chargeDeclined`, ...) for one customer, or without one for every customer created from now on; `card: null`
 * ends the latter. At first nobody has a card, as in a new account.
 */
function setCard(call: StripeCall): object {
  const { params, state } = call
  const card = params.raw('card')
  const customer = params.text('customer')
  if (card !== null && !(typeof card === 'string' && testCardNames.includes(card)))
    refuseParam('card', `card must be null or one of ${testCardNames.join(', ')}.`)
  if (!customer) {
    state.card_of_new_customers = card
    return { card_of_new_customers: card }
  }
  if (card === null) refuseParam('card', 'A customer keeps the card; name another one.')
  const found = findCustomer(state, customer)
  saveCard(call, found, card)
  return found
}

export const cardControlRoutes: readonly Route<StripeState>[] = [
  controlRoute('PUT', '/stripe/cards', setCard),
]
