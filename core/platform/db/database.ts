import { AsyncLocalStorage } from 'node:async_hooks'
import type { PoolClient } from 'pg'
import { Pool } from 'pg'
import type { Logger } from '../log/logger.ts'
import { databaseProblem } from './database-problem.ts'
import { OpenTransaction, type Scope } from './open-transaction.ts'
import type { Statement, Tx } from './tx.ts'

export interface DatabaseOptions {
  url: string
  poolSize: number
  log: Logger
  /** As the server lists its sessions; default that of a hub. */
  applicationName?: string
}

/**
 * Time-outs in milliseconds. pg waits for ever by default; a frozen server must cost a request, not the process.
 * The server's own are set per connection, `query_timeout` is the client's for a server that no longer answers.
 */
const TIMEOUTS = { connect: 3_000, statement: 10_000, query: 12_000, lock: 5_000, idleInTransaction: 15_000 }

/**
 * Connections kept apart for `outside`. Whoever calls it holds one of the pool's already: taken from the same pool, as
 * many such callers as it has connections would wait for each other until the time-out.
 */
const ASIDE_SIZE = 2

/** The transaction that is open, or none after `outside` has left it. */
type Open = { aside: true; tx?: undefined } | { aside: boolean; tx: Tx; key: string }

/**
 * The only way to the tables. Every transaction is bound to its scope before the first statement:
 * - `inTenant` sees the rows of one tenant (or of an explicit list: an agency and one client),
 * - `asCourier` is a second role that sees only jobs, events and the inbox, of all tenants,
 * - `inDirectory` sees only the global directory tables.
 * A nested call with the same scope joins the open transaction; another scope inside it is a bug and throws.
 */
export class Database {
  readonly #pool: Pool
  readonly #aside: Pool
  readonly #open = new AsyncLocalStorage<Open>()
  readonly #watchers: Array<(tenantId: string) => void> = []

  constructor(options: DatabaseOptions) {
    this.#pool = poolOf(options, options.poolSize)
    this.#aside = poolOf(options, ASIDE_SIZE)
  }

  inTenant<T>(tenants: string | readonly string[], work: (tx: Tx) => Promise<T>): Promise<T> {
    const list = typeof tenants === 'string' ? [tenants] : tenants
    if (list.length === 0) throw new RangeError('inTenant needs at least one tenant')
    return this.#within({ kind: 'tenants', tenants: list }, work)
  }

  asCourier<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#within({ kind: 'courier' }, work)
  }

  inDirectory<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#within({ kind: 'directory' }, work)
  }

  /**
   * One statement, committed by itself in one round trip: for the hot inserts, which set the tenant inside their
   * first CTE. Only INSERT may do that: row-level security checks an insert per row, after the CTE gave it, while
   * for reads and updates the order is not promised.
   */
  insertOnly<Row extends object>(statement: Statement): Promise<Row[]> {
    return this.#alone<Row>(statement)
  }

  /** One question to the global directory tables, likewise: BEGIN and COMMIT would cost more than the answer. */
  async lookUp<Row extends object>(statement: Statement): Promise<Row | undefined> {
    const [row] = await this.lookUpAll<Row>(statement)
    return row
  }

  lookUpAll<Row extends object>(statement: Statement): Promise<Row[]> {
    return this.#alone<Row>(statement)
  }

  /**
   * A NOTIFY by itself. `payload`: at most 8,000 bytes. It waits for no disk, since it writes no row, and so does not
   * hold up the commits that do: PostgreSQL flushes one after the other.
   */
  async notify(channel: string, payload = ''): Promise<void> {
    await this.#pool.query({
      name: 'notify-by-itself',
      text: `select set_config('synchronous_commit', 'off', true), pg_notify($1, $2)`,
      values: [channel, payload],
    })
  }

  /**
   * Leaves the surrounding transaction, if any: for work that must be committed whatever becomes of it, or that needs
   * another scope. Keep it short, and never call it within itself: two of them would wait for each other.
   */
  outside<T>(work: () => Promise<T>): Promise<T> {
    const open = this.#open.getStore()
    if (open?.tx === undefined) return work()
    if (open.aside) throw new Error('a transaction outside of another one cannot leave itself again')
    return this.#open.run({ aside: true }, work)
  }

  /**
   * `told` is called for each tenant of a transaction of this process that wrote something, once COMMIT was confirmed
   * and before whoever wrote goes on. It must not throw or wait.
   */
  watchWrites(told: (tenantId: string) => void): void {
    this.#watchers.push(told)
  }

  get pool(): { total: number; idle: number; waiting: number } {
    const { totalCount, idleCount, waitingCount } = this.#pool
    return { total: totalCount, idle: idleCount, waiting: waitingCount }
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.end(), this.#aside.end()])
  }

  async #alone<Row extends object>({ text, values, name }: Statement): Promise<Row[]> {
    try {
      const reply = await this.#pool.query<Row>({
        text,
        values: [...(values ?? [])],
        ...(name ? { name } : {}),
      })
      return reply.rows
    } catch (error) {
      throw databaseProblem(error)
    }
  }

  #within<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
    const key = scope.kind === 'tenants' ? scope.tenants.join() : scope.kind
    const outer = this.#open.getStore()
    if (outer?.tx === undefined) return this.#transaction(scope, key, work)
    if (outer.key === key) return work(outer.tx)
    throw new Error(`a transaction for ${key} was opened inside one for ${outer.key}`)
  }

  #tell(tenants: readonly string[]): void {
    for (const told of this.#watchers) for (const tenantId of tenants) told(tenantId)
  }

  async #transaction<T>(scope: Scope, key: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    const aside = this.#open.getStore()?.aside ?? false
    const client = await connect(aside ? this.#aside : this.#pool)
    const tx = new OpenTransaction(client, scope)
    let broken: Error | undefined
    let result: T
    try {
      result = await this.#open.run({ tx, key, aside }, () => work(tx))
      await tx.commit()
      if (tx.wrote) this.#tell(tx.tenants)
    } catch (error) {
      broken = await tx.rollback()
      throw databaseProblem(error)
    } finally {
      tx.end()
      client.release(broken)
    }
    await tx.runCommitted()
    return result
  }
}

function poolOf({ url, log, applicationName = 'askpro-hub' }: DatabaseOptions, size: number): Pool {
  const pool = new Pool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis: TIMEOUTS.connect,
    query_timeout: TIMEOUTS.query,
    statement_timeout: TIMEOUTS.statement,
    lock_timeout: TIMEOUTS.lock,
    idle_in_transaction_session_timeout: TIMEOUTS.idleInTransaction,
    application_name: applicationName,
    pipeline: true,
  })
  // Without these two handlers a connection cut by the server would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was cut'))
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    throw databaseProblem(error)
  }
}
