import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Database } from '../platform/db/database.ts'
import { testApp } from '../platform/http/testing/test-app.ts'
import { silentLogger } from '../platform/log/logger.ts'
import { rowsOf } from '../platform/testing/database-rows.ts'
import { createTestDatabase, type TestDatabase } from '../platform/testing/test-database.ts'
import { sessionRoutes } from './session-routes.ts'
import { composeUsers } from './testing/compose-users.ts'

const PASSWORD = 'vier Fenster zum Hof'
const EMAIL = 'olga@agency.example'
const ORIGIN = 'https://hub.example'

let made: TestDatabase
/** Of two processes. */
let databases: Database[]

beforeAll(async () => {
  made = await createTestDatabase()
  const open = () => new Database({ url: made.appUrl, poolSize: 5, log: silentLogger })
  databases = [open(), open()]
  const { tenants, users } = composeUsers(databases[0] as Database)
  const agency = await tenants.createAgency({
    name: 'Agency',
    zone: 'Europe/Berlin',
    currency: 'EUR',
    language: 'de',
  })
  const owner = { name: 'Olga', email: EMAIL, language: 'de', role: 'agency_owner' } as const
  await users.create(agency.id, { ...owner, password: PASSWORD })
})

beforeEach(async () => {
  await rowsOf(made, 'delete from directory_sign_in_attempts')
})

afterAll(async () => {
  for (const database of databases) await database.close()
  await made.drop()
})

/** Signs in at one process, through what stands in front of it. */
function processOf(database: Database, trustedProxies: string[] = []) {
  const parts = composeUsers(database)
  const { agent } = testApp({
    routes: sessionRoutes(parts),
    publicUrl: ORIGIN,
    trustedProxies,
    limits: { rates: { open: { points: 1_000, seconds: 1 } } },
  })
  return async (forwarded: string | undefined, { email = EMAIL, password = 'a wrong one' } = {}) => {
    const request = agent.post('/v1/session').set('Origin', ORIGIN)
    if (forwarded !== undefined) request.set('X-Forwarded-For', forwarded)
    const { status } = await request.send({ email, password })
    return status
  }
}

const both = () => databases.map((database) => processOf(database, ['private']))

describe('guesses', () => {
  test('at different processes are counted together, and after a restart too', async () => {
    const [one, two] = both()
    const statuses = []
    for (const at of [one, two, one, two, one, two]) statuses.push(await at?.('203.0.113.9'))
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
    const [restarted] = both()
    expect(await restarted?.('203.0.113.9', { password: PASSWORD })).toBe(429)
    expect(await restarted?.('203.0.113.8', { password: PASSWORD })).toBe(200)
  })

  test('that all come at once get no further', async () => {
    const [one, two] = both()
    const statuses = await Promise.all(
      Array.from({ length: 12 }, (_, n) => (n % 2 ? one : two)?.('203.0.113.9')),
    )
    expect(statuses.filter((status) => status === 401)).toHaveLength(5)
  })

  test('that were none are given back', async () => {
    const [one] = both()
    for (let n = 0; n < 7; n += 1) expect(await one?.('203.0.113.9', { password: PASSWORD })).toBe(200)
    expect(await one?.('203.0.113.9')).toBe(401)
  })
})

describe('whoever writes X-Forwarded-For', () => {
  const tries = async (at: ReturnType<typeof processOf>, forwarded: (n: number) => string) => {
    const statuses = []
    for (let n = 0; n < 6; n += 1) statuses.push(await at(forwarded(n)))
    return statuses.at(-1)
  }

  test('behind a trusted proxy is counted under their own address, however many they forge', async () => {
    const [one] = both()
    if (!one) throw new Error('there is no process')
    expect(await tries(one, (n) => `198.51.100.${n}, 203.0.113.9`)).toBe(429)
    expect(await one('203.0.113.7', { password: PASSWORD })).toBe(200)
  })

  test('without one is not believed', async () => {
    const [database] = databases
    if (!database) throw new Error('there is no database')
    expect(await tries(processOf(database), (n) => `198.51.100.${n}`)).toBe(429)
  })
})

test('neither addresses of mail nor passwords stand where guesses are counted', async () => {
  const [one] = both()
  await one?.('203.0.113.9')
  const rows = await rowsOf(made, 'select key, points from directory_sign_in_attempts')
  expect(rows).toHaveLength(3)
  expect(JSON.stringify(rows)).not.toMatch(/olga|wrong/)
})
