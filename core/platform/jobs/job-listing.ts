import type { Clock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import type { Tx } from '../db/tx.ts'

export const jobStates = ['waiting', 'running', 'done', 'cancelled', 'failed', 'quarantined'] as const

export type JobState = (typeof jobStates)[number]

export interface ListedJob {
  id: string
  kind: string
  payload: Record<string, unknown>
  state: JobState
  priority: number
  attempts: number
  runAt: Date
  createdAt: Date
  finishedAt: Date | null
  lastError: string | null
}

export interface JobFilter {
  state?: JobState | undefined
  kind?: string | undefined
  /** Only jobs older than this one: an id. */
  before?: string | undefined
  limit: number
}

const COLUMNS = `id, kind, payload, state, priority, attempts, run_at as "runAt", created_at as "createdAt",
  finished_at as "finishedAt", last_error as "lastError"`

/** Ids are made in the order of time, so they are the cursor as well. */
const LIST = `select ${COLUMNS} from jobs
  where tenant_id = $1 and ($2::text is null or state = $2) and ($3::text is null or kind = $3)
    and ($4::uuid is null or id < $4)
  order by id desc limit $5`

/** The new token shuts out a runner that was taken for dead and wakes up later. */
const RETRY = `update jobs set
    state = 'waiting', attempts = 0, crashes = 0, token = token + 1, run_at = $3, wake_at = clock_timestamp(), handed_out_at = null, finished_at = null
  where tenant_id = $1 and id = $2 and state in ('failed', 'quarantined')
  returning ${COLUMNS}`

/** Why it was given up stays to be read. */
const DISMISS = `update jobs set state = 'cancelled', finished_at = clock_timestamp()
  where tenant_id = $1 and id = $2 and state in ('failed', 'quarantined')
  returning ${COLUMNS}`

export type GivenUpResult =
  | { is: 'settled'; job: ListedJob }
  | { is: 'unknown' }
  | { is: 'refused'; state: JobState }

export interface JobListingOptions {
  database: Database
  clock: Clock
  /** Wakes the courier, after commit. */
  poke: () => void
  /** In the transaction that starts a job again that was given up, or dismisses it. */
  onSettled?: (tx: Tx, tenantId: string, id: string) => Promise<void>
}

/** One tenant's own jobs, as people see them. */
export class JobListing {
  readonly #options: JobListingOptions

  constructor(options: JobListingOptions) {
    this.#options = options
  }

  /** Newest first. */
  list(tenantId: string, { state, kind, before, limit }: JobFilter): Promise<ListedJob[]> {
    const values = [tenantId, state ?? null, kind ?? null, before ?? null, limit]
    return this.#options.database.inTenant(tenantId, (tx) => tx.rows<ListedJob>({ text: LIST, values }))
  }

  /** Lets a job that was given up start again from its first attempt. */
  retry(tenantId: string, id: string): Promise<GivenUpResult> {
    const { clock, poke } = this.#options
    return this.#settle(tenantId, id, async (tx) => {
      const values = [tenantId, id, new Date(clock.now())]
      const job = await tx.first<ListedJob>({ text: RETRY, values })
      if (job) tx.afterCommit(poke)
      return job
    })
  }

  /** Nobody starts it again: it counts no more among those that somebody should look at. */
  dismiss(tenantId: string, id: string): Promise<GivenUpResult> {
    return this.#settle(tenantId, id, (tx) => tx.first<ListedJob>({ text: DISMISS, values: [tenantId, id] }))
  }

  #settle(
    tenantId: string,
    id: string,
    change: (tx: Tx) => Promise<ListedJob | undefined>,
  ): Promise<GivenUpResult> {
    const { database, onSettled } = this.#options
    return database.inTenant(tenantId, async (tx): Promise<GivenUpResult> => {
      const job = await change(tx)
      if (job) {
        await onSettled?.(tx, tenantId, id)
        return { is: 'settled', job }
      }
      const text = 'select state from jobs where tenant_id = $1 and id = $2'
      const found = await tx.first<{ state: JobState }>({ text, values: [tenantId, id] })
      return found ? { is: 'refused', state: found.state } : { is: 'unknown' }
    })
  }
}
