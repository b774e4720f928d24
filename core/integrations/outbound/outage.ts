import { RetryLater } from '@askpro/plugin-sdk'

/** A response that says the provider itself is in trouble: counts for the breaker. A 4xx says that it is alive. */
export class OutageResponse extends Error {
  override readonly name = 'OutageResponse'
  readonly response: Response

  constructor(response: Response) {
    super(`the provider answered ${response.status}`)
    this.response = response
  }
}

/** No answer came although no time ran out: worth one more try at once where repeating does no harm. */
export class ConnectionBroke extends RetryLater {}

/** The caller's own signal ended the try; `cause` is the signal's reason, which is what the caller gets. */
export class CallerGone extends Error {
  override readonly name = 'CallerGone'
  /** Milliseconds until it gave up. */
  readonly waited: number

  constructor(reason: unknown, waited: number) {
    super('the caller gave up', { cause: reason })
    this.waited = waited
  }
}

/** Milliseconds of silence that speak against the provider, whoever stopped waiting: clients have time-outs of their own. */
const LONG = 5_000
/** Milliseconds: a provider that says "next year" is asked again sooner. */
const LONGEST_WAIT = 3_600_000

export const isOutage = (status: number): boolean => status >= 500

/** Whether an error of one try counts against the provider. */
export function isTrouble(error: unknown): boolean {
  if (error instanceof CallerGone) return error.waited >= LONG
  return error instanceof OutageResponse || error instanceof RetryLater
}

/** Milliseconds from a Retry-After header, seconds or date, `longest` at most; undefined when there is none. */
export function retryAfterOf(
  { headers }: Pick<Response, 'headers'>,
  longest = LONGEST_WAIT,
): number | undefined {
  const text = headers.get('retry-after')?.trim()
  if (!text) return undefined
  const wait = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now()
  return Number.isNaN(wait) ? undefined : Math.min(longest, Math.max(0, wait))
}
