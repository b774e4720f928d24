import type { Migration } from '../platform/db/migrate.ts'

/** Attempts to sign in, of all processes; the columns are those of rate-limiter-flexible. `expire`: epoch milliseconds. */
export const signInAttemptsMigration: Migration = {
  name: '0025-sign-in-attempts',
  async up(knex) {
    await knex.raw(`create table directory_sign_in_attempts (
      key varchar(255) primary key,
      points integer not null default 0,
      expire bigint
    )`)
  },
}
