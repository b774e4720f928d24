import { performance } from 'node:perf_hooks'
import type { Clock } from '../clock.ts'
import type { Logger } from '../log/logger.ts'
import type { JobHandler } from './job.ts'
import { type ClaimedJob, JobClaims } from './job-claims.ts'
import { JobExecution, type JobExecutionOptions } from './job-execution.ts'
import { JobPlaces, LONGEST_WAIT, type TakenJob } from './job-places.ts'
import { type LeaseTimes, leaseTimes } from './lease-keeper.ts'

export interface JobRunnerOptions extends Omit<JobExecutionOptions, 'lease'> {
  /** One for each kind that this process runs; none where it only adds jobs. */
  handlers: readonly JobHandler[]
  lease?: LeaseTimes
}

/** Jobs held here, those whose result is being written with them: a database that is slow to write gets no more. */
const MOST_HELD = 2_000

/**
 * Claims jobs and has them executed. Knows nothing of how it came to hear of a job: that is the courier's work.
 * At least once: a handler must bear being run again.
 */
export class JobRunner {
  readonly #clock: Clock
  readonly #log: Logger
  readonly #places: ReadonlyMap<string, JobPlaces>
  readonly #claims: JobClaims
  readonly #execution: JobExecution
  #held = 0
  #draining = false
  #whenRoom: (kind: string) => void = () => {}
  #whenQuiet: () => void = () => {}
  #stale: NodeJS.Timeout | undefined

  constructor({ handlers, lease = leaseTimes, ...options }: JobRunnerOptions) {
    this.#clock = options.clock
    this.#log = options.log
    this.#places = byKind(handlers)
    this.#claims = new JobClaims(options.database, lease.leaseMs, options.onGivenUp)
    this.#execution = new JobExecution({ ...options, lease })
  }

  /** Those that have a handler here. */
  get kinds(): string[] {
    return [...this.#places.keys()]
  }

  /** `told` hears of a kind that has room here and of which more may be due than the last claim took. */
  whenRoom(told: (kind: string) => void): void {
    this.#whenRoom = told
  }

  /** Resolves as soon as there is room for a job of this kind, or none is taken any more. */
  async untilRoom(kind: string): Promise<void> {
    if (!this.#draining) await this.#of(kind).untilRoom()
  }

  /** How many jobs of each kind are due and wait, counted up to `most`. */
  countDue(most: number): Promise<Array<{ kind: string; due: number }>> {
    return this.#claims.countDue(this.kinds, most, this.#clock.now())
  }

  /**
   * Takes as many due jobs of these kinds, default all, as there is room for. Gives how many; `onEnd` is called as each
   * one has ended.
   */
  async startDue(onEnd: () => void = () => {}, kinds: readonly string[] = this.kinds): Promise<number> {
    const asked = this.#noted(this.#counted('room', kinds), kinds)
    if (asked.size === 0) return 0
    const claimedAt = performance.now()
    const jobs = await this.#claims.due(asked, this.#clock.now())
    this.#noteWhatIsLeft(jobs, asked)
    this.#take(jobs, (places, taken) => places.add(taken), { claimedAt, onEnd })
    for (const kind of asked.keys()) this.#tellOfRoom(this.#of(kind))
    return jobs.length
  }

  /** Makes due what waits only because the business clock was put back. */
  async wakeOverslept(): Promise<void> {
    const jobs = await this.#claims.wakeOverslept(this.#clock.now())
    if (jobs > 0)
      this.#log.warn({ jobs }, 'the clock was put back: jobs that would have waited for it were woken')
  }

  /** The same with the jobs whose runner died. None of them is claimed far ahead: one may have killed it. */
  async startAbandoned(onEnd: () => void = () => {}): Promise<number> {
    const asked = this.#counted('soon', this.kinds)
    if (asked.size === 0) return 0
    const claimedAt = performance.now()
    const jobs = await this.#claims.abandoned(asked)
    this.#take(jobs, (places, taken) => places.addFirst(taken), { claimedAt, onEnd })
    return jobs.length
  }

  /**
   * Takes no more jobs and waits for those that run. When four fifths of `deadlineMs` are over it fires their
   * signals; what then still runs at the deadline is given back, to start at once elsewhere.
   */
  async drain(deadlineMs: number): Promise<void> {
    this.#draining = true
    for (const places of this.#places.values()) places.letGo()
    void this.#giveBackStale()
    if (await this.#quietWithin(deadlineMs * 0.8)) return
    this.#execution.interrupt()
    if (await this.#quietWithin(deadlineMs * 0.2)) return
    const left = await this.#execution.giveBack()
    this.#log.warn({ jobs: left }, 'jobs were still running at the deadline and were given back')
  }

  #take(
    jobs: readonly ClaimedJob[],
    add: (places: JobPlaces, taken: TakenJob[]) => void,
    terms: Pick<TakenJob, 'claimedAt' | 'onEnd'>,
  ): void {
    const takenAt = performance.now()
    this.#held += jobs.length
    for (const [kind, some] of Map.groupBy(jobs, (job) => job.kind)) {
      const places = this.#of(kind)
      add(
        places,
        some.map((job) => ({ job, takenAt, ...terms })),
      )
      if (!this.#draining) this.#beginNext(places)
    }
    if (this.#draining) void this.#giveBackStale()
    else this.#watchStale()
  }

  #beginNext(places: JobPlaces): void {
    const now = performance.now()
    for (let taken = places.next(now); taken; taken = places.next(now)) void this.#run(places, taken)
  }

  async #run(places: JobPlaces, { job, claimedAt, onEnd }: TakenJob): Promise<void> {
    const begunAt = performance.now()
    const onHandled = () => {
      places.leave(performance.now() - begunAt)
      this.#beginNext(places)
      this.#tellOfRoom(places)
    }
    await this.#execution.run({ job, handler: places.handler, claimedAt, onHandled })
    this.#ended(onEnd)
    this.#tellOfRoom(places)
  }

  #ended(onEnd: () => void): void {
    this.#held -= 1
    onEnd()
    if (this.#held === 0) this.#whenQuiet()
  }

  #tellOfRoom(places: JobPlaces): void {
    if (places.mayHaveMore && places.room > 0) this.#whenRoom(places.handler.kind)
  }

  /** What has no room now is looked for when it has. */
  #noted(asked: Map<string, number>, kinds: readonly string[]): Map<string, number> {
    for (const kind of kinds) if (!asked.has(kind)) this.#of(kind).mayHaveMore = true
    return asked
  }

  #noteWhatIsLeft(jobs: readonly ClaimedJob[], asked: ReadonlyMap<string, number>): void {
    const taken = Map.groupBy(jobs, ({ kind }) => kind)
    for (const [kind, count] of asked) this.#of(kind).mayHaveMore = (taken.get(kind)?.length ?? 0) >= count
  }

  #of(kind: string): JobPlaces {
    const places = this.#places.get(kind)
    if (!places) throw new Error(`nothing here runs jobs of kind ${kind}`)
    return places
  }

