import { createHmac } from 'node:crypto'

/** Lower-case hex HMAC-SHA256 of the raw body, no prefix; a fixed text where the webhook has no secret. */
export function signCalcomWebhook(secret: string | undefined, body: string): string {
  if (secret === undefined || secret === '') return 'no-secret-provided'
  return createHmac('sha256', secret).update(body, 'utf8').digest('hex')
}
