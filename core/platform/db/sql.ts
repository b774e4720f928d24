import knex from 'knex'

/**
 * The query builder, without a connection: it only makes SQL. All statements go through `Tx`, so that there is one
 * pool, one set of time-outs and one place that sets the tenant.
 */
export const sql = knex({ client: 'pg' })
