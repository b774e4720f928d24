import { createHmac } from 'node:crypto'
import type { StandInContext, StandInRequest, WebhookPolicy } from '../engine/index.ts'
import { requestIdOf, stripeId } from './stripe-id.ts'
import type { StripeEvent, WebhookEndpoint } from './stripe-objects.ts'
import type { StripeState } from './stripe-state.ts'

export const apiVersion = '2026-10-28.endive'

const keptSeconds = 30 * 86_400

export type EventCause = { context: StandInContext<StripeState>; request: StandInRequest }

/** Records what happened to an object and tells every endpoint that wants to know. Sent in no particular order. */
export function emit(
  { context, request }: EventCause,
  type: string,
  object: object,
  previous?: object,
): void {
  const { state, now, webhooks } = context
  const endpoints = state.webhook_endpoints.filter((endpoint) => wants(endpoint, type))
  const event: StripeEvent = {
    id: stripeId('evt'),
    object: 'event',
    api_version: apiVersion,
    created: Math.floor(now() / 1000),
    data: { object: structuredClone(object), ...(previous && { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: endpoints.length,
    request: { id: requestIdOf(request), idempotency_key: request.headers['idempotency-key'] ?? null },
    type,
  }
  state.events.push(event)
  for (const { id, url } of endpoints) {
    const meta = { secret: state.webhook_secrets[id] ?? '' }
    void webhooks.send({ url, body: JSON.stringify(event), label: type, meta })
  }
}

/** Events of the last 30 days, oldest first; older ones are gone for ever. */
export function recentEvents({ state, now }: StandInContext<StripeState>): StripeEvent[] {
  const oldest = now() / 1000 - keptSeconds
  state.events = state.events.filter(({ created }) => created >= oldest)
  return state.events
}

export function signStripe(body: string, secret: string, timestampSeconds: number): string {
  const digest = createHmac('sha256', secret).update(`${timestampSeconds}.${body}`).digest('hex')
  return `t=${timestampSeconds},v1=${digest}`
}

/** As in the provider's sandbox: three more tries over a few hours. Its time limit is not published. */
export const stripeWebhookPolicy: WebhookPolicy = {
  headersFor: ({ body, meta }, nowMs) => ({
    'content-type': 'application/json; charset=utf-8',
    'stripe-signature': signStripe(body, meta?.secret ?? '', Math.floor(nowMs / 1000)),
  }),
  retryDelaysMs: [5 * 60_000, 60 * 60_000, 3 * 60 * 60_000],
  timeoutMs: 10_000,
}

function wants({ status, enabled_events }: WebhookEndpoint, type: string): boolean {
  return status === 'enabled' && (enabled_events.includes('*') || enabled_events.includes(type))
}
