import { HubError } from '../errors.ts'
import type { Logger } from '../log/logger.ts'
import type { JobHandler, JobOutcome } from './job.ts'
import type { ClaimedJob } from './job-claims.ts'
import type { Lease } from './lease-keeper.ts'
import { RunAborted } from './run-aborted.ts'

/** `lost`: another runner has the job now. `stopped`: the hub stops, the run did not count. */
export type RunEnd = JobOutcome | { is: 'lost' } | { is: 'stopped' }

export interface HandlerRun {
  job: ClaimedJob
  handler: JobHandler
  maxAttempts: number
  lease: Lease
  /** Already names the job. */
  log: Logger
}

const TIMEOUT = 60_000
/** Errors of the weather, not of the program. */
const PASSING = new Set(['unavailable', 'provider_failed', 'rate_limited'])

/**
 * Runs the handler once. Never rejects: an exception becomes a retry and is logged as a bug. A run that timed out or
 * lost its lease is not waited for, since a handler that ignores its signal would hold the place for ever.
 */
export async function runHandler(run: HandlerRun): Promise<RunEnd> {
  const { handler, lease } = run
  // A handler that heeds nothing must not hold up the end of the process.
  const timer = setTimeout(() => lease.abort('timed out'), handler.timeout ?? TIMEOUT).unref()
  try {
    return await Promise.race([callHandler(run), givenUp(run)])
  } catch (error) {
    return endOfFailure(error, run)
  } finally {
    clearTimeout(timer)
  }
}

/** An async function, so that a handler that throws before its first await ends here as well. */
async function callHandler({ job, handler, maxAttempts, lease, log }: HandlerRun): Promise<JobOutcome> {
  const { id, tenantId, payload, attempt } = job
  return handler.run({
    id,
    tenantId,
    payload,
    attempt,
    isLast: attempt >= maxAttempts,
    signal: lease.signal,
    log,
  })
}

function givenUp({ handler, lease: { signal } }: HandlerRun): Promise<RunEnd> {
  return new Promise((resolve) => {
    const settle = () => {
      const why = whyAborted(signal)
      if (why === 'lease lost') resolve({ is: 'lost' })
      if (why === 'timed out')
        resolve({ is: 'retry', why: `It took longer than ${handler.timeout ?? TIMEOUT} ms.` })
    }
    if (signal.aborted) settle()
    else signal.addEventListener('abort', settle, { once: true })
  })
}

function endOfFailure(error: unknown, { lease, log }: HandlerRun): RunEnd {
  if (whyAborted(lease.signal) === 'hub stopping') return { is: 'stopped' }
  if (error instanceof HubError && PASSING.has(error.code)) {
    log.warn({ err: error }, 'a job failed and is tried again')
    return { is: 'retry', why: error.message }
  }
  log.error({ err: error }, 'a job failed with an exception: this is a bug')
  const name = error instanceof Error ? error.name : 'An exception'
  // The text of an unforeseen error may quote personal data; the row is readable through the API, the log is not.
  return {
    is: 'retry',
    why: error instanceof HubError ? error.message : `${name}: see the log for this job.`,
  }
}

function whyAborted({ aborted, reason }: AbortSignal): RunAborted['why'] | undefined {
  return aborted && reason instanceof RunAborted ? reason.why : undefined
}
