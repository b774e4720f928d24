import type { Clock } from '../clock.ts'
import type { Tx } from '../db/tx.ts'
import { newId } from '../ids.ts'
import type { JobSink, JobWaker, NewJob } from './job.ts'
import { LONGEST_REASON } from './job-ledger.ts'

const ADD = `insert into jobs (id, tenant_id, kind, payload, unique_key, priority, run_at, wake_at, trace)
  select id, tenant_id, kind, payload, unique_key, priority, run_at, clock_timestamp() + make_interval(secs => waits), trace
  from jsonb_to_recordset($1::jsonb) as job
    (id uuid, tenant_id uuid, kind text, payload jsonb, unique_key text, priority smallint, run_at timestamptz, waits float8, trace text)
  order by unique_key
  on conflict (kind, unique_key) where unique_key is not null do nothing`

const WAKE = `update jobs set run_at = $1, wake_at = clock_timestamp(), handed_out_at = null
  where id = any (array(
    select id from jobs where state = 'waiting' and run_at > $1 and last_error = $2 for update skip locked))`

export interface JobQueueOptions {
  clock: Clock
  /** Called after each commit that added jobs: wakes the courier of this process. Must not throw or wait. */
  poke: () => void
  /** The W3C trace of the request at work, stored so that the run continues it. */
  trace?: () => string | undefined
}

/** Writes jobs as rows in the caller's transaction: a rolled back use case leaves no job, a committed one loses none. */
export class JobQueue implements JobSink, JobWaker {
  readonly #options: JobQueueOptions

  constructor(options: JobQueueOptions) {
    this.#options = options
  }

  async add(tx: Tx, jobs: readonly NewJob[]): Promise<void> {
    if (jobs.length === 0) return
    const rows = jobs.map((job) => this.#rowOf(job))
    tx.runAtCommit({ name: 'jobs-add', text: ADD, values: [JSON.stringify(rows)] })
    tx.afterCommit(this.#options.poke)
  }

  async wake(tx: Tx, why: string): Promise<void> {
    const now = new Date(this.#options.clock.now())
    await tx.run({ name: 'jobs-wake', text: WAKE, values: [now, why.slice(0, LONGEST_REASON)] })
    tx.afterCommit(this.#options.poke)
  }

  #rowOf(job: NewJob): Record<string, unknown> {
    const { clock, trace } = this.#options
    const now = clock.now()
    const runAt = job.runAt ?? now
    return {
      id: newId(),
      tenant_id: job.tenantId,
      kind: job.kind,
      payload: job.payload,
      unique_key: job.uniqueKey ?? null,
      priority: job.priority ?? 0,
      run_at: new Date(runAt),
      waits: Math.max(0, runAt - now) / 1_000,
      trace: trace?.() ?? null,
    }
  }
}
