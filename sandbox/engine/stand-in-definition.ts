import type { Reply } from './reply.ts'
import type { StandInRequest } from './stand-in-request.ts'
import type { WebhookPolicy } from './webhook-message.ts'
import type { WebhookSender } from './webhook-sender.ts'

/** What handlers work with. `state` is live: mutate it in place, or replace its parts; it must stay plain JSON. */
export type StandInContext<State> = {
  readonly state: State
  /** The provider's business clock, epoch milliseconds (may be simulated). Use Date.now() for signatures. */
  readonly now: () => number
  /** Keys by name, the stand-in's `defaultKeys` overridden by what the sandbox was started with. */
  readonly apiKeys: Readonly<Record<string, string>>
  /** This stand-in's own base address, without a final slash. */
  readonly address: string
  readonly webhooks: WebhookSender
  /** Stores the state now. Needed only for changes made outside of a request (timers). */
  readonly save: () => void
}

export type Handler<State> = (
  request: StandInRequest,
  context: StandInContext<State>,
) => Reply | Promise<Reply>

/**
 * `path` is a pattern of segments with `:param`; the first route that fits wins, so put `/x/default` before `/x/:id`.
 * After any method but GET and HEAD the state is stored before the answer leaves; `writes` says so for a GET.
 */
export type Route<State> = { method: string; path: string; handle: Handler<State>; writes?: boolean }

/** How the provider words errors that the engine answers for it. */
export type ProviderErrors<State> = {
  unknownPath: (request: StandInRequest, context: StandInContext<State>) => Reply
  malformedBody: (request: StandInRequest, context: StandInContext<State>) => Reply
  expiredToken: (request: StandInRequest, context: StandInContext<State>) => Reply
  /** Any other status: of the faults `status` and `error_after` (500), and of a bug in a handler (500). */
  failure: (
    failure: { status: number; retryAfter?: number; reason?: string },
    request: StandInRequest,
    context: StandInContext<State>,
  ) => Reply
}

/** The whole description of a provider's stand-in; see `defineStandIn`. */
export type StandInDefinition<State extends object> = {
  /** Key in addresses and in the control API's paths: snake_case. */
  name: string
  defaultKeys: Record<string, string>
  /** The provider's objects at first start and after a reset: plain JSON only. */
  initialState: (setup: { now: () => number; apiKeys: Readonly<Record<string, string>> }) => State
  routes: readonly Route<State>[]
  errors: ProviderErrors<State>
  webhooks: WebhookPolicy
  /** Runs before the handler (authentication, version headers, rate limits); a reply ends the request there. */
  guard?: (request: StandInRequest, context: StandInContext<State>) => Reply | undefined
  /** Headers on every answer, those of faults included. */
  headers?: (request: StandInRequest, context: StandInContext<State>) => Record<string, string>
  /** Extra routes of the control API with their full path (`/<name>/...` unless there is a better one). */
  controlRoutes?: readonly Route<State>[]
  /** What GET /state/:provider shows: default the whole state. */
  describe?: (state: State) => object
}
