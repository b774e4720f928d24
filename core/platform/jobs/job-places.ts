import type { JobHandler } from './job.ts'
import type { ClaimedJob } from './job-claims.ts'

/** A job that was claimed for this process. Times are on the monotonic clock. */
export interface TakenJob {
  job: ClaimedJob
  /** When the claim was sent: from then on the lease runs. */
  claimedAt: number
  takenAt: number
  /** Called when it has ended here, one way or the other. */
  onEnd(): void
}

const CONCURRENCY = 4
/** Milliseconds of work that is claimed ahead: a statement for one short job costs more than the job. */
const AHEAD = 10
const MOST_FOR_EACH_PLACE = 25
/** Milliseconds after which a job that was claimed ahead is left to others: what runs is not as short as it was. */
export const LONGEST_WAIT = 100
/** Of a new run in the average. */
const WEIGHT = 0.1

/** The places of one kind of job in this process, and the jobs that were claimed ahead and wait for one. */
export class JobPlaces {
  readonly handler: JobHandler
  readonly all: number
  /** Whether more may be due than the last claim took. */
  mayHaveMore = false
  #busy = 0
  /** Milliseconds of a run. */
  #average: number | undefined
  #waiting: TakenJob[] = []
  #inRoom: Array<() => void> = []

  constructor(handler: JobHandler) {
    this.handler = handler
    this.all = handler.concurrency ?? CONCURRENCY
  }

  /** Places that nothing has or waits for. */
  get free(): number {
    return Math.max(0, this.all - this.#busy - this.#waiting.length)
  }

  /** How many begin at once, or in a moment if they go first. */
  get soon(): number {
    return this.#forEachPlace > 1 ? this.all : this.free
  }

  /** How many more may be claimed: what has a place now and, where runs are short, what will have one in a moment. */
  get room(): number {
    return Math.max(0, this.all * this.#forEachPlace - this.#busy - this.#waiting.length)
  }

  /** Resolves when there is room, or nobody waits for it any more. */
  untilRoom(): Promise<void> {
    if (this.room > 0) return Promise.resolve()
    return new Promise((resolve) => this.#inRoom.push(resolve))
  }

  letGo(): void {
    for (const resolve of this.#inRoom.splice(0)) resolve()
  }

  add(jobs: readonly TakenJob[]): void {
    this.#waiting.push(...jobs)
  }

  addFirst(jobs: readonly TakenJob[]): void {
    this.#waiting.unshift(...jobs)
  }

  /** The next one that has a place; it has to be `leave`d. */
  next(now: number): TakenJob | undefined {
    const [first] = this.#waiting
    if (!first || this.#busy >= this.all || isStale(first, now)) return undefined
    this.#busy += 1
    return this.#waiting.shift()
  }

  leave(milliseconds: number): void {
    this.#busy -= 1
    this.#average =
      this.#average === undefined ? milliseconds : this.#average * (1 - WEIGHT) + milliseconds * WEIGHT
    if (this.room > 0) this.letGo()
  }

  get hasWaiting(): boolean {
    return this.#waiting.length > 0
  }

  /** Takes out what has waited for too long; all, when `now` is left out. Nothing is claimed ahead for a while then. */
  takeStale(now?: number): TakenJob[] {
    const isLeft = (taken: TakenJob) => now === undefined || isStale(taken, now)
    const stale = this.#waiting.filter(isLeft)
    if (stale.length === 0) return []
    this.#waiting = this.#waiting.filter((taken) => !isLeft(taken))
    this.#average = AHEAD
    return stale
  }

  /** A job with a single attempt is never claimed ahead: a process that is killed uses up one of what it holds. */
  get #forEachPlace(): number {
    if (this.#average === undefined || this.handler.maxAttempts === 1) return 1
    return Math.min(MOST_FOR_EACH_PLACE, Math.max(1, Math.floor(AHEAD / this.#average)))
  }
}

const isStale = ({ takenAt }: TakenJob, now: number) => now - takenAt >= LONGEST_WAIT
