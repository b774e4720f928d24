import type { JobRun } from '../../platform/jobs/job.ts'
import { silentLogger } from '../../platform/log/logger.ts'

/** The first run of a job, as a handler sees it. */
export const jobRun = (tenantId: string, payload: Record<string, unknown>): JobRun => ({
  id: 'job',
  tenantId,
  payload,
  attempt: 1,
  isLast: false,
  signal: new AbortController().signal,
  log: silentLogger,
})
