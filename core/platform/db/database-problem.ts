import { HubError } from '../errors.ts'

/** SQLSTATE classes and codes (PostgreSQL manual, appendix A) and socket errors that pass by themselves. */
const PASSING = /^(08...|53...|57P..|57014|55P03|40001|40P01|25P03|ECONN.*|EPIPE|ETIMEDOUT|ENOTFOUND)$/
const PASSING_TEXT = /timeout exceeded when trying to connect|Query read timeout|Connection terminated/i

/** The SQLSTATE of a database error, if it is one. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : undefined
}

/** The name of the violated constraint, if the error is about one. */
export function violatedConstraint(error: unknown): string | undefined {
  const { constraint } = (error ?? {}) as { constraint?: unknown }
  return typeof constraint === 'string' ? constraint : undefined
}

/**
 * A database that cannot be reached or is overloaded is not the caller's fault and passes: 503 with Retry-After.
 * Everything else stays what it was (a constraint violation is for its repository to understand).
 */
export function databaseProblem(error: unknown): unknown {
  if (error instanceof HubError) return error
  const code = sqlState(error) ?? ''
  const text = error instanceof Error ? error.message : ''
  if (!PASSING.test(code) && !PASSING_TEXT.test(text)) return error
  return new HubError('unavailable', {
    detail: 'The database did not answer. Send the same request again.',
    retryAfterSeconds: 1,
    cause: error,
  })
}
