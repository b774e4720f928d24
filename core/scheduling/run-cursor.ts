import type { Candidate } from './candidate.ts'
import type { Offer } from './optimizer.ts'
import type { EpochMinute } from './zone-offsets.ts'

/** Answers "are you free at this start?" for starts that only ever grow, without searching again. */
export class RunCursor {
  readonly #candidate: Candidate
  #index = 0

  constructor(candidate: Candidate) {
    this.#candidate = candidate
  }

  offerAt(start: EpochMinute): Offer | undefined {
    const { runs } = this.#candidate
    let run = runs[this.#index]
    while (run && run.end <= start) {
      this.#index += 1
      run = runs[this.#index]
    }
    return run && run.start <= start ? { candidate: this.#candidate, run } : undefined
  }
}
