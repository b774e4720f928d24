import type { Config } from '../../platform/config/config.ts'
import { Database } from '../../platform/db/database.ts'
import { type ServerFacts, serverFacts } from '../../platform/db/server-facts.ts'
import { endedWithin } from '../../platform/jobs/deadline.ts'
import { type RedisFacts, redisFacts } from '../../platform/jobs/redis-facts.ts'
import { silentLogger } from '../../platform/log/logger.ts'
import { type FoundDatabase, findDatabase } from './find-database.ts'
import { NotThere, type Verdict } from './verdict.ts'

/** Milliseconds for saying goodbye to a server that may not answer. */
const CLOSE = 2_000

/** What the checks stand on. Everything is asked for at most once, and only when a check wants it. */
export class Ground {
  readonly config: Config
  readonly #found: FoundDatabase
  readonly #kept = new Map<string, Promise<unknown>>()
  #database: Database | undefined

  static async open(config: Config): Promise<Ground> {
    return new Ground(config, await findDatabase(config))
  }

  private constructor(config: Config, found: FoundDatabase) {
    this.config = config
    this.#found = found
  }

  /** Why no database can be asked at all, if that is so. */
  get noDatabase(): Verdict | undefined {
    return 'verdict' in this.#found ? this.#found.verdict : undefined
  }

  /** The embedded server was started for this examination alone: no hub runs on it. */
  get startedForThis(): boolean {
    return 'urls' in this.#found && this.#found.stop !== undefined
  }

  /** Passwords that were read from files, for masking. */
  get passwords(): string[] {
    return 'urls' in this.#found ? Object.values(this.#found.urls).map((url) => new URL(url).password) : []
  }

  get urls(): { app: string; admin: string } {
    if ('urls' in this.#found) return this.#found.urls
    throw new NotThere('needs the database')
  }

  appFacts(): Promise<ServerFacts> {
    return this.#once('app', () => serverFacts(this.urls.app))
  }

  adminFacts(): Promise<ServerFacts> {
    return this.#once('admin', () => serverFacts(this.urls.admin))
  }

  redisFacts(): Promise<RedisFacts> {
    const { redisUrl } = this.config
    if (redisUrl === undefined) throw new NotThere('no REDIS_URL: jobs are handed out over PostgreSQL')
    return this.#once('redis', () => redisFacts(redisUrl))
  }

  /** For checks that read the hub's tables. The check `database` says why it cannot be reached. */
  async database(): Promise<Database> {
    const { app } = this.urls
    await this.appFacts().catch(() => {
      throw new NotThere('needs the database')
    })
    this.#database ??= new Database({
      url: app,
      poolSize: 4,
      log: silentLogger,
      applicationName: 'askpro-doctor',
    })
    return this.#database
  }

  /** Whether a hub works on this database just now. */
  async hubRuns(): Promise<boolean> {
    return this.appFacts().then(
      ({ hubSessions }) => hubSessions > 0,
      () => false,
    )
  }

  async close(): Promise<void> {
    await endedWithin(CLOSE, this.#database?.close() ?? Promise.resolve())
    if ('urls' in this.#found) await this.#found.stop?.()
  }

  #once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(key) as Promise<T> | undefined
    if (known) return known
    const asked = ask()
    // Whoever awaits it handles it; nobody may be there yet.
    asked.catch(() => {})
    this.#kept.set(key, asked)
    return asked
  }
}
