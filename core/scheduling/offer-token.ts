import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import { HubError } from '../platform/errors.ts'

/** What an offer promises to ask for: exactly these resources at exactly this start. `start` in epoch milliseconds. */
export interface Offer {
  readonly tenantId: string
  readonly serviceId: string
  readonly locationId: string
  readonly start: number
  /** The service's own length where left out. */
  readonly durationMinutes?: number | undefined
  readonly resourceIds: readonly string[]
}

const LASTS = 60 * 60_000
/** Milliseconds for which the same offer has the same token, so that the same answer is the same bytes. */
const SAME_FOR = 15 * 60_000
/** About ten megabytes. */
const MOST_SIGNED = 10_000

type Content = [
  tenant: string,
  service: string,
  location: string,
  start: number,
  resources: string[],
  expires: number,
  minutes?: number,
]

/**
 * Signs offers, so that one can be booked verbatim later: a caller can't make up a resource that was never offered.
 * A token reserves nothing; it is checked against the calendar again when it is used.
 */
export class OfferTokens {
  // As a key object: a raw buffer is made one at every call, which costs more than the rest of the token.
  readonly #key: KeyObject
  /** By what they promise: other questions mostly find the same offers, and signing them again cost a fifth of an answer. */
  readonly #signed = new Map<string, string>()
  #expires = 0

  /** `signingKey`: at least 32 bytes. */
  constructor({ signingKey }: { signingKey: Buffer }) {
    if (signingKey.length < 32) throw new RangeError('the signing key of offers needs 32 bytes')
    this.#key = createSecretKey(signingKey)
  }

  sign(offer: Offer): string {
    const { tenantId, serviceId, locationId, start, durationMinutes, resourceIds } = offer
    // Real time, as for every signature: the business clock may stand elsewhere.
    const expires = Math.ceil(Date.now() / SAME_FOR) * SAME_FOR + LASTS
    if (expires !== this.#expires || this.#signed.size >= MOST_SIGNED) this.#signed.clear()
    this.#expires = expires
    const key = `${tenantId} ${serviceId} ${locationId} ${start} ${durationMinutes} ${resourceIds.join()}`
    const known = this.#signed.get(key)
    if (known) return known
    const content: Content = [tenantId, serviceId, locationId, start, [...resourceIds], expires]
    if (durationMinutes !== undefined) content.push(durationMinutes)
    const body = Buffer.from(JSON.stringify(content)).toString('base64url')
    const token = `${body}.${this.#mac(body).toString('base64url')}`
    this.#signed.set(key, token)
    return token
  }

  /** Throws `invalid` for a token that is forged, of another tenant or older than an hour and a bit. */
  open(tenantId: string, token: string): Offer {
    const [body = '', mac = ''] = token.split('.')
    const given = Buffer.from(mac, 'base64url')
    const expected = this.#mac(body)
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw unusable()
    const [owner, serviceId, locationId, start, resourceIds, expires, durationMinutes] = parse(body)
    if (owner !== tenantId || expires < Date.now()) throw unusable()
    return { tenantId, serviceId, locationId, start, durationMinutes, resourceIds }
  }

  #mac(body: string): Buffer {
    return createHmac('sha256', this.#key).update(`offer.v1.${body}`).digest()
  }
}

/** Only called on what this hub has signed itself. */
const parse = (body: string): Content =>
  JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Content

function unusable(): HubError {
  return new HubError('invalid', { detail: 'offer_token is not valid any more: ask for availability again.' })
}
