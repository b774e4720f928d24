import { Writable } from 'node:stream'
import { escapeLiteral, type PoolClient, type QueryResult } from 'pg'
import type { Query, Statement, Tx } from './tx.ts'

/** Whose rows a transaction sees; see `Database`. */
export type Scope =
  | { kind: 'tenants'; tenants: readonly string[] }
  | { kind: 'courier' }
  | { kind: 'directory' }

/** What a reply is named by. */
const WRITES = new Set(['INSERT', 'UPDATE', 'DELETE'])

const COURIER_ROLE = 'askpro_courier'

/**
 * A transaction on a connection of its own. Whatever is sent within one turn leaves in one write and comes back in one
 * round trip: BEGIN and the scope with the first statement, what can wait with COMMIT. One that never sent a statement
 * costs nothing.
 */
export class OpenTransaction implements Tx {
  readonly tenants: readonly string[]
  readonly #client: PoolClient
  readonly #scope: Scope
  readonly #committed: Array<() => unknown> = []
  readonly #atCommit: Statement[] = []
  #begun: Promise<unknown> | undefined
  #ended = false
  #wrote = false

  constructor(client: PoolClient, scope: Scope) {
    this.#client = client
    this.#scope = scope
    this.tenants = scope.kind === 'tenants' ? scope.tenants : []
  }

  async rows<Row extends object>(query: Query): Promise<Row[]> {
    return (await this.#send<Row>(query)).rows
  }

  async first<Row extends object>(query: Query): Promise<Row | undefined> {
    return (await this.#send<Row>(query)).rows[0]
  }

  async run(query: Query): Promise<number> {
    return (await this.#send(query)).rowCount ?? 0
  }

  runAtCommit(query: Query): void {
    if (this.#ended) throw tooLate()
    this.#atCommit.push(asStatement(query))
  }

  afterCommit(work: () => unknown): void {
    this.#committed.push(work)
  }

  /** Sends what waited for it and COMMIT. COMMIT of a failed transaction resolves: its reply says ROLLBACK. */
  async commit(): Promise<void> {
    if (this.#atCommit.length > 0) this.#begin()
    if (this.#begun) {
      const waited = this.#atCommit.map((statement) => this.#query(statement))
      const outcomes = await Promise.allSettled([this.#begun, ...waited, this.#query({ text: 'commit' })])
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
      const reply = outcomes.at(-1) as PromiseFulfilledResult<QueryResult>
      if (reply.value.command !== 'COMMIT') throw new Error('the transaction was rolled back at commit')
    }
  }

  /** To be called once the connection was given back. */
  async runCommitted(): Promise<void> {
    await Promise.all(this.#committed.map((run) => run()))
  }

  /** Gives the error that makes the connection unfit for the pool, if there is one. */
  async rollback(): Promise<Error | undefined> {
    if (!this.#begun) return undefined
    try {
      await this.#client.query('rollback')
      return undefined
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
  }

  /** Whether a statement was anything but a question. */
  get wrote(): boolean {
    return this.#wrote
  }

  /** The connection goes to somebody else now: whatever still holds this transaction must not use it. */
  end(): void {
    this.#ended = true
  }

  async #send<Row extends object>(query: Query): Promise<QueryResult<Row>> {
    if (this.#ended) throw tooLate()
    const statement = asStatement(query)
    if (this.#begun) return this.#query<Row>(statement)
    // Of two errors the first one counts: the second only says that the transaction has failed.
    const [, reply] = await Promise.all([this.#begin(), this.#query<Row>(statement)])
    return reply
  }

  #begin(): Promise<unknown> {
    this.#begun ??= this.#query({ text: `begin${scopeOf(this.#scope)}` })
    return this.#begun
  }

  async #query<Row extends object>({ text, values, name }: Statement): Promise<QueryResult<Row>> {
    cork(this.#client)
    const reply = await this.#client.query<Row>({
      text,
      ...(values ? { values: [...values] } : {}),
      ...(name ? { name } : {}),
    })
    if (WRITES.has(reply.command)) this.#wrote = true
    return reply
  }
}

function asStatement(query: Query): Statement {
  if ('text' in query && typeof query.text === 'string') return query as Statement
  const native = (query as Exclude<Query, Statement>).toSQL().toNative()
  return { text: native.sql, values: native.bindings }
}

/** As text, since BEGIN and this go as one message, which has no room for parameters. */
function scopeOf(scope: Scope): string {
  if (scope.kind === 'courier') return `; set local role ${COURIER_ROLE}`
  if (scope.kind === 'directory') return ''
  return `; set local app.tenants = ${escapeLiteral(`{${scope.tenants.join(',')}}`)}`
}

/**
 * pg writes every statement to the socket by itself. Held back until the end of the turn they leave together, which
 * saves a quarter of the processor time (docs/decisions/0026). The stream is internal to pg, so it may be missing.
 */
function cork(client: PoolClient): void {
  const stream: unknown = Reflect.get(Object(Reflect.get(client, 'connection')), 'stream')
  if (!(stream instanceof Writable) || stream.writableCorked > 0) return
  stream.cork()
  process.nextTick(() => stream.uncork())
}

const tooLate = () => new Error('a query came after its transaction had ended')
