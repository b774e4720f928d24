// A worker that needs a second for each delivery: what comes in faster than that piles up. Works until it is stopped.
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../../core/platform/clock.ts'
import { Database } from '../../core/platform/db/database.ts'
import { createCourier } from '../../core/platform/jobs/create-courier.ts'
import { silentLogger } from '../../core/platform/log/logger.ts'

export interface SlowWorkerOrder {
  databaseUrl: string
}

/** Milliseconds, and as many at once as a hub has. */
const EACH = 1_000
const PLACES = 8

async function begin({ databaseUrl }: SlowWorkerOrder): Promise<object> {
  const database = new Database({ url: databaseUrl, poolSize: PLACES, log: silentLogger })
  const courier = await createCourier({
    database,
    databaseUrl,
    clock: systemClock,
    log: silentLogger,
    handlers: [
      {
        kind: 'inbox.process',
        concurrency: PLACES,
        async run() {
          await sleep(EACH)
          return { is: 'done' }
        },
      },
    ],
    onOutcome: () => {},
  })
  await courier.start()
  return {}
}

process.on('message', (order: SlowWorkerOrder) => {
  void begin(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
