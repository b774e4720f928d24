// The hub's own runner and couriers with a job that does nothing. Takes one order after the other.
import { systemClock } from '../../core/platform/clock.ts'
import { Database } from '../../core/platform/db/database.ts'
import { createCourier } from '../../core/platform/jobs/create-courier.ts'
import { JobQueue } from '../../core/platform/jobs/job-queue.ts'
import { silentLogger } from '../../core/platform/log/logger.ts'
import type { JobsOrder, JobsResult } from '../yardsticks/bull-process.ts'

const KIND = 'bench.noop'
const POOL = 10
const BATCH = 1_000

async function run(order: JobsOrder): Promise<JobsResult> {
  const { databaseUrl, redisUrl, jobs, places } = order
  const database = new Database({ url: databaseUrl, poolSize: POOL, log: silentLogger })
  await insert(database, jobs)
  const { promise, resolve } = Promise.withResolvers<void>()
  let left = jobs
  const courier = await createCourier({
    database,
    databaseUrl,
    redisUrl,
    clock: systemClock,
    log: silentLogger,
    handlers: [{ kind: KIND, concurrency: places, run: async () => ({ is: 'done' }) }],
    onOutcome: () => {
      left -= 1
      if (left === 0) resolve()
    },
  })
  const begun = performance.now()
  await courier.start()
  await promise
  const seconds = (performance.now() - begun) / 1_000
  await courier.stop(5_000)
  await database.close()
  return { seconds }
}

async function insert(database: Database, jobs: number): Promise<void> {
  const queue = new JobQueue({ clock: systemClock, poke: () => {} })
  for (let made = 0; made < jobs; made += BATCH) {
    const some = Array.from({ length: Math.min(BATCH, jobs - made) }, () => ({
      kind: KIND,
      tenantId: null,
      payload: {},
    }))
    await database.asCourier((tx) => queue.add(tx, some))
  }
}

process.on('message', (order: JobsOrder) => {
  void run(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
