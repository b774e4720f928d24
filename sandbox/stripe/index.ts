export { stripe } from './stripe-stand-in.ts'
export type { StripeState } from './stripe-state.ts'
