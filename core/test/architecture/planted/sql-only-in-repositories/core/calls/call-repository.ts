import knex from 'knex'

export const callRepository = knex
