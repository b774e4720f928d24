/** Why a run's signal fired. */
export type AbortReason = 'timed out' | 'lease lost' | 'hub stopping'

/** The `reason` of a run's AbortSignal. */
export class RunAborted extends Error {
  override readonly name = 'RunAborted'
  readonly why: AbortReason

  constructor(why: AbortReason) {
    super(`the job was interrupted: ${why}`)
    this.why = why
  }
}
