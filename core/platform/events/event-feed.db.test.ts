import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { Database } from '../db/database.ts'
import { HttpServer } from '../http/http-server.ts'
import { TEST_TENANT, testApp } from '../http/testing/test-app.ts'
import { newId } from '../ids.ts'
import { eventually } from '../jobs/testing/eventually.ts'
import { silentLogger } from '../log/logger.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import { EventBus } from './event-bus.ts'
import { EventFeed } from './event-feed.ts'
import { eventFeedRoutes } from './event-feed-routes.ts'
import { EventRelay } from './event-relay.ts'
import { EventStream } from './event-stream.ts'
import { NotificationListener } from './notification-listener.ts'

let urls: TestDatabase
let database: Database
let relay: EventRelay
let stream: EventStream
let server: HttpServer
let url: string
const reading = new Set<AbortController>()

beforeAll(async () => {
  urls = await createTestDatabase()
  database = new Database({ url: urls.appUrl, poolSize: 5, log: silentLogger })
  relay = new EventRelay({ database, log: silentLogger })
  const feed = new EventFeed({ database, times: { beat: 50 } })
  const listener = new NotificationListener({ url: urls.appUrl, log: silentLogger })
  stream = new EventStream({ database, listener, log: silentLogger })
  stream.subscribe(feed)
  relay.start()
  stream.start()
  const { app } = testApp({ routes: eventFeedRoutes(feed), database })
  server = new HttpServer({ handler: app.handler, log: silentLogger })
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${port}/v1/events/stream`
})
afterEach(() => {
  for (const one of reading) one.abort()
  reading.clear()
})
afterAll(async () => {
  await server.drain(1_000)
  await Promise.all([relay.stop(), stream.stop()])
  await database.close()
  await urls.drop()
})

async function append(type: string, tenantId = TEST_TENANT): Promise<void> {
  const aggregateId = newId()
  const payload = { phone_is_never_told: true }
  const event = { tenantId, aggregate: 'call', aggregateId, version: 1, type, payload, occurredAt: 0 }
  const bus = new EventBus({ poke: () => relay.poke() })
  await database.inTenant(tenantId, (tx) => bus.append(tx, [event]))
}

/** Reads on in the background; `text` is what came so far. */
async function read(headers: Record<string, string> = {}) {
  const control = new AbortController()
  reading.add(control)
  const authorization = 'Bearer scopes:events:read'
  const response = await fetch(url, { headers: { authorization, ...headers }, signal: control.signal })
  const seen = { response, text: '', over: false }
  const readOn = async () => {
    for await (const chunk of response.body ?? []) seen.text += Buffer.from(chunk).toString()
  }
  void readOn()
    .catch(() => {})
    .finally(() => {
      seen.over = true
    })
  return seen
}

const typesIn = ({ text }: { text: string }) => [...text.matchAll(/^event: (.*)$/gm)].map(([, type]) => type)
const lastIdIn = ({ text }: { text: string }) => [...text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? ''

test('what happens is told as it happens, ids and types only, to the tenant alone', async () => {
  const one = await read()
  expect(one.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  await append('call.of_others', newId())
  await append('call.started')
  await eventually('it is told', () => typesIn(one).includes('call.started'))
  expect(typesIn(one)).toEqual(['hello', 'call.started'])
  const data = /^event: call.started\ndata: (.*)$/m.exec(one.text)?.[1] ?? ''
  expect(Object.keys(JSON.parse(data))).toEqual([
    'id',
    'type',
    'aggregate',
    'aggregate_id',
    'version',
    'occurred_at',
  ])
  await eventually('it shows that it lives', () => one.text.endsWith('\n:\n\n'))
})

test('whoever comes back with the last id misses nothing', async () => {
  const one = await read()
  await eventually('it says where it stands', () => lastIdIn(one) !== '')
  const id = lastIdIn(one)
  for (const control of reading) control.abort()
  await append('call.missed')
  await append('call.missed_too')
  const again = await read({ 'last-event-id': id })
  await eventually('both are told', () => typesIn(again).length === 3)
  expect(typesIn(again)).toEqual(['hello', 'call.missed', 'call.missed_too'])
  expect((await read({ 'last-event-id': 'yesterday' })).response.status).toBe(400)
})

test('one key has ten streams, and those that were closed do not count', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, () => read()))
  expect(all.map(({ response }) => response.status)).toEqual(Array(10).fill(200))
  expect((await read()).response.status).toBe(429)
  expect((await read({ authorization: 'Bearer scopes:events:*' })).response.status).toBe(200)
  for (const control of reading) control.abort()
  await eventually('there is room again', async () => (await read()).response.status === 200)
})

test('a hub that stops lets go of its readers', async () => {
  const feed = new EventFeed({ database })
  const { app } = testApp({ routes: eventFeedRoutes(feed), database })
  const stopping = new HttpServer({ handler: app.handler, log: silentLogger })
  const { port } = await stopping.listen({ host: '127.0.0.1', port: 0 })
  const headers = { authorization: 'Bearer scopes:events:read' }
  const response = await fetch(`http://127.0.0.1:${port}/v1/events/stream`, { headers })
  const ended = response.text().catch(() => 'cut')
  const startedAt = performance.now()
  await stopping.drain(5_000)
  await ended
  expect(performance.now() - startedAt).toBeLessThan(4_000)
})
