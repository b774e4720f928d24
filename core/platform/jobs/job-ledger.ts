import type { Database } from '../db/database.ts'
import { GatheredWrites } from '../db/gathered-writes.ts'
import type { Tx } from '../db/tx.ts'
import type { GivenUpJob, OnGivenUp } from './job.ts'
import type { ClaimedJob } from './job-claims.ts'
import type { Settlement } from './settlement.ts'

/** Characters of what is kept of a reason. */
export const LONGEST_REASON = 1_000

type Held = Pick<ClaimedJob, 'id' | 'token'>

/** What a run came to. */
export interface Report {
  job: GivenUpJob
  settlement: Settlement
  /** Epoch milliseconds of the business clock: what the settlement went by. */
  now: number
}

const REPORTS_AT_ONCE = 500

/**
 * The rows that are named, each looked up by its key, however wrong the statistics are: next to no job has a lease while
 * they are taken. So the arrays are hidden from the planner, which then takes them for short, and the state, which is
 * `running` where there is a lease, is not asked for: its index looks even shorter.
 */
const unnested = (...arrays: string[]) => `unnest(${arrays.map((array) => `(select ${array})`).join(', ')})`
const IS_HELD = 'jobs.id = held.id and jobs.token = held.token and jobs.lease_until is not null'

const RENEW = `update jobs set lease_until = clock_timestamp() + make_interval(secs => $1)
  from ${unnested('$2::uuid[]', '$3::bigint[]')} as held (id, token) where ${IS_HELD} returning jobs.id`

/** A report proves that the job does not kill its runner: the count of crashes begins anew. */
const REPORT = `update jobs set
    state = held.state, run_at = coalesce(held.run_at, jobs.run_at),
    wake_at = clock_timestamp() + make_interval(secs => held.waits), attempts = jobs.attempts - held.uncounted, crashes = 0,
    last_error = held.error, lease_until = null, handed_out_at = null,
    finished_at = case when held.state = 'waiting' then null else clock_timestamp() end
  from ${unnested('$1::uuid[]', '$2::bigint[]', '$3::text[]', '$4::timestamptz[]', '$5::int[]', '$6::text[]', '$7::float8[]')}
    as held (id, token, state, run_at, uncounted, error, waits)
  where ${IS_HELD} returning jobs.id, jobs.token`

/**
 * The new token keeps the handler, which may still be at work, from reporting. A suspect that was on trial is to be tried
 * again: whoever claims it next runs others beside it.
 */
const GIVE_BACK = `update jobs set
    state = 'waiting', attempts = attempts - 1, crashes = least(crashes, 1), token = jobs.token + 1, lease_until = null, handed_out_at = null
  from ${unnested('$1::uuid[]', '$2::bigint[]')} as held (id, token) where ${IS_HELD}`

/** What the holder of a lease may write. Every statement names the token: from a runner that lost it, nothing counts. */
export class JobLedger {
  readonly #database: Database
  readonly #leaseMs: number
  readonly #onGivenUp: OnGivenUp | undefined
  readonly #reports: GatheredWrites<Report, boolean>

  constructor(database: Database, leaseMs: number, onGivenUp?: OnGivenUp) {
    this.#database = database
    this.#leaseMs = leaseMs
    this.#onGivenUp = onGivenUp
    this.#reports = new GatheredWrites({
      most: REPORTS_AT_ONCE,
      size: () => 1,
      mostSize: REPORTS_AT_ONCE,
      lanes: 2,
      write: (reports) => this.#write(reports),
    })
  }

  /** The ids whose lease is still this process's, and is now longer. */
  async renew(held: readonly Held[]): Promise<Set<string>> {
    const values = [this.#leaseMs / 1_000, held.map(({ id }) => id), held.map(({ token }) => token)]
    const kept = await this.#database.asCourier((tx) =>
      tx.rows<{ id: string }>({ name: 'jobs-renew', text: RENEW, values }),
    )
    return new Set(kept.map(({ id }) => id))
  }

  /** False when the lease was lost: then nothing was changed. What is reported at the same time is written at once. */
  report(report: Report): Promise<boolean> {
    return this.#reports.add(report)
  }

  /** Lets others run these at once, as if they had never been started here. */
  async giveBack(held: readonly Held[]): Promise<void> {
    const values = [held.map(({ id }) => id), held.map(({ token }) => token)]
    await this.#database.asCourier((tx) => tx.run({ name: 'jobs-give-back', text: GIVE_BACK, values }))
  }

  #write(reports: readonly Report[]): Promise<boolean[]> {
    return this.#database.asCourier(async (tx) => {
      const changed = await tx.rows<Held>({ name: 'jobs-report', text: REPORT, values: columnsOf(reports) })
      const tokens = new Map(changed.map(({ id, token }) => [id, token]))
      const kept = reports.map(({ job }) => tokens.get(job.id) === job.token)
      await this.#tellOf(
        tx,
        reports.filter((_, at) => kept[at]),
      )
      return kept
    })
  }

  async #tellOf(tx: Tx, reports: readonly Report[]): Promise<void> {
    const givenUp = reports.filter(({ settlement }) => settlement.state === 'failed')
    if (givenUp.length > 0)
      await this.#onGivenUp?.(
        tx,
        givenUp.map(({ job }) => job),
      )
  }
}

function columnsOf(reports: readonly Report[]): unknown[][] {
  const rows = reports.map(({ job, settlement, now }) => {
    const again = settlement.state === 'waiting' ? settlement : undefined
    return {
      id: job.id,
      token: job.token,
      state: settlement.state,
      runAt: again ? new Date(again.runAt) : null,
      uncounted: again && !again.counts ? 1 : 0,
      error: settlement.error?.slice(0, LONGEST_REASON) ?? null,
      waits: again ? Math.max(0, again.runAt - now) / 1_000 : 0,
    }
  })
  const columns = ['id', 'token', 'state', 'runAt', 'uncounted', 'error', 'waits'] as const
  return columns.map((column) => rows.map((row) => row[column]))
}
