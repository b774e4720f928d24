import type { Candidate } from './candidate.ts'
import type { Run } from './free-runs.ts'
import type { Offer } from './optimizer.ts'
import type { Grid } from './service.ts'
import type { EpochMinute, ZoneOffsets } from './zone-offsets.ts'

export interface StartRules {
  readonly grid: Grid
  readonly from: EpochMinute
  readonly to: EpochMinute
}

/** Goes through the starts of one candidate that lie on its grid, upwards from `from` to before `to`. */
export class StartWalk {
  readonly #candidate: Candidate
  readonly #rules: StartRules
  #index = -1
  #offer: Offer | undefined
  #start = Number.POSITIVE_INFINITY

  constructor(candidate: Candidate, rules: StartRules) {
    this.#candidate = candidate
    this.#rules = rules
    this.#enterNextRun()
  }

  /** Infinity once there are no more. */
  get start(): EpochMinute {
    return this.#start
  }

  /** The candidate at its current start. */
  get offer(): Offer | undefined {
    return this.#offer
  }

  advance(): void {
    const next = this.#start + this.#rules.grid.minutes
    if (this.#offer && next < this.#endOf(this.#offer.run)) this.#start = next
    else this.#enterNextRun()
  }

  #enterNextRun(): void {
    for (let run = this.#nextRun(); run; run = this.#nextRun()) {
      const first = this.#firstStart(run)
      if (first >= this.#endOf(run)) continue
      this.#start = first
      this.#offer = { candidate: this.#candidate, run }
      return
    }
    this.#start = Number.POSITIVE_INFINITY
    this.#offer = undefined
  }

  #nextRun(): Run | undefined {
    this.#index += 1
    return this.#candidate.runs[this.#index]
  }

  #endOf(run: Run): EpochMinute {
    return Math.min(run.end, this.#rules.to)
  }

  // Counted from the anchor and never from `from`: what is asked for must not move the grid.
  #firstStart(run: Run): EpochMinute {
    const step = this.#rules.grid.minutes
    const anchor = anchorOf(run, this.#rules.grid, this.#candidate.clock)
    const steps = Math.ceil((Math.max(run.start, this.#rules.from) - anchor) / step)
    return anchor + Math.max(0, steps) * step
  }
}

function anchorOf(run: Run, grid: Grid, clock: ZoneOffsets): EpochMinute {
  if (grid.policy === 'window') return run.opening
  if (grid.policy === 'free_start') return run.start
  return onTheClock(run.start, grid.minutes, clock)
}

const CLOCK_STEPS = [60, 30, 20, 15, 10, 5] as const

/** The next full hour, half hour and so on, whichever is the coarsest that divides the grid. */
function onTheClock(start: EpochMinute, gridMinutes: number, clock: ZoneOffsets): EpochMinute {
  const step = CLOCK_STEPS.find((minutes) => gridMinutes % minutes === 0) ?? 1
  let rounded = start
  // Again where the step leads over a clock change that is no multiple of it (Lord Howe moves by 30 minutes).
  for (let past = clock.toWall(rounded) % step; past !== 0; past = clock.toWall(rounded) % step) {
    rounded += step - past
  }
  return rounded
}
