import knex from 'knex'

export const calls = knex
