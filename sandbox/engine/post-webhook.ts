import type { Delivery, WebhookMessage, WebhookPolicy } from './webhook-message.ts'

type Attempt = Extract<Delivery, { outcome: 'delivered' | 'failed' }>

/** One attempt: POST without following redirects, as none of the providers does. Never rejects. */
export async function postWebhook(message: WebhookMessage, policy: WebhookPolicy): Promise<Attempt> {
  try {
    const answer = await fetch(message.url, {
      method: 'POST',
      headers: policy.headersFor(message, Date.now()),
      // An empty text would still get a content type; null sends no body and a length of 0.
      body: message.body === '' ? null : message.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(message.timeoutMs ?? policy.timeoutMs),
    })
    const body = await answer.text()
    const accepted = policy.accepts?.(answer.status) ?? answer.ok
    return { outcome: accepted ? 'delivered' : 'failed', status: answer.status, body }
  } catch (error) {
    return { outcome: 'failed', status: null, body: '', error: reason(error) }
  }
}

function reason(error: unknown): string {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined
  return cause === undefined ? String(error) : `${String(error)}: ${String(cause)}`
}
