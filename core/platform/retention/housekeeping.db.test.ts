import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { JobRun } from '../jobs/job.ts'
import { jobRetention } from '../jobs/job-retention.ts'
import { JobWorld } from '../jobs/testing/job-world.ts'
import { silentLogger } from '../log/logger.ts'
import { rowsOf } from '../testing/database-rows.ts'
import type { Forgettable } from './forgettable.ts'
import { housekeepingJobs } from './housekeeping.ts'

let world: JobWorld

beforeAll(async () => {
  world = await JobWorld.open()
})
afterAll(() => world.close())

function keepHouse(forgettable: readonly Forgettable[], budget?: number) {
  const [job] = housekeepingJobs({
    forgettable,
    tenantIds: async () => [],
    ...(budget === undefined ? {} : { budget }),
  })
  const run = { signal: new AbortController().signal, log: silentLogger } as JobRun
  return job?.run(run)
}

const batches = (rows: number, count: number, name = 'a table') => {
  const seen = { name, told: 0 }
  async function* each() {
    for (; seen.told < count; seen.told += 1) {
      await sleep(5)
      yield rows
    }
  }
  return Object.assign(seen, { batches: each })
}

test('a table with more than its time allows does not take that of the others', async () => {
  const [endless, other] = [batches(1_000, Infinity), batches(10, 3)]
  expect(await keepHouse([endless, other], 1_000)).toEqual({ is: 'done' })
  expect(other.told).toBe(3)
})

test('a table that cannot be swept does not keep the others, and the run is told as failed', async () => {
  const broken: Forgettable = {
    name: 'broken',
    batches() {
      throw new Error('no such table')
    },
  }
  const other = batches(10, 3)
  await expect(keepHouse([broken, other])).rejects.toThrow('1 tables could not be swept')
  expect(other.told).toBe(3)
})

/** How many jobs were inserted, one after the other, before `work` had ended. */
async function insertsDuring(work: Promise<unknown>): Promise<number> {
  let running = true
  void work.finally(() => {
    running = false
  })
  let count = 0
  for (; running; count += 1) {
    await world.add({ kind: 'written meanwhile', uniqueKey: `${count}` })
    await sleep(5)
  }
  return count
}

test('whoever writes goes on while 100,000 rows are deleted', async () => {
  await rowsOf(
    world.urls,
    `insert into jobs (id, kind, payload, unique_key, state, run_at, finished_at)
      select gen_random_uuid(), 'old', '{}', n::text, 'done', now(), now() - interval '20 days' + n * interval '1 ms'
      from generate_series(1, 100000) n`,
  )
  const written = await insertsDuring(
    Promise.resolve(keepHouse(jobRetention(world.database, { jobs: 14, givenUp: 90 }), 170_000)),
  )
  const left = await rowsOf(world.urls, `select count(*)::int as n from jobs where kind = 'old'`)
  expect(left).toEqual([{ n: 0 }])
  // A writer that had to wait for the whole purge would get in once or twice.
  expect(written).toBeGreaterThan(50)
}, 180_000)
