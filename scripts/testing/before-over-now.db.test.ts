import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Migration } from '../../core/platform/db/migrate.ts'
import { beforeOverNow } from './before-over-now.ts'
import { commitAll, newRepository } from './tiny-repository.ts'

const MINUTE = 60_000

const step = (name: string, statement: string): Migration => ({
  name,
  up: async (knex) => void (await knex.raw(statement)),
})

/** All that the release before knew of, with the one table that every schema of the hub has. */
const released = step('0001-notes', 'create table events (); create table notes (id int, text text)')

/** Its one test: in its own code, over a copy of the template, as those of the hub are. */
const ITS_TEST = `
import { expect, test } from '@jest/globals'
import pg from 'pg'

const at = (name) =>
  Object.assign(new URL(process.env.ASKPRO_TEST_SUPERUSER_URL), { pathname: '/' + name }).href

async function on(name, statement) {
  const client = new pg.Client({ connectionString: at(name) })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

test('a note is kept', async () => {
  await on('postgres', 'create database copy template askpro_template')
  await on('copy', "insert into notes (id, text) values (1, 'milk')")
  expect(await on('copy', 'select text from notes')).toEqual([{ text: 'milk' }])
  expect(await on('copy', 'select name from schema_migrations')).toEqual([{ name: '0001-notes' }])
})
`

let folder = ''
let root = ''
let commit = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'askpro-before-'))
  root = newRepository(join(folder, 'project'))
  const jest = { testMatch: ['**/*.test.mjs'], transform: {} }
  writeFileSync(join(root, 'package.json'), JSON.stringify({ type: 'module', workspaces: [], jest }))
  writeFileSync(join(root, 'notes.test.mjs'), ITS_TEST)
  mkdirSync(join(root, 'core', 'migrations'), { recursive: true })
  writeFileSync(join(root, 'core', 'migrations', '0001-notes.ts'), '')
  commit = commitAll(root)
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function over(next: Migration) {
  const file = join(folder, 'output')
  const output = openSync(file, 'w')
  const said: string[] = []
  try {
    const told = new AbortController().signal
    const say = (line: string) => void said.push(line)
    const run = { root, commit, migrations: [released, next], paths: ['notes'], told, say, output }
    return { code: await beforeOverNow(run), said, output: readFileSync(file, 'utf8') }
  } finally {
    closeSync(output)
  }
}

test(
  'what only adds to the schema leaves the release before at work',
  async () => {
    const { code, said, output } = await over(step('0002-colour', 'alter table notes add column colour text'))
    expect([code, said, output]).toEqual([
      0,
      ['Migrations since: 0002-colour'],
      expect.stringContaining('1 passed'),
    ])
  },
  MINUTE,
)

test(
  'a step that takes away what it uses is found',
  async () => {
    const { code, output } = await over(
      step('0002-contract', 'alter table notes rename column text to words'),
    )
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/column "text" of relation "notes" does not exist/),
    ])
  },
  MINUTE,
)
