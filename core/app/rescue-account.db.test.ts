import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Database } from '../platform/db/database.ts'
import { silentLogger } from '../platform/log/logger.ts'
import { rowsOf } from '../platform/testing/database-rows.ts'
import { createTestDatabase, type TestDatabase } from '../platform/testing/test-database.ts'
import { runScript } from '../test/program/hub-process.ts'
import { composeUsers } from '../users/testing/compose-users.ts'

/** `npm run user:link` as the operator runs it. */
const EMAIL = 'Olga@agency.example'
let made: TestDatabase
let database: Database
let users: ReturnType<typeof composeUsers>
let userId: string

beforeAll(async () => {
  made = await createTestDatabase()
  database = new Database({ url: made.appUrl, poolSize: 5, log: silentLogger })
  users = composeUsers(database)
  const basics = { zone: 'Europe/Berlin', currency: 'EUR', language: 'de' } as const
  const agency = await users.tenants.createAgency({ ...basics, name: 'Agency' })
  const owner = { name: 'Olga', email: EMAIL, language: 'de', role: 'agency_owner' } as const
  userId = (await users.users.create(agency.id, { ...owner, password: 'vier Fenster zum Hof' })).userId
  await database.inDirectory((tx) =>
    tx.run({ text: "update directory_users set totp_secret = 'sealed', totp_counter = 1" }),
  )
})

afterAll(async () => {
  await database.close()
  await made.drop()
})

const script = (...args: string[]) =>
  runScript('user-link.ts', args, { DATABASE_URL: made.appUrl, PUBLIC_URL: 'https://hub.example' })

const hasSecondFactor = async () => (await users.users.account(userId)).totpSecret !== null
const told = async () =>
  (
    await rowsOf<{ type: string; payload: object }>(
      made,
      'select type, payload from events where aggregate_id = $1 order by seq',
      [userId],
    )
  ).map(({ type, payload }) => [type, payload])

const LINK_MADE = ['user.password_link_made', { by: 'operator', role: 'agency_owner' }]

test('the last owner gets a link that is good once, and it is told who made it', async () => {
  const { code, output } = await script(EMAIL.toLowerCase())
  expect([code, output]).toEqual([
    0,
    expect.stringContaining('https://hub.example/admin/new-password#token='),
  ])
  const token = /#token=(\S+)/.exec(output)?.[1] ?? ''
  await users.members.reset(token, 'drei Tauben am Dach')
  await expect(users.members.reset(token, 'vier Tauben am Dach')).rejects.toMatchObject({ code: 'not_found' })
  const claim = { password: 'drei Tauben am Dach', address: 'a' }
  await expect(users.accounts.byEmail(EMAIL, claim)).rejects.toMatchObject({ code: 'second_factor_required' })
  expect([await hasSecondFactor(), await told()]).toEqual([true, [LINK_MADE]])
})

test('with the app lost, the second factor goes as well, and whoever was signed in', async () => {
  const { code, output } = await script('--without-second-factor', EMAIL)
  expect([code, output]).toEqual([0, expect.stringContaining('The second factor is off')])
  expect(await hasSecondFactor()).toBe(false)
  const removed = ['user.second_factor_removed', { by: 'operator', role: 'agency_owner' }]
  expect(await told()).toEqual([LINK_MADE, LINK_MADE, removed])
})

test.each([
  ['nobody@agency.example', 'Nobody signs in with that address.'],
  ['', 'npm run user:link -- <email>'],
])('for %j it says what is wrong, and nothing is made', async (email, says) => {
  const before = await told()
  const { code, output } = await script(...(email ? [email] : []))
  expect([code, output]).toEqual([1, expect.stringContaining(says)])
  expect(await told()).toEqual(before)
})
