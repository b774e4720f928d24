import { defineStandIn, type Reply, type StandInContext, type StandInRequest } from '../engine/index.ts'
import { accountRoutes } from './account-routes.ts'
import { cardControlRoutes } from './card-control-routes.ts'
import { catalogRoutes } from './catalog-routes.ts'
import { checkoutControlRoutes, checkoutRoutes } from './checkout-routes.ts'
import { customerRoutes } from './customer-routes.ts'
import { disputeControlRoutes, disputeRoutes } from './dispute-routes.ts'
import { invoiceItemRoutes } from './invoice-item-routes.ts'
import { invoiceRoutes } from './invoice-routes.ts'
import { meterRoutes } from './meter-routes.ts'
import { paymentIntentRoutes } from './payment-intent-routes.ts'
import { paymentMethodRoutes } from './payment-method-routes.ts'
import { refundControlRoutes, refundRoutes } from './refund-routes.ts'
import { setupIntentRoutes } from './setup-intent.ts'
import { apiVersion, stripeWebhookPolicy } from './stripe-events.ts'
import { invalidKey, stripeErrors } from './stripe-failures.ts'
import { requestIdOf } from './stripe-id.ts'
import { initialStripeState, type StripeState } from './stripe-state.ts'
import { taxIdRoutes } from './tax-id-routes.ts'
import { webhookEndpointRoutes } from './webhook-endpoint-routes.ts'

function guard(request: StandInRequest, { apiKeys }: StandInContext<StripeState>): Reply | undefined {
  return request.headers.authorization === `Bearer ${apiKeys.stripe}` ? undefined : invalidKey(request)
}

function headers(request: StandInRequest): Record<string, string> {
  const key = request.headers['idempotency-key']
  return {
    'request-id': requestIdOf(request),
    'stripe-version': request.headers['stripe-version'] ?? apiVersion,
    ...(key !== undefined && { 'idempotency-key': key }),
  }
}

/** Secrets are left out, so that what GET /state shows can be shared. */
function describe({ webhook_secrets, stored_replies, ...shown }: StripeState): object {
  return shown
}

/** Stands in for Stripe (client 23.1): customers, catalogue, invoices, payments, refunds, disputes, meters and signed events. */
export const stripe = defineStandIn<StripeState>({
  name: 'stripe',
  defaultKeys: { stripe: 'sk_test_sandbox' },
  initialState: initialStripeState,
  routes: [
    ...accountRoutes,
    ...customerRoutes,
    ...taxIdRoutes,
    ...paymentMethodRoutes,
    ...catalogRoutes,
    ...invoiceItemRoutes,
    ...invoiceRoutes,
    ...paymentIntentRoutes,
    ...refundRoutes,
    ...disputeRoutes,
    ...setupIntentRoutes,
    ...checkoutRoutes,
    ...meterRoutes,
    ...webhookEndpointRoutes,
  ],
  errors: stripeErrors,
  webhooks: stripeWebhookPolicy,
  guard,
  headers,
  describe,
  controlRoutes: [
    ...cardControlRoutes,
    ...checkoutControlRoutes,
    ...refundControlRoutes,
    ...disputeControlRoutes,
  ],
})
