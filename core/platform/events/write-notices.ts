import type { Database } from '../db/database.ts'
import { newId } from '../ids.ts'
import type { Logger } from '../log/logger.ts'
import { WRITES_CHANNEL } from './channels.ts'
import type { NotificationListener } from './notification-listener.ts'

export interface WriteNoticesOptions {
  database: Database
  /** Not started. */
  listener: Pick<NotificationListener, 'listen'>
  log: Logger
}

/** Whoever keeps in memory what other processes may change. */
export interface WriteWatcher {
  /** Another process has written something for that tenant. */
  forget(tenantId: string): void
  /** False from now on while it might not be told of writes, which is how it begins. */
  hears(everything: boolean): void
}

/** Milliseconds that notices are gathered: NOTIFY makes all commits of a database wait for each other. */
const GATHER_MS = 20
/** Milliseconds, where the database did not take one. */
const RETRY_MS = 1_000
/** Of 36 characters each; a notification holds 8,000 bytes. */
const MOST = 200

/**
 * Tells the other processes for which tenants this one has written, right after the commit. Best effort: a process that
 * dies in between tells nobody, so nobody may rely on notices for longer than it can bear to be wrong. That they
 * arrive is proven by the own ones: a pooler in transaction mode takes LISTEN and delivers nothing.
 */
export class WriteNotices {
  readonly #options: WriteNoticesOptions
  readonly #self = newId()
  readonly #watchers: WriteWatcher[] = []
  readonly #written = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(options: WriteNoticesOptions) {
    this.#options = options
    options.database.watchWrites((tenantId) => {
      this.#written.add(tenantId)
      this.#soon()
    })
    options.listener.listen(WRITES_CHANNEL, {
      told: (notice) => this.#hear(notice),
      connected: () => this.#soon(),
      lost: () => this.#tellHearing(false),
    })
  }

  watch(watcher: WriteWatcher): void {
    this.#watchers.push(watcher)
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  #soon(within = GATHER_MS): void {
    if (this.#stopped) return
    this.#timer ??= setTimeout(() => void this.#send(), within)
  }

  async #send(): Promise<void> {
    this.#timer = undefined
    const tenants = [...this.#written].slice(0, MOST)
    for (const tenantId of tenants) this.#written.delete(tenantId)
    try {
      await this.#options.database.notify(WRITES_CHANNEL, [this.#self, ...tenants].join(' '))
      if (this.#written.size > 0) this.#soon()
    } catch (error) {
      this.#options.log.debug(
        { err: error, tenants: tenants.length },
        'other processes were not told of writes yet',
      )
      for (const tenantId of tenants) this.#written.add(tenantId)
      this.#soon(RETRY_MS)
    }
  }

  #hear(notice: string): void {
    const [sender, ...tenants] = notice.split(' ')
    if (sender === this.#self) this.#tellHearing(true)
    else for (const watcher of this.#watchers) for (const tenantId of tenants) watcher.forget(tenantId)
  }

  #tellHearing(everything: boolean): void {
    for (const watcher of this.#watchers) watcher.hears(everything)
  }
}
