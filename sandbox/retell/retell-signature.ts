import { createHmac } from 'node:crypto'

/** The `X-Retell-Signature` value: HMAC-SHA256 keyed with the API key over the raw body followed by the timestamp. */
export function signRetell(body: string, apiKey: string, timestampMs: number): string {
  const digest = createHmac('sha256', apiKey).update(`${body}${timestampMs}`).digest('hex')
  return `v=${timestampMs},d=${digest}`
}
