import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Database } from '../db/database.ts'
import { TEST_TENANT, testApp } from '../http/testing/test-app.ts'
import { newId } from '../ids.ts'
import { eventually } from '../jobs/testing/eventually.ts'
import { silentLogger } from '../log/logger.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import { EventBus } from './event-bus.ts'
import { EventRelay } from './event-relay.ts'
import { eventRoutes } from './event-routes.ts'

const AGGREGATE = newId()

let urls: TestDatabase
let database: Database
let relay: EventRelay
let agent: ReturnType<typeof testApp>['agent']

beforeAll(async () => {
  urls = await createTestDatabase()
  database = new Database({ url: urls.appUrl, poolSize: 5, log: silentLogger })
  relay = new EventRelay({ database, log: silentLogger })
  relay.start()
  agent = testApp({ routes: eventRoutes({ database }), database }).agent
  const bus = new EventBus({ poke: () => relay.poke() })
  for (const tenantId of [TEST_TENANT, newId()]) {
    const events = [1, 2, 3, 4, 5].map((version) => ({
      tenantId,
      aggregate: 'appointment',
      aggregateId: AGGREGATE,
      version,
      type: 'appointment.moved',
      payload: { version },
      occurredAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    }))
    await database.inTenant(tenantId, (tx) => bus.append(tx, events))
  }
  await eventually('they are stamped', async () => (await get('')).body.data.length === 5)
})
afterAll(async () => {
  await relay.stop()
  await database.close()
  await urls.drop()
})

const get = (query: string) =>
  agent.get(`/v1/events${query}`).set('Authorization', 'Bearer scopes:events:read')

test('the own events come page by page, oldest first', async () => {
  const versions: number[] = []
  let after: string | null = '0'
  while (after !== null) {
    const { body } = await get(`?limit=2&after=${after}`)
    versions.push(...body.data.map(({ version }: { version: number }) => version))
    after = body.next_cursor
  }
  expect(versions).toEqual([1, 2, 3, 4, 5])
})

test('those who look back read the newest first, of one thing or of all', async () => {
  const versionsOf = async (query: string) => {
    const { body } = await get(`/latest?${query}`)
    return [body.data.map(({ version }: { version: number }) => version), body.next_cursor]
  }
  const [newest, cursor] = await versionsOf('limit=2')
  expect(newest).toEqual([5, 4])
  expect((await versionsOf(`limit=4&cursor=${cursor}`))[0]).toEqual([3, 2, 1])
  expect(await versionsOf(`aggregate=appointment&aggregate_id=${AGGREGATE}`)).toEqual([[5, 4, 3, 2, 1], null])
  expect(await versionsOf('type=appointment.booked')).toEqual([[], null])
})

test('an event says all that is known of it', async () => {
  const { body } = await get('?limit=1')
  expect(body.data[0]).toEqual({
    id: expect.stringMatching(/^[\da-f-]{36}$/),
    position: expect.any(Number),
    tenant_id: TEST_TENANT,
    aggregate: 'appointment',
    aggregate_id: AGGREGATE,
    version: 1,
    type: 'appointment.moved',
    payload: { version: 1 },
    occurred_at: '2026-01-02T03:04:05.678Z',
  })
})

test('the position of the last event is a cursor for what comes later', async () => {
  const { body } = await get('')
  expect(body.next_cursor).toBeNull()
  const { body: later } = await get(`?after=${body.data.at(-1).position}`)
  expect(later).toEqual({ data: [], next_cursor: null })
})

test.each(['?after=-1', '?after=x', '?limit=0', '?limit=501', '?since=1'])('%s is refused', async (query) => {
  expect((await get(query)).status).toBe(422)
})
