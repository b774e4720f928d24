import { Client } from 'pg'
import { endedWithin } from '../jobs/deadline.ts'
import type { Logger } from '../log/logger.ts'

export interface NotificationListenerOptions {
  /** A direct connection: a pooler in transaction mode delivers no notifications (pollers then do the work). */
  url: string
  log: Logger
}

export interface ChannelListener {
  /** `payload`: what the notification carries. */
  told(payload: string): void
  /** A connection was made: what came before it may have been missed. */
  connected(): void
  /** Nothing is heard until there is a new one. */
  lost?(): void
}

const RETRY_MS = 1_000
/** A connection that died without a word is found by asking. */
const PROBE_MS = 10_000
const TIMEOUT_MS = 5_000

/** One connection of its own that listens, and connects again whenever it is lost. Notifications are hints. */
export class NotificationListener {
  readonly #options: NotificationListenerOptions
  readonly #channels = new Map<string, ChannelListener>()
  #client: Client | undefined
  #timer: NodeJS.Timeout | undefined
  #stopped = false
  #quiet = false

  constructor(options: NotificationListenerOptions) {
    this.#options = options
  }

  /** One for each channel; to be called before `start`. */
  listen(channel: string, listener: ChannelListener): void {
    this.#channels.set(channel, listener)
  }

  start(): void {
    void this.#connect()
  }

  async stop(): Promise<void> {
    const client = this.#client
    this.#stopped = true
    this.#client = undefined
    clearTimeout(this.#timer)
    if (client) await endedWithin(1_000, client.end())
  }

  async #connect(): Promise<void> {
    const client = this.#newClient()
    this.#client = client
    try {
      await client.connect()
      for (const channel of this.#channels.keys())
        await client.query(`listen ${client.escapeIdentifier(channel)}`)
      if (this.#client !== client) return
      this.#quiet = false
      for (const listener of this.#channels.values()) listener.connected()
      this.#timer = setTimeout(() => void this.#probe(client), PROBE_MS)
    } catch (error) {
      this.#lost(client, error)
    }
  }

  #newClient(): Client {
    const client = new Client({
      connectionString: this.#options.url,
      application_name: 'askpro-hub listener',
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
      keepAlive: true,
    })
    client.on('notification', ({ channel, payload = '' }) => this.#channels.get(channel)?.told(payload))
    client.on('error', (error) => this.#lost(client, error))
    client.on('end', () => this.#lost(client, undefined))
    return client
  }

  async #probe(client: Client): Promise<void> {
    try {
      await client.query('select 1')
      if (this.#client === client) this.#timer = setTimeout(() => void this.#probe(client), PROBE_MS)
    } catch (error) {
      this.#lost(client, error)
    }
  }

  /** Called by several events of one dead connection: only the first may lead to a new one. */
  #lost(client: Client, error: unknown): void {
    if (this.#client !== client) return
    this.#client = undefined
    client.end().catch(() => {})
    for (const listener of this.#channels.values()) listener.lost?.()
    if (this.#stopped) return
    if (!this.#quiet)
      this.#options.log.warn({ err: error }, 'the listening connection was lost; it is made again')
    this.#quiet = true
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#connect(), RETRY_MS)
  }
}
