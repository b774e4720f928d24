import type { Redis } from 'ioredis'
import type { Logger } from '../../platform/log/logger.ts'
import { ENTER, FORGET, HALT, LEAVE, LOOK, RESUME } from './share-scripts.ts'

/** What a call may do. `after`: milliseconds of real time until it is worth asking again. */
export type Verdict =
  | { is: 'go' }
  /** The one call that may find out whether the provider is back. */
  | { is: 'probe' }
  /** Its turn has not come. */
  | { is: 'full' }
  | { is: 'rate' | 'paused' | 'open'; after: number }

/** How a connection stands for all processes. */
export interface SharedStanding {
  /** Milliseconds for which no call goes out; 0 where calls go out. */
  pausedFor: number
  /** The breaker is open, and after that time one call finds out whether the provider is back. */
  needsProbe: boolean
  /** Calls of the window of the rate that runs. */
  used: number
}

export interface Limits {
  atOnce: number
  /** Calls in so many milliseconds. */
  rate?: { requests: number; milliseconds: number } | undefined
}

/** Milliseconds that a place is kept at the most: longer than a call may take, should its process have died. */
const KEPT = 12_000
/** Milliseconds that a call keeps its turn without asking again. */
const TURN = 1_000
/** Milliseconds for which Redis is left alone after it failed: one that hangs must not hold up each call anew. */
const LEFT_ALONE = 2_000

const KINDS = ['places', 'turns', 'alive', 'rate', 'halt', 'probe'] as const

/** What the processes of a hub share of the wires of their connections, in Redis; while that is away, nothing. */
export class WireShares {
  readonly #redis: Redis
  readonly #log: Logger
  #leftAloneUntil = 0
  #away = false
  #closed = false

  constructor({ redis, log }: { redis: Redis; log: Logger }) {
    this.#redis = redis
    this.#log = log
  }

  of(connectionId: string): ConnectionShare {
    return new ConnectionShare(connectionId, (script, keys, values) => this.#ask(script, keys, values))
  }

  close(): void {
    this.#closed = true
    this.#redis.disconnect()
  }

  /** Undefined where Redis cannot say. */
  async #ask(script: string, keys: string[], values: Array<string | number>): Promise<unknown> {
    if (this.#redis.status !== 'ready' || performance.now() < this.#leftAloneUntil) return this.#alone()
    try {
      const answer = await this.#redis.eval(script, keys.length, ...keys, ...values)
      if (this.#away) this.#log.info({}, 'the limits of connections are shared again')
      this.#away = false
      return answer
    } catch (err) {
      this.#leftAloneUntil = performance.now() + LEFT_ALONE
      return this.#alone(err)
    }
  }

  #alone(err?: unknown): undefined {
    // The first call may come before the first connection.
    if (this.#redis.status === 'connecting') return
    if (!this.#away && !this.#closed)
      this.#log.warn({ err }, 'Redis is away; each process keeps to the limits by itself')
    this.#away = true
  }
}

type Ask = (script: string, keys: string[], values: Array<string | number>) => Promise<unknown>

/**
 * Places, rate, pauses and the breaker of one connection, over all processes. A look costs one round trip; whatever is
 * told afterwards nobody waits for. Times are those of Redis' own clock.
 */
export class ConnectionShare {
  readonly #ask: Ask
  readonly #keys: string[]

  constructor(connectionId: string, ask: Ask) {
    this.#ask = ask
    // The braces keep them in one slot of a Redis cluster.
    this.#keys = KINDS.map((kind) => `{askpro:wire:${connectionId}}:${kind}`)
  }

  /** Of those who wait for a place whoever asked first has the next one. Undefined where each process is alone. */
  async enter(id: string, { atOnce, rate }: Limits): Promise<Verdict | undefined> {
    const values = [id, atOnce, KEPT, TURN, rate?.requests ?? 0, rate?.milliseconds ?? 0]
    const answer = await this.#ask(ENTER, this.#keys, values)
    if (!Array.isArray(answer)) return undefined
    const [is, after] = answer as [Verdict['is'], number]
    return { is, after } as Verdict
  }

  /** Changes nothing. Undefined where each process is alone. */
  async look(): Promise<SharedStanding | undefined> {
    const answer = await this.#ask(LOOK, this.#keys, [])
    if (!Array.isArray(answer)) return undefined
    const [pausedFor, needsProbe, used] = answer as [number, number, number]
    return { pausedFor, needsProbe: needsProbe === 1, used }
  }

  leave(id: string): void {
    void this.#ask(LEAVE, this.#keys, [id])
  }

  /** Milliseconds for which no call goes out. `then`: whether after that one has to find out first. */
  halt(milliseconds: number, then: 'pause' | 'breaker'): void {
    void this.#ask(HALT, this.#keys, [Math.ceil(milliseconds), then === 'breaker' ? 1 : 0])
  }

  /** A probe found the provider back. */
  resume(): void {
    void this.#ask(RESUME, this.#keys, [])
  }

  /** The connection begins anew. */
  forget(): void {
    void this.#ask(FORGET, this.#keys, [])
  }
}
