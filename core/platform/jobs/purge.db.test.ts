import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { purge } from './purge.ts'
import { JobWorld } from './testing/job-world.ts'

const KEEP = { finishedJobs: 7, givenUpJobs: 90, idempotencyKeys: 2 }

let world: JobWorld

beforeAll(async () => {
  world = await JobWorld.open()
})
beforeEach(() => world.database.asCourier((tx) => tx.run({ text: 'delete from jobs' })))
afterAll(() => world.close())

async function addEnded(state: string, daysAgo: number): Promise<void> {
  const kind = `${state} ${daysAgo}`
  await world.add({ kind })
  const text = 'update jobs set state = $2, finished_at = now() - make_interval(days => $3) where kind = $1'
  await world.database.asCourier((tx) => tx.run({ text, values: [kind, state, daysAgo] }))
}

async function kindsLeft(): Promise<string[]> {
  const rows = await world.database.asCourier((tx) =>
    tx.rows<{ kind: string }>({ text: 'select kind from jobs' }),
  )
  return rows.map(({ kind }) => kind).toSorted()
}

test('finished jobs go after their days, given-up ones later, and unfinished ones never', async () => {
  for (const state of ['done', 'cancelled', 'failed', 'quarantined']) {
    for (const days of [6, 8, 91]) await addEnded(state, days)
  }
  await world.add({ kind: 'waiting' })
  expect(await purge(world.database, KEEP)).toEqual({ jobs: 6, idempotencyKeys: 0 })
  expect(await kindsLeft()).toEqual([
    'cancelled 6',
    'done 6',
    'failed 6',
    'failed 8',
    'quarantined 6',
    'quarantined 8',
    'waiting',
  ])
})

test('more than one batch is deleted', async () => {
  await world.add(...Array.from({ length: 1_200 }, () => ({ kind: 'many' })))
  const text = "update jobs set state = 'done', finished_at = now() - interval '8 days'"
  await world.database.asCourier((tx) => tx.run({ text }))
  expect(await purge(world.database, KEEP)).toMatchObject({ jobs: 1_200 })
  expect(await kindsLeft()).toEqual([])
})

test('old idempotency keys of every tenant go, young ones stay', async () => {
  const insert = `insert into idempotency_keys (tenant_id, key, fingerprint, created_at)
    values ($1, 'old', 'f', now() - interval '3 days'), ($1, 'young', 'f', now())`
  for (const tenant of [world.tenantId, '0190a000-0000-7000-8000-000000000001']) {
    await world.database.inTenant(tenant, (tx) => tx.run({ text: insert, values: [tenant] }))
  }
  expect(await purge(world.database, KEEP)).toEqual({ jobs: 0, idempotencyKeys: 2 })
  const left = await world.database.inTenant(world.tenantId, (tx) =>
    tx.rows({ text: 'select key from idempotency_keys' }),
  )
  expect(left).toEqual([{ key: 'young' }])
})
