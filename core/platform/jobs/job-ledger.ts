import type { Database } from '../db/database.ts'
import type { GivenUpJob, OnGivenUp } from './job.ts'
import type { ClaimedJob } from './job-claims.ts'
import type { Settlement } from './settlement.ts'

/** Characters of what is kept of a reason. */
export const LONGEST_REASON = 1_000

type Held = Pick<ClaimedJob, 'id' | 'token'>

const RENEW = `update jobs set lease_until = clock_timestamp() + make_interval(secs => $1)
  from unnest($2::uuid[], $3::bigint[]) as held (id, token)
  where jobs.id = held.id and jobs.token = held.token and state = 'running'
  returning jobs.id`

/** A report proves that the job does not kill its runner: the count of crashes begins anew. */
const REPORT = `update jobs set
    state = $3, run_at = coalesce($4, run_at), wake_at = clock_timestamp() + make_interval(secs => $7), attempts = attempts - $5, crashes = 0, last_error = $6,
    lease_until = null, handed_out_at = null,
    finished_at = case when $3 = 'waiting' then null else clock_timestamp() end
  where id = $1 and token = $2 and state = 'running'`

/** The new token keeps the handler, which may still be at work, from reporting. */
const GIVE_BACK = `update jobs set
    state = 'waiting', attempts = attempts - 1, token = jobs.token + 1, lease_until = null, handed_out_at = null
  from unnest($1::uuid[], $2::bigint[]) as held (id, token)
  where jobs.id = held.id and jobs.token = held.token and state = 'running'`

/** What the holder of a lease may write. Every statement names the token: from a runner that lost it, nothing counts. */
export class JobLedger {
  readonly #database: Database
  readonly #leaseMs: number
  readonly #onGivenUp: OnGivenUp | undefined

  constructor(database: Database, leaseMs: number, onGivenUp?: OnGivenUp) {
    this.#database = database
    this.#leaseMs = leaseMs
    this.#onGivenUp = onGivenUp
  }

  /** The ids whose lease is still this process's, and is now longer. */
  async renew(held: readonly Held[]): Promise<Set<string>> {
    const values = [this.#leaseMs / 1_000, held.map(({ id }) => id), held.map(({ token }) => token)]
    const kept = await this.#database.asCourier((tx) =>
      tx.rows<{ id: string }>({ name: 'jobs-renew', text: RENEW, values }),
    )
    return new Set(kept.map(({ id }) => id))
  }

  /** False when the lease was lost: then nothing was changed. `now` is what the settlement went by. */
  async report(job: GivenUpJob, settlement: Settlement, now: number): Promise<boolean> {
    const { id, token } = job
    const again = settlement.state === 'waiting' ? settlement : undefined
    const runAt = again ? new Date(again.runAt) : null
    const uncounted = again && !again.counts ? 1 : 0
    const waits = again ? Math.max(0, again.runAt - now) / 1_000 : 0
    const error = settlement.error?.slice(0, LONGEST_REASON) ?? null
    const values = [id, token, settlement.state, runAt, uncounted, error, waits]
    return this.#database.asCourier(async (tx) => {
      const changed = await tx.run({ name: 'jobs-report', text: REPORT, values })
      if (changed === 1 && settlement.state === 'failed') await this.#onGivenUp?.(tx, [job])
      return changed === 1
    })
  }

  /** Lets others run these at once, as if they had never been started here. */
  async giveBack(held: readonly Held[]): Promise<void> {
    const values = [held.map(({ id }) => id), held.map(({ token }) => token)]
    await this.#database.asCourier((tx) => tx.run({ text: GIVE_BACK, values }))
  }
}
