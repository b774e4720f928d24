import type { Database } from '../db/database.ts'
import type { Tx } from '../db/tx.ts'
import type { OnGivenUp } from './job.ts'
import { IS_SUSPECT, NONE_ON_TRIAL } from './suspects.ts'

/** A job that this process holds the lease of. */
export interface ClaimedJob {
  id: string
  tenantId: string | null
  kind: string
  payload: Record<string, unknown>
  /** 1 on the first run. */
  attempt: number
  /** Null where the handler's own limit holds. */
  maxAttempts: number | null
  /** Fences: only the holder of the row's present token can renew or report. */
  token: string
  trace: string | null
  /** True when this claim found the third dead runner in a row: the job is put away and must not run. */
  quarantined: boolean
}

/** After this many runners died over it, a job is put away. */
const DEADLY = 3

/** The row still says "running" when its runner died. */
const CRASHED = `state = 'running'`
const POISON = `(${CRASHED} and crashes >= ${DEADLY - 1})`

/** Attempts count here, not at the report: a runner that is killed has used one up. */
const CLAIM = `update jobs set
    state = case when ${POISON} then 'quarantined' else 'running' end,
    crashes = crashes + (${CRASHED})::int,
    attempts = attempts + (not ${POISON})::int,
    token = token + 1,
    lease_until = case when ${POISON} then null else clock_timestamp() + make_interval(secs => $1) end,
    last_error = case when ${CRASHED} then 'The runner ended in the middle of the job.' else last_error end,
    finished_at = case when ${POISON} then clock_timestamp() end`
const CLAIMED = `returning jobs.id, tenant_id as "tenantId", jobs.kind, payload, attempts as attempt, max_attempts as "maxAttempts", token, trace,
    state = 'quarantined' as quarantined`

const ABANDONED = `${CRASHED} and lease_until < clock_timestamp()`

/** Any number, the same in every version. Two that look at the same time would each see nobody else's trial. */
const TRIAL_LOCK = { name: 'jobs-trial-lock', text: 'select pg_advisory_xact_lock($1)', values: [7_205_916] }

/** As an array: of a join the planner expects as many rows as are due, and reads the whole table for it. */
const DUE = `${CLAIM}
  where jobs.id = any (array(
    select job.id from unnest($3::text[], $4::int[]) as place (kind, free)
    cross join lateral (
      select id from jobs where jobs.kind = place.kind and state = 'waiting' and run_at <= $2
      order by priority desc, run_at, id limit place.free for update skip locked
    ) job))
  ${CLAIMED}`

const LEFT = `${CLAIM}
  where jobs.id = any (array(
    select job.id from unnest($2::text[], $3::int[]) as place (kind, free)
    cross join lateral (
      select id from jobs where jobs.kind = place.kind and ${ABANDONED} and not ${IS_SUSPECT}
      order by lease_until limit place.free for update skip locked
    ) job))
  ${CLAIMED}`

const TRIAL = `${CLAIM}
  where jobs.id = (
    select id from jobs where kind = any ($2::text[]) and ${ABANDONED} and ${IS_SUSPECT} and ${NONE_ON_TRIAL}
    order by lease_until limit 1 for update skip locked)
  ${CLAIMED}`

const COUNT_DUE = `select place.kind, count(job.*)::int as due from unnest($1::text[]) as place (kind)
  cross join lateral (
    select from jobs where jobs.kind = place.kind and state = 'waiting' and run_at <= $2 limit $3
  ) job group by place.kind`

/** More than clocks differ that are said to be the same. */
const OVERSLEPT = `state = 'waiting' and run_at > $1 and wake_at < clock_timestamp() - interval '20 seconds'`

const WAKE = `update jobs set run_at = $1 where id = any (array(
    select id from jobs where ${OVERSLEPT} order by wake_at limit 500 for update skip locked))`

/**
 * Takes jobs for this process. `run_at` is compared with the business clock (`now`, epoch milliseconds); leases run
 * on the database's own, which all processes share. Two processes never get the same run of a job: SKIP LOCKED.
 */
export class JobClaims {
  readonly #database: Database
  readonly #leaseSeconds: number
  readonly #onGivenUp: OnGivenUp | undefined

  constructor(database: Database, leaseMs: number, onGivenUp?: OnGivenUp) {
    this.#database = database
    this.#leaseSeconds = leaseMs / 1_000
    this.#onGivenUp = onGivenUp
  }

  /** Due jobs, most urgent first, at most `places` of each kind. */
  due(places: ReadonlyMap<string, number>, now: number): Promise<ClaimedJob[]> {
    const values = [this.#leaseSeconds, new Date(now), [...places.keys()], [...places.values()]]
    return this.#database.asCourier((tx) =>
      tx.rows<ClaimedJob>({ name: 'jobs-claim-due', text: DUE, values }),
    )
  }

  /** Of each of these kinds that has any, counted up to `most`. */
  countDue(
    kinds: readonly string[],
    most: number,
    now: number,
  ): Promise<Array<{ kind: string; due: number }>> {
    const values = [kinds, new Date(now), most]
    return this.#database.asCourier((tx) => tx.rows({ name: 'jobs-count-due', text: COUNT_DUE, values }))
  }

  /**
   * Makes due what would be due if the business clock had gone on as it did when the job was written: it was put back
   * since. Gives how many.
   */
  wakeOverslept(now: number): Promise<number> {
    const values = [new Date(now)]
    return this.#database.asCourier((tx) => tx.run({ name: 'jobs-overslept', text: WAKE, values }))
  }

  /** Jobs whose runner let the lease run out; of suspects one, and only while none is on trial. */
  abandoned(places: ReadonlyMap<string, number>): Promise<ClaimedJob[]> {
    const values = [this.#leaseSeconds, [...places.keys()]]
    const left = { name: 'jobs-claim-left', text: LEFT, values: [...values, [...places.values()]] }
    const trial = { name: 'jobs-claim-trials', text: TRIAL, values }
    return this.#database.asCourier(async (tx) => {
      const [claimed, , tried] = await Promise.all([
        tx.rows<ClaimedJob>(left),
        tx.run(TRIAL_LOCK),
        tx.rows<ClaimedJob>(trial),
      ])
      const all = [...claimed, ...tried]
      await this.#tellOf(tx, all)
      return all
    })
  }

  async #tellOf(tx: Tx, jobs: readonly ClaimedJob[]): Promise<void> {
    const putAway = jobs.filter(({ quarantined }) => quarantined)
    if (putAway.length > 0) await this.#onGivenUp?.(tx, putAway)
  }
}
