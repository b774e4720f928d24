import type { Logger } from '../log/logger.ts'
import type { ClaimedJob } from './job-claims.ts'

/** Every line that a run writes names the job; never its payload. */
export function jobLog(log: Logger, { id, kind, tenantId, attempt }: ClaimedJob): Logger {
  const job = { job_id: id, job_kind: kind, tenant_id: tenantId, attempt }
  return {
    debug: (fields, message) => log.debug({ ...fields, ...job }, message),
    info: (fields, message) => log.info({ ...fields, ...job }, message),
    warn: (fields, message) => log.warn({ ...fields, ...job }, message),
    error: (fields, message) => log.error({ ...fields, ...job }, message),
  }
}
