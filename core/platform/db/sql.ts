import { createRequire } from 'node:module'
import type { Knex } from 'knex'
import { lateModule } from '../late-module.ts'

const require = createRequire(import.meta.url)

const builder = lateModule<Knex>(() => require('knex')({ client: 'pg' }))

/**
 * The query builder, without a connection: it only makes SQL. All statements go through `Tx`, so that there is one
 * pool, one set of time-outs and one place that sets the tenant.
 */
export const sql = Object.assign((table: string): Knex.QueryBuilder => builder()(table), {
  raw: (text: string, values: readonly Knex.RawBinding[] = []): Knex.Raw => builder().raw(text, values),
})
