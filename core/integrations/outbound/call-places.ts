import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type LimitsManifest, RetryLater } from '@askpro/plugin-sdk'
import type { RateLimiterMemory as Limiter, RateLimiterRes as Refusal } from 'rate-limiter-flexible'
import { RateLimiterMemory, RateLimiterRes } from '../../platform/http/memory-limiter.ts'
import { cockatiel } from './cockatiel.ts'
import type { ConnectionShare, Limits, Verdict } from './connection-share.ts'

/** Calls of one connection that are under way at once, where the manifest does not say. */
const AT_ONCE = 10
/** Milliseconds that a call waits for a place: as long as one that hangs may keep it. */
const LONGEST_QUEUE = 10_000
/** Milliseconds that a call waits for the rate; whoever would have to wait longer comes again. */
const LONGEST_PAUSE = 2_000
/** Milliseconds. */
const COME_AGAIN = 1_000
/** Milliseconds between two looks whether another process has left a place. */
const LOOK_AGAIN = 40
/** Milliseconds: whoever sleeps longer loses the turn that is shared. */
const NAP = 500
/** Of the one counter that a connection has. */
const KEY = 'calls'
/** How much of a connection's rate and places is kept for what somebody waits for. */
const KEPT_FREE = 0.25

/** What the background may take of so many. */
export const backgroundShare = (all: number): number => Math.max(1, Math.floor(all * (1 - KEPT_FREE)))

/** What the caller may find out: whether the provider, which was failing, is back. */
export type Pass = 'call' | 'probe'

export interface PlaceWanted<T> {
  /** May throw once there is a place: then the call is not counted. */
  ready: () => void
  work: (pass: Pass) => Promise<T>
  /** A sync or another look that can wait: it leaves a share to bookings and to whoever waits for an answer. */
  background?: boolean | undefined
}

/**
 * How many calls of one connection are under way at once, and how many there are in a time: in this process, and with a
 * `share` in all of them. Whoever has to wait for long is told to come again: a job then snoozes, and a request is not
 * kept waiting.
 */
export class CallPlaces {
  readonly #limits: Limits
  readonly #places: Places
  readonly #rate: Limiter | undefined
  readonly #backgroundPlaces: Places
  readonly #backgroundRate: Limiter | undefined
  readonly #share: ConnectionShare | undefined

  constructor({ at_once: atOnce = AT_ONCE, rate }: LimitsManifest = {}, share?: ConnectionShare) {
    const shared = rate && { requests: rate.requests, milliseconds: rate.seconds * 1_000 }
    this.#limits = { atOnce, rate: shared }
    this.#places = cockatiel().bulkhead(atOnce, Number.POSITIVE_INFINITY)
    this.#rate = rate && new RateLimiterMemory({ points: rate.requests, duration: rate.seconds })
    this.#backgroundPlaces = cockatiel().bulkhead(backgroundShare(atOnce), Number.POSITIVE_INFINITY)
    this.#backgroundRate =
      rate && new RateLimiterMemory({ points: backgroundShare(rate.requests), duration: rate.seconds })
    this.#share = share
  }

