import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { sweepOnce } from '../retention/testing/sweep-once.ts'
import { jobRetention } from './job-retention.ts'
import { JobWorld } from './testing/job-world.ts'

let world: JobWorld

beforeAll(async () => {
  world = await JobWorld.open()
})
beforeEach(() => world.database.asCourier((tx) => tx.run({ text: 'delete from jobs' })))
afterAll(() => world.close())

const sweep = () => sweepOnce(jobRetention(world.database, { jobs: 7, givenUp: 90 }), { limit: 500 })

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

test('finished jobs go after their days, given-up ones later', async () => {
  for (const state of ['done', 'cancelled', 'failed', 'quarantined']) {
    for (const days of [6, 8, 91]) await addEnded(state, days)
  }
  expect(await sweep()).toEqual({ jobs: 4, 'given-up jobs': 2 })
  expect(await kindsLeft()).toEqual([
    'cancelled 6',
    'done 6',
    'failed 6',
    'failed 8',
    'quarantined 6',
    'quarantined 8',
  ])
})

test('a job that has not ended stays, however old it is', async () => {
  await world.add({ kind: 'waiting' }, { kind: 'running' })
  const text = `update jobs set created_at = now() - interval '9 years', run_at = now() - interval '9 years',
    state = kind`
  await world.database.asCourier((tx) => tx.run({ text }))
  expect(await sweep()).toEqual({ jobs: 0, 'given-up jobs': 0 })
  expect(await kindsLeft()).toEqual(['running', 'waiting'])
})

test('more than one batch is deleted, also where thousands ended at the same instant', async () => {
  await world.add(...Array.from({ length: 1_200 }, () => ({ kind: 'many' })))
  const text = "update jobs set state = 'done', finished_at = now() - interval '8 days'"
  await world.database.asCourier((tx) => tx.run({ text }))
  expect(await sweep()).toMatchObject({ jobs: 1_200 })
  expect(await kindsLeft()).toEqual([])
})
