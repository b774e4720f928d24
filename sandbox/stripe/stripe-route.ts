import { Refusal, type Reply, type Route, type StandInContext, type StandInRequest } from '../engine/index.ts'
import { expand } from './expand.ts'
import { onceByKey } from './idempotency.ts'
import { StripeParams } from './stripe-params.ts'
import type { StripeState } from './stripe-state.ts'

/** One call to the API: what a handler works with. `at` is the provider's clock in Unix seconds. */
export type StripeCall = {
  request: StandInRequest
  context: StandInContext<StripeState>
  state: StripeState
  params: StripeParams
  id: string
  at: number
}

/** A route whose work returns the object to show; POSTs are held to their idempotency key. */
export function stripeRoute(
  method: string,
  path: string,
  work: (call: StripeCall) => object,
): Route<StripeState> {
  return {
    method,
    path,
    handle: (request, context) => onceByKey(request, context, () => answer(request, context, work)),
  }
}

export function stripeCall(request: StandInRequest, context: StandInContext<StripeState>): StripeCall {
  const { state, now } = context
  const at = Math.floor(now() / 1000)
  return { request, context, state, params: StripeParams.of(request), id: request.params.id ?? '', at }
}

function answer(
  request: StandInRequest,
  context: StandInContext<StripeState>,
  work: (call: StripeCall) => object,
): Reply {
  const call = stripeCall(request, context)
  try {
    const shown = work(call)
    const paths = call.params.texts('expand') ?? []
    return { status: 200, body: expand(call.state, structuredClone(shown), paths) }
  } catch (error) {
    // A refusal of the work (a declined card) is an answer to keep under the key like any other.
    if (error instanceof Refusal) return error.reply
    throw error
  }
}
