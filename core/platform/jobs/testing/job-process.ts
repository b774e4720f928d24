// A process with a courier, for tests that kill or freeze one. Told what to do by its first argument (JSON); tells
// what happens as one line of JSON each on stdout.
import { flushCompileCache } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../../clock.ts'
import { Database } from '../../db/database.ts'
import { silentLogger } from '../../log/logger.ts'
import { createCourier } from '../create-courier.ts'
import type { JobHandler, JobOutcome, JobRun } from '../job.ts'
import type { LeaseTimes } from '../lease-keeper.ts'

export interface JobProcessPlan {
  databaseUrl: string
  redisUrl?: string | undefined
  namespace: string
  lease: LeaseTimes
}

export type JobProcessLine =
  | { is: 'ready' }
  | { is: 'run'; id: string; kind: string; attempt: number }
  | { is: 'outcome'; kind: string; result: string }

const plan = JSON.parse(process.argv[2] ?? '{}') as JobProcessPlan
const tell = (line: JobProcessLine) => process.stdout.write(`${JSON.stringify(line)}\n`)

const done: JobOutcome = { is: 'done' }

const behaviours: Record<string, (run: JobRun) => Promise<JobOutcome>> = {
  'child.done': async () => done,
  'child.abort': () => process.abort(),
  'child.hang-once': ({ attempt }) => (attempt === 1 ? new Promise(() => {}) : Promise.resolve(done)),
  'child.sleep': async ({ payload }) => {
    await sleep(Number(payload.ms))
    return done
  },
}

const handlers: JobHandler[] = Object.entries(behaviours).map(([kind, work]) => ({
  kind,
  run: async (run) => {
    tell({ is: 'run', id: run.id, kind, attempt: run.attempt })
    return work(run)
  },
}))

const database = new Database({ url: plan.databaseUrl, poolSize: 4, log: silentLogger })
const courier = await createCourier({
  ...plan,
  database,
  handlers,
  clock: systemClock,
  log: silentLogger,
  onOutcome: (kind, result) => tell({ is: 'outcome', kind, result }),
})
await courier.start()
// It would be kept at the end, which most of these are not left.
flushCompileCache()
tell({ is: 'ready' })
