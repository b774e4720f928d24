/**
 * Every error that leaves the hub. The key is the stable `code` of the problem document (RFC 9457), `title` is safe
 * to show, `status` is the HTTP status. A new entry only where a caller would react differently.
 */
export const errorCatalogue = {
  bad_request: { status: 400, title: 'The request could not be read' },
  unauthenticated: { status: 401, title: 'A valid API key or session is needed' },
  wrong_credentials: { status: 401, title: 'The e-mail address or the password is wrong' },
  second_factor_required: { status: 401, title: 'The password is right, a code is needed as well' },
  bad_signature: { status: 401, title: 'The signature does not match' },
  forbidden: { status: 403, title: 'This key or user may not do that' },
  not_found: { status: 404, title: 'There is nothing here under that id' },
  method_not_allowed: { status: 405, title: 'This path does not know that method' },
  conflict: { status: 409, title: 'The present state does not allow that' },
  slot_taken: { status: 409, title: 'That time is taken' },
  outside_hours: { status: 409, title: 'That time is outside the opening or working hours' },
  too_soon: { status: 409, title: 'That time is closer than the minimum notice' },
  too_far: { status: 409, title: 'That time is beyond the booking horizon' },
  limit_reached: { status: 409, title: 'A booking limit is reached' },
  cancel_too_late: { status: 409, title: 'It is too late to cancel that appointment' },
  reschedule_too_late: { status: 409, title: 'It is too late to move that appointment' },
  quota_reached: { status: 409, title: 'No more changes of that kind are allowed' },
  held_until: { status: 409, title: 'Somebody else holds that time' },
  calendar_stale: { status: 409, title: 'The calendar has not been read recently enough' },
  hold_expired: { status: 409, title: 'The hold has expired' },
  usage_conflict: { status: 409, title: 'The same usage event came with other content' },
  events_forgotten: { status: 410, title: 'The events after that position are not all kept any more' },
  version_conflict: { status: 412, title: 'It was changed in between' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body must be JSON' },
  invalid: { status: 422, title: 'The request is not valid' },
  idempotency_mismatch: { status: 422, title: 'The same Idempotency-Key came with another request' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong in the hub' },
  provider_failed: { status: 502, title: 'The provider did not do what was asked' },
  unavailable: { status: 503, title: 'The hub cannot answer just now' },
} as const satisfies Record<string, { status: number; title: string }>

export type ErrorCode = keyof typeof errorCatalogue

export interface ErrorDetails {
  /** One sentence on what to do next, safe to show. */
  detail?: string
  /** Further members of the problem document, for instance `alternatives` or `errors`. */
  extra?: Record<string, unknown>
  /** Seconds for the Retry-After header. */
  retryAfterSeconds?: number
  cause?: unknown
}

/** The one error class of the hub: its code says what a caller can do about it. */
export class HubError extends Error {
  readonly code: ErrorCode
  readonly detail: string | undefined
  readonly extra: Record<string, unknown>
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.detail ?? errorCatalogue[code].title, { cause: details.cause })
    this.name = 'HubError'
    this.code = code
    this.detail = details.detail
    this.extra = details.extra ?? {}
    this.retryAfterSeconds = details.retryAfterSeconds
  }

  get status(): number {
    return errorCatalogue[this.code].status
  }
}

/** A start that cannot go on: the message is the one line the operator sees, and says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