  #counted(what: 'room' | 'soon', kinds: readonly string[]): Map<string, number> {
    if (this.#draining || this.#held >= MOST_HELD) return new Map()
    const counts = kinds.map((kind) => [kind, this.#of(kind)[what]] as const)
    return new Map(counts.filter(([, count]) => count > 0))
  }

  /** One timer for all that waits: as a rule nothing does when it fires. */
  #watchStale(): void {
    if (this.#stale || ![...this.#places.values()].some(({ hasWaiting }) => hasWaiting)) return
    this.#stale = setTimeout(() => {
      this.#stale = undefined
      void this.#giveBackStale()
      this.#watchStale()
    }, LONGEST_WAIT)
  }

  async #giveBackStale(): Promise<void> {
    const now = this.#draining ? undefined : performance.now()
    const stale = [...this.#places.values()].flatMap((places) => places.takeStale(now))
    if (stale.length === 0) return
    try {
      await this.#execution.leave(stale.map(({ job }) => job))
    } catch (error) {
      this.#log.warn(
        { err: error },
        'jobs that were not begun could not be given back: their leases have to run out',
      )
    }
    for (const { onEnd } of stale) this.#ended(onEnd)
  }

  async #quietWithin(ms: number): Promise<boolean> {
    if (this.#held === 0) return true
    let timer: NodeJS.Timeout | undefined
    const quiet = new Promise<boolean>((resolve) => {
      this.#whenQuiet = () => resolve(true)
    })
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, ms, false)
    })
    return Promise.race([quiet, late]).finally(() => clearTimeout(timer))
  }
}

function byKind(handlers: readonly JobHandler[]): Map<string, JobPlaces> {
  const known = new Map<string, JobPlaces>()
  for (const handler of handlers) {
    if (known.has(handler.kind)) throw new Error(`two handlers were given for jobs of kind ${handler.kind}`)
    known.set(handler.kind, new JobPlaces(handler))
  }
  return known
}
