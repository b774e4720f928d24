import { type PluginContext, ReauthRequired, Refused, RetryLater } from '@askpro/plugin-sdk'
import type { calendar_v3 } from '@googleapis/calendar'

/** Google says "too fast" also as 403; only the reason tells it from a missing permission. */
const QUOTA = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded'])

interface GoogleFailure {
  status?: number
  message: string
  cause?: unknown
  response?: {
    headers?: Headers
    data?: { error?: { errors?: Array<{ reason?: string }>; message?: string } }
  }
}

/**
 * The official client on the host's wire and with the host's token. Its own retries are off: they leave out every
 * POST, PATCH and quota answer anyway. Loaded where it is first used: a hub without a calendar at Google needs none of it.
 */
export async function googleApi(ctx: PluginContext): Promise<calendar_v3.Calendar> {
  const [{ calendar }, { OAuth2Client }] = await Promise.all([
    import('@googleapis/calendar'),
    import('google-auth-library'),
  ])
  const auth = new OAuth2Client({ transporterOptions: { fetchImplementation: ctx.fetch } })
  auth.setCredentials({ access_token: await ctx.accessToken() })
  const base = ctx.settings.base_url
  const rootUrl = typeof base === 'string' && base !== '' ? new URL('/', base).href : undefined
  return calendar({
    version: 'v3',
    auth,
    retry: false,
    fetchImplementation: ctx.fetch,
    ...(rootUrl ? { rootUrl } : {}),
  })
}

/** Runs one call and says its failure in the host's words. */
export async function calling<T>(work: () => Promise<{ data: T }>): Promise<T> {
  try {
    return (await work()).data
  } catch (error) {
    throw failureOf(error)
  }
}

const GONE = new Set(['404', '410', 'notFound', 'deleted', 'resourceGone'])

/** Undefined where Google says that there is nothing (any more). */
export async function ifThere<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((error: unknown) => {
    if (GONE.has(reasonOf(error) ?? '')) return undefined
    throw error
  })
}

export const reasonOf = (error: unknown): string | undefined =>
  error instanceof Refused ? error.code : undefined

function failureOf(error: unknown): unknown {
  if (!isGoogleFailure(error)) return error
  const { status, cause } = error
  if (status !== undefined) return answered(status, error)
  // The client wraps what the wire threw; the host's own failures come back out as they were.
  return cause instanceof Error && cause.name !== 'TypeError' ? cause : new RetryLater(error.message)
}

function answered(status: number, failure: GoogleFailure): Error {
  const body = failure.response?.data?.error
  const reason = body?.errors?.[0]?.reason ?? String(status)
  const message = body?.message ?? failure.message
  if (status === 401) return new ReauthRequired('Google refuses the access token.')
  if (reason === 'insufficientPermissions') {
    return new ReauthRequired(
      'The owner did not grant all that was asked for: connect again and tick every box.',
    )
  }
  if (status === 429 || status >= 500 || QUOTA.has(reason)) {
    return new RetryLater(message, retryAfter(failure.response?.headers))
  }
  return new Refused(reason, message)
}

/** Retry-After in seconds; the other form, a date, is left to the host, which reads the header as well. */
function retryAfter(headers: Headers | undefined): { after?: number } {
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) ? { after: seconds * 1_000 } : {}
}

const isGoogleFailure = (error: unknown): error is GoogleFailure =>
  error instanceof Error &&
  ('response' in error || 'status' in error || error.constructor.name === 'GaxiosError')
