import { HubError } from '../errors.ts'
import type { HeldRun } from './held-run.ts'
import type { JobHandler, JobOutcome } from './job.ts'

/** `lost`: another runner has the job now. `stopped`: the hub stops, the run did not count. */
export type RunEnd = JobOutcome | { is: 'lost' } | { is: 'stopped' }

const TIMEOUT = 60_000
/** Errors of the weather, not of the program. */
const PASSING = new Set(['unavailable', 'provider_failed', 'rate_limited'])

/** Milliseconds that one run may take. */
export const timeoutOf = ({ timeout = TIMEOUT }: JobHandler): number => timeout

/**
 * Runs the handler once. Never rejects: an exception becomes a retry and is logged as a bug. A run that timed out or
 * lost its lease is not waited for, since a handler that ignores its signal would hold the place for ever.
 */
export function runHandler(run: HeldRun, handler: JobHandler): Promise<RunEnd> {
  return new Promise((resolve) => {
    run.onAbort((why) => {
      if (why === 'lease lost') resolve({ is: 'lost' })
      if (why === 'timed out') resolve({ is: 'retry', why: `It took longer than ${timeoutOf(handler)} ms.` })
    })
    callHandler(run, handler).then(resolve, (error: unknown) => resolve(endOfFailure(error, run)))
  })
}

/** An async function, so that a handler that throws before its first await ends as a rejection as well. */
async function callHandler(run: HeldRun, handler: JobHandler): Promise<JobOutcome> {
  return handler.run(run)
}

function endOfFailure(error: unknown, run: HeldRun): RunEnd {
  if (run.whyAborted === 'hub stopping') return { is: 'stopped' }
  if (error instanceof HubError && PASSING.has(error.code)) {
    run.log.warn({ err: error }, 'a job failed and is tried again')
    return { is: 'retry', why: error.message }
  }
  run.log.error({ err: error }, 'a job failed with an exception: this is a bug')
  const name = error instanceof Error ? error.name : 'An exception'
  // The text of an unforeseen error may quote personal data; the row is readable through the API, the log is not.
  return {
    is: 'retry',
    why: error instanceof HubError ? error.message : `${name}: see the log for this job.`,
  }
}
