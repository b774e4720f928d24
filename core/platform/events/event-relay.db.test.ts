import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Database } from '../db/database.ts'
import type { Tx } from '../db/tx.ts'
import { newId } from '../ids.ts'
import { eventually } from '../jobs/testing/eventually.ts'
import { silentLogger } from '../log/logger.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import { JOBS_CHANNEL } from './channels.ts'
import type { NewEvent } from './event.ts'
import { EventBus } from './event-bus.ts'
import { EventReader } from './event-reader.ts'
import { EventRelay } from './event-relay.ts'
import { NotificationListener } from './notification-listener.ts'

const tenantId = newId()

let urls: TestDatabase
let database: Database
let relays: EventRelay[]
let bus: EventBus
let reader: EventReader

beforeAll(async () => {
  urls = await createTestDatabase()
  database = new Database({ url: urls.appUrl, poolSize: 15, log: silentLogger })
  // As in two processes.
  relays = [1, 2].map(() => new EventRelay({ database, log: silentLogger }))
  bus = new EventBus({ poke: () => relays[0]?.poke(), trace: () => 'trace-1' })
  reader = new EventReader(database)
  for (const relay of relays) relay.start()
})
beforeEach(async () => {
  await allStamped()
  start = await reader.end()
})
afterAll(async () => {
  await Promise.all(relays.map((relay) => relay.stop()))
  await database.close()
  await urls.drop()
})

const allStamped = () =>
  eventually('all is stamped', async () => {
    const query = { text: 'select 1 from events where position is null limit 1' }
    return (await database.asCourier((tx) => tx.run(query))) === 0
  })

/** Where the stream ended before the test. */
let start = 0

const event = (name: string, more: Partial<NewEvent> = {}): NewEvent => ({
  tenantId,
  aggregate: 'thing',
  aggregateId: newId(),
  version: 1,
  type: 'thing.changed',
  payload: { name },
  occurredAt: 1_700_000_000_123,
  ...more,
})

const append = (...events: NewEvent[]) => database.inTenant(tenantId, (tx) => bus.append(tx, events))

/** Reads as a client does, with a cursor, until `count` have come. */
async function follow(count: number): Promise<string[]> {
  const names: string[] = []
  let cursor = start
  const page = async () => {
    const events = await reader.readEvents([tenantId], cursor, 3)
    for (const { position, payload } of events) {
      expect(position).toBeGreaterThan(cursor)
      cursor = position
      names.push(String(payload.name))
    }
    return events.length
  }
  await eventually(`${count} events`, async () => {
    while ((await page()) > 0);
    return names.length >= count
  })
  return names
}

test('an event comes back as it was written, with a position', async () => {
  const written = event('whole', { version: 7 })
  await append(written)
  await follow(1)
  const [stored] = await reader.readEvents([tenantId], start, 1)
  expect(stored).toEqual({ ...written, id: expect.any(String), position: expect.any(Number) })
})

test('the trace of the request is stored', async () => {
  await append(event('traced'))
  const query = { text: `select trace from events where payload ->> 'name' = 'traced'` }
  expect(await database.inTenant(tenantId, (tx) => tx.rows(query))).toEqual([{ trace: 'trace-1' }])
})

test('a rolled back transaction leaves no event', async () => {
  const failing = database.inTenant(tenantId, async (tx) => {
    await bus.append(tx, [event('never')])
    throw new Error('the use case failed')
  })
  await expect(failing).rejects.toThrow('the use case failed')
  await append(event('after'))
  expect(await follow(1)).toEqual(['after'])
})

test('nobody can rewrite history or write into that of another tenant', async () => {
  const rewrite = database.inTenant(tenantId, (tx) => tx.run({ text: `update events set type = 'other'` }))
  await expect(rewrite).rejects.toThrow(/permission denied/)
  const foreign = database.inTenant(tenantId, (tx) => bus.append(tx, [event('x', { tenantId: newId() })]))
  await expect(foreign).rejects.toThrow(/row-level security/)
})

/** A transaction that stays open until told. */
function openTransaction(...events: NewEvent[]) {
  let commit = () => {}
  let written = () => {}
  const told = new Promise<void>((resolve) => {
    commit = resolve
  })
  const isWritten = new Promise<void>((resolve) => {
    written = resolve
  })
  const committed = database.inTenant(tenantId, async (tx: Tx) => {
    await bus.append(tx, events)
    written()
    await told
  })
  return {
    isWritten,
    commit: async () => {
      commit()
      await committed
    },
  }
}

test('of two transactions with crossed commits a reader sees both', async () => {
  const early = openTransaction(event('written first, committed last'))
  await early.isWritten
  const late = openTransaction(event('written last, committed first'))
  await late.isWritten
  await late.commit()
  expect(await follow(1)).toEqual(['written last, committed first'])
  await sleep(300)
  await early.commit()
  expect(await follow(2)).toEqual(['written last, committed first', 'written first, committed last'])
})

test('an event that is committed seconds late is not skipped by a reader that has gone on', async () => {
  const late = openTransaction(event('late'))
  await late.isWritten
  for (let n = 0; n < 8; n += 1) {
    await append(event(`early ${n}`))
    await sleep(150)
  }
  const before = await follow(8)
  expect(before).not.toContain('late')
  await late.commit()
  expect(await follow(9)).toEqual([...before, 'late'])
})

test('events of one call keep their order', async () => {
  const names = Array.from({ length: 600 }, (_, n) => `n${n}`)
  await append(...names.map((name) => event(name)))
  expect(await follow(600)).toEqual(names)
})

test('whatever many writers do at once, every event is seen once and each aggregate in its order', async () => {
  // Each writer changes its aggregate step by step, each step a transaction that lasts a random time.
  const steps = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 8 })
  const writers = fc.array(steps, { minLength: 2, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(writers, async (plans) => {
      await allStamped()
      start = await reader.end()
      const expected = plans.map((plan, writer) => plan.map((_, step) => `${writer}:${step}`))
      const following = follow(expected.flat().length)
      await Promise.all(
        plans.map(async (plan, writer) => {
          for (const [step, ms] of plan.entries()) {
            await database.inTenant(tenantId, async (tx) => {
              await bus.append(tx, [event(`${writer}:${step}`, { version: step + 1 })])
              await sleep(ms)
            })
          }
        }),
      )
      const seen = await following
      for (const [writer, names] of expected.entries()) {
        expect(seen.filter((name) => name.startsWith(`${writer}:`))).toEqual(names)
      }
      expect(seen).toHaveLength(expected.flat().length)
    }),
    { numRuns: 15 },
  )
}, 60_000)

test('a reader sees only its own tenants', async () => {
  const other = newId()
  const foreign = event('foreign', { tenantId: other })
  await database.inTenant(other, (tx) => bus.append(tx, [foreign]))
  await append(event('own'))
  expect(await follow(1)).toEqual(['own'])
  const both = await reader.readEvents([tenantId, other], start, 10)
  expect(both.map(({ payload }) => payload.name)).toEqual(['foreign', 'own'])
})

test('other processes are told of jobs', async () => {
  let told = 0
  const listener = new NotificationListener({ url: urls.appUrl, log: silentLogger })
  const count = () => void ++told
  listener.listen(JOBS_CHANNEL, { told: count, connected: count })
  listener.start()
  await eventually('it listens', () => told === 1)
  relays[0]?.pokeJobs()
  await eventually('it is told', () => told === 2)
  await listener.stop()
})
