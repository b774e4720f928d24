import { Redis, type RedisOptions } from 'ioredis'
import type { Logger } from '../log/logger.ts'

/** Milliseconds. Bull's blocking read answers every second, so a silent socket is a dead one. */
const TIMEOUTS = { connect: 3_000, command: 2_000, silence: 10_000 }

const STEADY: RedisOptions = {
  connectTimeout: TIMEOUTS.connect,
  keepAlive: 10_000,
  // Never gives up: the hub comes back by itself when Redis does.
  retryStrategy: (times) => Math.min(times * 100, 1_000),
  enableReadyCheck: false,
}

export interface RedisConnectionsOptions {
  url: string
  /** Commands can be sent: for the first time, or again. */
  onReady(): void
  log: Logger
}

/** The connections that Bull's queues of one process use: two they share, and one for each queue that blocks. */
export class RedisConnections {
  readonly #options: RedisConnectionsOptions
  readonly #all: Redis[] = []
  /** Fails at once while Redis is away, where the default would queue commands without a limit. */
  readonly commands: Redis
  readonly #subscriber: Redis
  #away = false
  #closed = false

  constructor(options: RedisConnectionsOptions) {
    this.#options = options
    this.commands = this.#open({
      enableOfflineQueue: false,
      commandTimeout: TIMEOUTS.command,
      maxRetriesPerRequest: 1,
      autoResendUnfulfilledCommands: false,
    })
    this.#subscriber = this.#open({ maxRetriesPerRequest: null })
    this.commands.on('error', (error) => this.#noteAway(error))
    this.commands.on('ready', () => this.#noteBack())
  }

  /** What Bull asks for: `createClient`. */
  readonly of = (role: 'client' | 'subscriber' | 'bclient'): Redis => {
    if (role === 'client') return this.commands
    if (role === 'subscriber') return this.#subscriber
    const blocking = this.#open({ maxRetriesPerRequest: null })
    // The timer of ioredis' own `socketTimeout` outlives the connection and holds up the end of the process.
    blocking.on('ready', () => endWhenSilent(blocking.stream))
    return blocking
  }

  /**
   * Makes the shared connection anew. A link that died without a word needs it, and so does a script that Redis
   * refused or forgot: inside a transaction (Bull's bulk add) ioredis believes for ever that the socket has it loaded.
   */
  renew(): void {
    if (this.commands.status === 'ready') this.commands.disconnect(true)
  }

  close(): void {
    this.#closed = true
    for (const redis of this.#all) redis.disconnect()
  }

  #open(options: RedisOptions): Redis {
    const redis = new Redis(this.#options.url, { ...STEADY, ...options })
    // Each queue adds its listeners to the shared ones; without one of our own an error would end the process.
    redis.setMaxListeners(0)
    redis.on('error', () => {})
    // Bull, when it is closed under way, connects once more.
    redis.on('connect', () => this.#closed && redis.disconnect())
    this.#all.push(redis)
    return redis
  }

  #noteAway(error: Error): void {
    if (!this.#away) this.#options.log.warn({ err: error }, 'Redis is away; jobs wait in Postgres')
    this.#away = true
  }

  #noteBack(): void {
    if (this.#away) this.#options.log.info({}, 'Redis is back')
    this.#away = false
    this.#options.onReady()
  }
}

function endWhenSilent(stream: Redis['stream']): void {
  stream.setTimeout(TIMEOUTS.silence, () => stream.destroy(new Error('Redis was silent for too long')))
}
