/**
 * What went wrong, said by what the host should do about it. A plugin throws one of these; anything else is taken
 * for a bug of the plugin, contained and shown.
 */

/**
 * The provider cannot just now: outage, time-out, rate limit. The host waits and tries again.
 *
 * @example
 * throw new RetryLater('Acme limits the rate.', { after: 20_000 })
 */
export class RetryLater extends Error {
  override readonly name = 'RetryLater'
  /** Milliseconds the provider asked to wait; undefined lets the host choose. */
  readonly after: number | undefined

  constructor(why: string, options: { after?: number; cause?: unknown } = {}) {
    super(why, { cause: options.cause })
    this.after = options.after
  }
}

/**
 * The credentials are refused for good: somebody has to connect again.
 *
 * @example
 * throw new ReauthRequired('Acme refuses the API key.')
 */
export class ReauthRequired extends Error {
  override readonly name = 'ReauthRequired'
}

/**
 * A setting is wrong, and repeating will not help. `field` names it in the settings schema.
 *
 * @example
 * throw new Misconfigured('calendar_id', 'Acme has no calendar of that id.')
 */
export class Misconfigured extends Error {
  override readonly name = 'Misconfigured'
  readonly field: string

  constructor(field: string, why: string) {
    super(why)
    this.field = field
  }
}

/**
 * The provider understood and refused this one request for a reason of the matter (a slot that is taken there).
 *
 * @example
 * throw new Refused('slot_taken', 'Acme says that this time is taken.')
 */
export class Refused extends Error {
  override readonly name = 'Refused'
  /** The provider's own code. */
  readonly code: string

  constructor(code: string, why: string) {
    super(why)
    this.code = code
  }
}