  /** Rejects with RetryLater where there is none in time, and with the signal's reason when the caller gives up. */
  take<T>(signal: AbortSignal, wanted: PlaceWanted<T>): Promise<T> {
    const leave = Promise.withResolvers<never>()
    const waiting = new AbortController()
    const giveUp = (reason: unknown) => {
      waiting.abort()
      leave.reject(reason)
    }
    const why = `all ${this.#limits.atOnce} places for calls of this connection are taken`
    const late = () => giveUp(new RetryLater(why, { after: COME_AGAIN }))
    const timer = setTimeout(late, LONGEST_QUEUE)
    const gone = () => giveUp(signal.reason)
    signal.addEventListener('abort', gone, { once: true })
    const stopWaiting = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', gone)
    }
    const enter = () => {
      stopWaiting()
      wanted.ready()
    }
    const inPlace = () =>
      this.#places.execute(() => this.#inRate({ ...wanted, ready: enter }, waiting.signal), waiting.signal)
    const run = wanted.background ? this.#backgroundPlaces.execute(inPlace, waiting.signal) : inPlace()
    // Of a place that comes too late nobody wants to hear.
    run.catch(() => {})
    return Promise.race([run, leave.promise]).finally(stopWaiting)
  }

  /** With a place among those of all processes; with one of this process alone where they cannot be asked. */
  async #inRate<T>(wanted: PlaceWanted<T>, waiting: AbortSignal): Promise<T> {
    const share = this.#share
    if (!share) return this.#alone(wanted)
    const id = randomUUID()
    try {
      const pass = await this.#enter(share, id, waiting)
      if (pass === undefined) return await this.#alone(wanted)
      wanted.ready()
      await within(wanted.background ? [this.#backgroundRate] : [])
      return await wanted.work(pass)
    } finally {
      share.leave(id)
    }
  }

  /** What this process may still call in the time that runs; null where the provider names no rate. */
  async rateLeft(): Promise<number | null> {
    if (!this.#rate || !this.#limits.rate) return null
    return (await this.#rate.get(KEY))?.remainingPoints ?? this.#limits.rate.requests
  }

  async #alone<T>({ ready, work, background }: PlaceWanted<T>): Promise<T> {
    ready()
    await within(background ? [this.#backgroundRate, this.#rate] : [this.#rate])
    return work('call')
  }

  async #enter(share: ConnectionShare, id: string, waiting: AbortSignal): Promise<Pass | undefined> {
    let since = 0
    for (;;) {
      const verdict = await share.enter(id, this.#limits)
      waiting.throwIfAborted()
      if (verdict === undefined) return undefined
      if (verdict.is === 'go') return 'call'
      if (verdict.is === 'probe') return 'probe'
      since = verdict.is === 'rate' ? since || Date.now() : 0
      await sleep(restAfter(verdict, since), undefined, { signal: waiting })
    }
  }
}

type Places = ReturnType<ReturnType<typeof cockatiel>['bulkhead']>
type Rates = ReadonlyArray<Limiter | undefined>

/** The place is kept meanwhile, so that those behind it do not overtake. Timers may end a moment early: then once more. */
async function within(rates: Rates): Promise<void> {
  const begun = Date.now()
  for (let wait = await refusalOf(rates); wait > 0; wait = await refusalOf(rates)) {
    if (Date.now() - begun + wait > LONGEST_PAUSE) throw outOfRate(wait)
    await sleep(wait)
  }
}

/** Milliseconds until the next call may go out; 0 when this one may. What one of them has counted for nothing is given back. */
async function refusalOf(rates: Rates): Promise<number> {
  const counted: Limiter[] = []
  try {
    for (const rate of rates) {
      if (!rate) continue
      await rate.consume(KEY)
      counted.push(rate)
    }
    return 0
  } catch (refusal) {
    for (const rate of counted) await rate.reward(KEY)
    if (refusal instanceof RateLimiterRes) return Math.max(1, (refusal as Refusal).msBeforeNext)
    throw refusal
  }
}

/** Milliseconds until the next look; throws where it is not worth the wait. `since`: when the rate was used up first. */
function restAfter(verdict: Exclude<Verdict, { is: 'go' | 'probe' }>, since: number): number {
  if (verdict.is === 'full') return LOOK_AGAIN
  const { after } = verdict
  if (verdict.is === 'paused') throw new RetryLater('the provider asked to wait', { after })
  if (verdict.is === 'open') throw failing(after)
  if (Date.now() - since + after > LONGEST_PAUSE) throw outOfRate(after)
  return Math.min(after, NAP)
}

/** Calls are paused since the provider fails. Milliseconds. */
export const failing = (after: number, cause?: unknown): RetryLater =>
  new RetryLater('the provider has been failing; calls are paused', { after, cause })

const outOfRate = (after: number): RetryLater =>
  new RetryLater('the provider allows no more requests at present', { after })
