import type { Delivery, StandInContext, WebhookMessage, WebhookPolicy } from '../engine/index.ts'
import type { RetellCall } from './retell-call.ts'
import { signRetell } from './retell-signature.ts'
import type { RetellState } from './retell-state.ts'

export type CallEvent = 'call_started' | 'call_ended' | 'call_analyzed'

/** The part of a stand-in's context that calls need; a running stand-in in the same process can give it too. */
export type RetellAccess = Pick<StandInContext<RetellState>, 'state' | 'now' | 'apiKeys' | 'webhooks'>

/** The provider documents 10 s and up to three retries, not the waits between them. */
export const retellWebhookPolicy: WebhookPolicy = {
  headersFor: ({ body, meta }, nowMs) => ({
    'content-type': 'application/json',
    'x-retell-signature': signRetell(body, meta?.key ?? '', nowMs),
  }),
  retryDelaysMs: [1_000, 3_000, 9_000],
  timeoutMs: 10_000,
}

/** A signed POST to the hub; `meta` carries the key because waiting messages outlive the process. */
export function retellMessage(
  access: RetellAccess,
  message: Omit<WebhookMessage, 'meta' | 'body'> & { body: object },
): WebhookMessage {
  return { ...message, body: JSON.stringify(message.body), meta: { key: access.apiKeys.retell ?? '' } }
}

/**
 * Sends one call event to the agent's `webhook_url`, else the account's, else nowhere; `url` overrides both. Events of
 * a call leave in order, but none waits for another's retries. Resolves after the first attempt.
 */
export async function sendCallEvent(
  access: RetellAccess,
  { event, call, url }: { event: CallEvent; call: RetellCall; url?: string | undefined },
): Promise<Delivery | undefined> {
  const agent = access.state.agents.find(({ agent_id }) => agent_id === call.agent_id)
  const wanted = agent?.webhook_events ?? ['call_started', 'call_ended', 'call_analyzed']
  const target = url ?? agent?.webhook_url ?? access.state.account.webhook_url
  if (!target || !wanted.includes(event)) return undefined
  const timeoutMs = agent?.webhook_timeout_ms
  const message = retellMessage(access, {
    url: target,
    body: { event, call },
    label: event,
    lane: call.call_id,
    ...(timeoutMs !== undefined && { timeoutMs }),
  })
  return access.webhooks.send(message)
}
