import type { Finding } from '../doctor/verdict.ts'

export interface Examination {
  /** Epoch milliseconds, real time. */
  at: number
  findings: Finding[]
}

/** Milliseconds for which an examination is good enough for whoever asks next. */
const KEPT = 15_000

/** The doctor opens connections of its own and asks the network: all who ask at about the same time get one answer. */
export class KeptExamination {
  readonly #examine: () => Promise<Finding[]>
  #kept: { until: number; examination: Promise<Examination> } | undefined

  constructor(examine: () => Promise<Finding[]>) {
    this.#examine = examine
  }

  get(): Promise<Examination> {
    if (this.#kept && this.#kept.until > Date.now()) return this.#kept.examination
    const examination = this.#examine().then((findings) => ({ at: Date.now(), findings }))
    const kept = { until: Infinity, examination }
    this.#kept = kept
    const keep = (milliseconds: number) => {
      kept.until = Date.now() + milliseconds
    }
    examination.then(
      () => keep(KEPT),
      () => keep(0),
    )
    return examination
  }
}
