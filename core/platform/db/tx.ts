import type { Knex } from 'knex'

/** One SQL statement: `text` with `$1..$n`; `name` makes Postgres prepare it once per connection (hot paths). */
export interface Statement {
  text: string
  values?: readonly unknown[]
  name?: string
}

/** What can be run: a plain statement or a query built with `sql` (Knex without a connection of its own). */
export type Query = Statement | Knex.QueryBuilder | Knex.Raw

/**
 * An open transaction, already bound to its tenants (row-level security sees only their rows). Statements that do not
 * need each other's results are best sent together (`Promise.all`): they run in the order in which they were sent, each
 * sees what those before it did, and all take one round trip.
 * Repositories take it as their first argument and demand a tenant id for every row they touch.
 */
export interface Tx {
  /** The tenants whose rows this transaction can see; the first one is the one it acts for. Empty for the courier. */
  readonly tenants: readonly string[]
  rows<Row extends object>(query: Query): Promise<Row[]>
  /** The only row, or undefined when there is none. */
  first<Row extends object>(query: Query): Promise<Row | undefined>
  /** Runs and tells how many rows were touched. */
  run(query: Query): Promise<number>
  /** Sends it together with COMMIT: for what nothing in this transaction reads again. When it fails, all of it does. */
  runAtCommit(query: Query): void
  /**
   * Runs `work` after COMMIT has been confirmed; never after a rollback. Whoever opened the transaction waits for it,
   * the connection is free by then. Must not throw.
   */
  afterCommit(work: () => unknown): void
}
