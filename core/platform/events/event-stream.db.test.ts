import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { Database } from '../db/database.ts'
import { newId } from '../ids.ts'
import { eventually } from '../jobs/testing/eventually.ts'
import { silentLogger } from '../log/logger.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import type { StoredEvent } from './event.ts'
import { EventBus } from './event-bus.ts'
import type { EventConsumer } from './event-consumer.ts'
import { EventRelay } from './event-relay.ts'
import { EventStream } from './event-stream.ts'
import { NotificationListener } from './notification-listener.ts'

const tenantId = newId()

let urls: TestDatabase
let database: Database
let relay: EventRelay
let bus: EventBus
const streams: EventStream[] = []

beforeAll(async () => {
  urls = await createTestDatabase()
  database = new Database({ url: urls.appUrl, poolSize: 10, log: silentLogger })
  relay = new EventRelay({ database, log: silentLogger })
  bus = new EventBus({ poke: () => relay.poke() })
  relay.start()
})
afterEach(() => Promise.all(streams.splice(0).map((stream) => stream.stop())))
afterAll(async () => {
  await relay.stop()
  await database.close()
  await urls.drop()
})

/** What one process does at its start. */
function startStream(...consumers: EventConsumer[]): EventStream {
  const listener = new NotificationListener({ url: urls.appUrl, log: silentLogger })
  const stream = new EventStream({ database, listener, log: silentLogger })
  for (const consumer of consumers) stream.subscribe(consumer)
  stream.start()
  streams.push(stream)
  return stream
}

async function append(...names: string[]): Promise<void> {
  const events = names.map((name) => ({
    tenantId,
    aggregate: 'thing',
    aggregateId: newId(),
    version: 1,
    type: 'thing.changed',
    payload: { name },
    occurredAt: 0,
  }))
  await database.inTenant(tenantId, (tx) => bus.append(tx, events))
}

const allStamped = () =>
  eventually('all is stamped', async () => {
    const query = { text: 'select 1 from events where position is null limit 1' }
    return (await database.asCourier((tx) => tx.run(query))) === 0
  })

const namesOf = (events: readonly StoredEvent[]) => events.map(({ payload }) => String(payload.name))

function noting(name: string, from: 'beginning' | 'now' = 'now') {
  const seen: string[] = []
  const handle = async (events: readonly StoredEvent[]) => void seen.push(...namesOf(events))
  return { seen, consumer: { name, reach: 'once', from, handle } satisfies EventConsumer }
}

/** A durable consumer that is new begins where the stream ends at its first look. */
async function knownConsumer(name: string): Promise<void> {
  await eventually('the cursor exists', async () => {
    const query = { text: 'select 1 from event_cursors where consumer = $1', values: [name] }
    return (await database.asCourier((tx) => tx.run(query))) === 1
  })
}

test('a consumer is told of each event once, in order and soon', async () => {
  const { seen, consumer } = noting('soon')
  startStream(consumer)
  await knownConsumer('soon')
  const startedAt = performance.now()
  await append('a', 'b')
  await eventually('both came', () => seen.length === 2)
  expect(performance.now() - startedAt).toBeLessThan(900)
  await append('c')
  await eventually('the third came', () => seen.length === 3)
  await sleep(1_200)
  expect(seen).toEqual(['a', 'b', 'c'])
})

test('a new consumer begins with all of history or with what comes, as it says', async () => {
  await append('history')
  await allStamped()
  const all = noting('from the beginning', 'beginning')
  const later = noting('from now on')
  startStream(all.consumer, later.consumer)
  await eventually('history came', () => all.seen.includes('history'))
  await knownConsumer('from now on')
  await append('news')
  await eventually('news came', () => later.seen.length > 0 && all.seen.includes('news'))
  expect(later.seen).toEqual(['news'])
})

test('a consumer goes on after a restart where it stopped', async () => {
  const first = noting('restarting')
  const stream = startStream(first.consumer)
  await knownConsumer('restarting')
  await append('before')
  await eventually('it came', () => first.seen.length === 1)
  await stream.stop()
  await append('meanwhile')
  await allStamped()
  const second = noting('restarting')
  startStream(second.consumer)
  await eventually('it came as well', () => second.seen.length === 1)
  expect([first.seen, second.seen]).toEqual([['before'], ['meanwhile']])
})

test('events that could not be handled come again, in order, and others do not wait for it', async () => {
  const seen: string[] = []
  let failures = 0
  const failing: EventConsumer = {
    name: 'failing',
    reach: 'once',
    from: 'now',
    async handle(events) {
      if (++failures <= 2) throw new Error('not now')
      seen.push(...namesOf(events))
    },
  }
  const other = noting('beside the failing one')
  const stream = startStream(failing, other.consumer)
  await knownConsumer('failing')
  await knownConsumer('beside the failing one')
  await append('x', 'y')
  await eventually('the other has them', () => other.seen.length === 2)
  await eventually('the stream says which one is stuck', () => stream.failure?.includes('failing') === true)
  await eventually('it has them', () => seen.length === 2)
  expect(seen).toEqual(['x', 'y'])
  await eventually('all is well', () => stream.failure === null)
})

test('in two processes one of them is told of an event', async () => {
  const one = noting('shared')
  const other = noting('shared')
  startStream(one.consumer)
  startStream(other.consumer)
  await knownConsumer('shared')
  for (let n = 0; n < 12; n += 1) {
    await append(`e${n}`)
    await sleep(40)
  }
  await eventually('all came', () => one.seen.length + other.seen.length >= 12)
  await sleep(1_200)
  expect([...one.seen, ...other.seen].toSorted()).toEqual(
    Array.from({ length: 12 }, (_, n) => `e${n}`).toSorted(),
  )
})

test('a process that reads for a consumer and dies is followed by another', async () => {
  await database.asCourier((tx) =>
    tx.run({
      text: `insert into event_cursors (consumer, position, lease_until)
        values ('orphaned', (select max(position) from events), clock_timestamp() + interval '1 second')`,
    }),
  )
  await append('left behind')
  const heir = noting('orphaned')
  startStream(heir.consumer)
  await eventually('the heir has it', () => heir.seen.length === 1)
  expect(heir.seen).toEqual(['left behind'])
})

test('what must reach every process does, from its start on', async () => {
  await append('before the start')
  await allStamped()
  const seen: string[][] = [[], []]
  for (const names of seen) {
    const handle = async (events: readonly StoredEvent[]) => void names.push(...namesOf(events))
    startStream({ name: 'cache', reach: 'every process', handle, onBreak() {} })
  }
  await sleep(300)
  await append('change')
  await eventually('both heard', () => seen.every((names) => names.length > 0))
  expect(seen).toEqual([['change'], ['change']])
})

test('a process that cannot read the stream is told that what it keeps may be stale', async () => {
  let breaks = 0
  const away = new Database({
    url: urls.appUrl.replace(/@[^/]+/, '@127.0.0.1:1'),
    poolSize: 1,
    log: silentLogger,
  })
  const listener = new NotificationListener({ url: urls.appUrl, log: silentLogger })
  const stream = new EventStream({ database: away, listener, log: silentLogger })
  stream.subscribe({
    name: 'cache',
    reach: 'every process',
    handle: async () => {},
    onBreak: () => void ++breaks,
  })
  stream.start()
  streams.push(stream)
  await eventually('it is told', () => breaks > 0)
  await away.close()
})
