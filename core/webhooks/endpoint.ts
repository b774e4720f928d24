/** An address of a client's own system, told of events. Times are epoch milliseconds. */
export interface Endpoint {
  id: string
  tenantId: string
  url: string
  description: string
  /** `appointment.booked`, or `appointment.*`; none is all. */
  eventTypes: readonly string[]
  state: EndpointState
  /** Since when nothing was accepted any more; undefined while the last attempt of all was. */
  failingSince: number | undefined
  /** Failed attempts since then. */
  failures: number
  version: number
  createdAt: number
}

/** `why` of one that somebody switched off: `by_hand`. The others are the hub's own decisions. */
export type EndpointState = { is: 'enabled' } | { is: 'disabled'; why: DisabledWhy }

export type DisabledWhy = 'by_hand' | 'gone' | 'failing' | 'secret_lost'

/** What is sent at a test; no event of that type is stored. */
export const PING = 'webhook.ping'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Milliseconds before the second, third, ... attempt: three days in all, as Standard Webhooks proposes. */
const WAITS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
]
/** Up to this part of a wait is added to it, so that what failed together does not come back together. */
const JITTER = 0.2
const LONGEST = DAY
/** Nothing was accepted for as long, and that often: nobody is there any more. */
const HOPELESS = { after: 3 * DAY, failures: 5 }
const RESTS = { shortest: SECOND, longest: 15 * MINUTE }

export function wants({ eventTypes }: Pick<Endpoint, 'eventTypes'>, type: string): boolean {
  if (eventTypes.length === 0) return true
  return eventTypes.some((wanted) =>
    wanted.endsWith('.*') ? type.startsWith(wanted.slice(0, -1)) : wanted === type,
  )
}

/**
 * Milliseconds until the next attempt after `tries` failed ones (1, 2, ...); undefined after the last. `asked`: the
 * receiver's own Retry-After, which makes it later, never sooner. `random`: 0 up to 1.
 */
export function waitAfter(tries: number, random: number, asked = 0): number | undefined {
  const wait = WAITS[tries - 1]
  if (wait === undefined) return undefined
  return Math.round(Math.min(LONGEST, Math.max(wait * (1 + JITTER * random), asked)))
}

/**
 * Milliseconds until a delivery whose endpoint has no place free, or is paused, looks again. A quarter of its age:
 * however many wait, each looks a few times an hour.
 */
export function restOf(age: number, random: number, pause = 0): number {
  const rest = Math.min(RESTS.longest, Math.max(RESTS.shortest, age / 4))
  return Math.round(pause + rest * (0.5 + random))
}

/** Whether one more failure at `now` is the end of the endpoint. */
export function isHopeless({ failingSince, failures }: Endpoint, now: number): boolean {
  if (failingSince === undefined) return false
  return now - failingSince >= HOPELESS.after && failures + 1 >= HOPELESS.failures
}
