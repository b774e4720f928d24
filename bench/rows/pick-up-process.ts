// How soon an idle worker begins with a job that another process has committed. Takes one order after the other.
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../../core/platform/clock.ts'
import { Database } from '../../core/platform/db/database.ts'
import { EventRelay } from '../../core/platform/events/event-relay.ts'
import { createCourier } from '../../core/platform/jobs/create-courier.ts'
import { JobQueue } from '../../core/platform/jobs/job-queue.ts'
import { silentLogger } from '../../core/platform/log/logger.ts'

export interface PickUpOrder {
  databaseUrl: string
  redisUrl: string | undefined
  /** One after the other, each when the last was done and the worker was idle again. */
  jobs: number
}

/** Milliseconds from the commit to the begin of the run. */
export interface PickUpResult {
  times: number[]
}

const KIND = 'bench.pick-up'
const POOL = 4
/** Milliseconds between two jobs, give or take: the worker's own rounds must not always fall on the same moment. */
const REST = { least: 30, spread: 60 }

async function run({ databaseUrl, redisUrl, jobs }: PickUpOrder): Promise<PickUpResult> {
  await using undo = new AsyncDisposableStack()
  const connect = () => {
    const database = new Database({ url: databaseUrl, poolSize: POOL, log: silentLogger })
    undo.defer(() => database.close())
    return database
  }
  let begun: (at: number) => void = () => {}
  const courier = await createCourier({
    database: connect(),
    databaseUrl,
    redisUrl,
    clock: systemClock,
    log: silentLogger,
    handlers: [
      {
        kind: KIND,
        async run() {
          begun(performance.now())
          return { is: 'done' }
        },
      },
    ],
    onOutcome: () => {},
  })
  undo.defer(() => courier.stop(5_000))
  await courier.start()
  // The other process: it adds jobs, runs none, and tells of them as an api process does.
  const elsewhere = connect()
  const relay = new EventRelay({ database: elsewhere, log: silentLogger })
  undo.defer(() => relay.stop())
  relay.start()
  const queue = new JobQueue({ clock: systemClock, poke: () => relay.pokeJobs() })
  const job = { kind: KIND, tenantId: null, payload: {} }
  const times: number[] = []
  for (let made = 0; made < jobs; made += 1) {
    await sleep(REST.least + Math.random() * REST.spread)
    const began = new Promise<number>((resolve) => {
      begun = resolve
    })
    await elsewhere.asCourier((tx) => queue.add(tx, [job]))
    const committed = performance.now()
    times.push(Math.max(0, (await began) - committed))
  }
  return { times }
}

process.on('message', (order: PickUpOrder) => {
  void run(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
