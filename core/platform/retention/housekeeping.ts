import { setTimeout as sleep } from 'node:timers/promises'
import type { JobHandler, JobRun, Tick } from '../jobs/job.ts'
import type { Forgettable, Sweep } from './forgettable.ts'

export interface HousekeepingParts {
  forgettable: readonly Forgettable[]
  tenantIds: () => Promise<string[]>
  /** Milliseconds that one table may take in one run; default one minute. */
  budget?: number
}

/** Small, so that no statement holds locks or dirties pages for long. */
const BATCH = 1_000
/** Milliseconds. What is left after it is deleted in the next hour. */
const BUDGET = 60_000

/** Every hour rather than once a night: a day's rows in 24 small portions. */
export const housekeepingTicks = (): Tick[] => [
  {
    name: 'housekeeping',
    cron: '0 23 * * * *',
    jobs: (slot) => [{ kind: 'housekeeping', tenantId: null, payload: {}, uniqueKey: slot }],
  },
]

/** Forgets what the policy says. Each table has time of its own, and one that fails does not keep the others. */
export function housekeepingJobs({
  forgettable,
  tenantIds,
  budget = BUDGET,
}: HousekeepingParts): JobHandler[] {
  return [
    {
      kind: 'housekeeping',
      maxAttempts: 3,
      timeout: budget * forgettable.length + 60_000,
      async run({ signal, log }) {
        const sweep = { limit: BATCH, tenantIds: await tenantIds(), signal }
        const failed: unknown[] = []
        for (const one of forgettable) {
          await forget(one, { sweep, budget, log }).catch((error: unknown) => failed.push(error))
          signal.throwIfAborted()
        }
        if (failed.length > 0) throw new AggregateError(failed, `${failed.length} tables could not be swept`)
        return { is: 'done' }
      },
    },
  ]
}

/** Rests as long as each batch took: those who write at the same time have the disk for half of the time at least. */
async function forget(
  { name, batches }: Forgettable,
  { sweep, budget, log }: { sweep: Sweep; budget: number; log: JobRun['log'] },
): Promise<void> {
  const end = performance.now() + budget
  let [rows, begun] = [0, performance.now()]
  let complete = true
  for await (const deleted of batches(sweep)) {
    rows += deleted
    if (performance.now() > end || sweep.signal.aborted) {
      complete = false
      break
    }
    if (deleted > 0) await sleep(performance.now() - begun)
    begun = performance.now()
  }
  if (rows > 0) log.info({ table: name, rows, complete }, 'old rows were deleted')
}
