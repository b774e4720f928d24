import { createHmac, randomBytes } from 'node:crypto'

/** Standard Webhooks, "Signature scheme": the prefix tells a secret from other tokens, and is no part of the key. */
const PREFIX = 'whsec_'
const SECRET_BYTES = 32

/** What an endpoint's messages are signed with; kept sealed. `until` in epoch milliseconds of real time. */
export interface SigningSecrets {
  current: string
  previous?: { secret: string; until: number }
}

export const newSecret = (): string => PREFIX + randomBytes(SECRET_BYTES).toString('base64')

export interface Message {
  /** The same however often it is sent: what a receiver tells repeats by. */
  id: string
  /** The exact body. */
  body: string
}

/** The headers of one attempt at `now` (epoch milliseconds of real time): receivers refuse what is minutes old. */
export function signedHeaders(
  secrets: SigningSecrets,
  { id, body }: Message,
  now: number,
): Record<string, string> {
  const timestamp = Math.floor(now / 1_000)
  const signatures = validSecrets(secrets, now).map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  }
}

function validSecrets({ current, previous }: SigningSecrets, now: number): string[] {
  return previous && previous.until > now ? [current, previous.secret] : [current]
}
