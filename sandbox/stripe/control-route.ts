import { BodyFields, Refusal, type Reply, type Route } from '../engine/index.ts'
import { type StripeCall, stripeCall } from './stripe-route.ts'
import type { StripeState } from './stripe-state.ts'

/** A route of the control API that works like one of the provider's, with errors as the control API words them. */
export function controlRoute(
  method: string,
  path: string,
  work: (call: StripeCall) => object,
): Route<StripeState> {
  return {
    method,
    path,
    handle: (request, context): Reply => {
      try {
        return { status: 200, body: work(stripeCall(request, context)) }
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        const message = new BodyFields(error.reply.body).raw('error.message')
        return { status: 422, body: { error: String(message) } }
      }
    },
  }
}
