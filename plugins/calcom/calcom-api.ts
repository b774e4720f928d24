import { Misconfigured, type PluginContext, ReauthRequired, Refused, RetryLater } from '@askpro/plugin-sdk'

/**
 * The header `cal-api-version` differs per resource, and a wrong one gives a 404 that does not say so
 * (calcom/cal.com#22079). Resources that are not listed take none.
 */
const VERSIONS: ReadonlyArray<[RegExp, string]> = [
  [/^\/v2\/bookings/, '2024-08-13'],
  [/^\/v2\/slots/, '2024-09-04'],
  [/^\/v2\/event-types/, '2024-06-14'],
]

interface ErrorBody {
  error?: { code?: string; message?: string }
}

export interface CalcomRequest {
  path: string
  query?: Record<string, string>
  body?: Record<string, unknown>
  /** POST with a body and GET without one, unless said otherwise. */
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
}

/** One call of API v2 (there is no maintained client for it). Gives `data` of the envelope. */
export async function calcom<T>(ctx: PluginContext, request: CalcomRequest): Promise<T> {
  const { path, body, method = body ? 'POST' : 'GET' } = request
  const version = VERSIONS.find(([resource]) => resource.test(path))?.[1]
  const response = await ctx.fetch(addressOf(ctx, request), {
    method,
    headers: {
      authorization: `Bearer ${String(ctx.settings.api_key)}`,
      ...(version ? { 'cal-api-version': version } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const reply = (await response.json().catch(() => undefined)) as (ErrorBody & { data: T }) | undefined
  if (!response.ok) throw failureOf(response, reply ?? {})
  if (!reply) throw new RetryLater('The answer of Cal.com broke off.')
  return reply.data
}

/**
 * A call that the connection can do without: one that the key may not make (a plan, a role) is refused, and everything else
 * goes on.
 */
export async function calcomIfAllowed<T>(ctx: PluginContext, request: CalcomRequest): Promise<T> {
  return calcom<T>(ctx, request).catch((error: unknown) => {
    throw error instanceof Misconfigured ? new Refused('403', error.message) : error
  })
}

/** Undefined where Cal.com says that there is nothing. */
export async function ifThere<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((error: unknown) => {
    if (error instanceof Refused && error.code === '404') return undefined
    throw error
  })
}

/** Whoever runs Cal.com may have it under a path of their host, and may have typed the `/v2` in as well. */
function addressOf({ settings }: PluginContext, { path, query = {} }: CalcomRequest): URL {
  const url = new URL(String(settings.base_url))
  url.pathname = url.pathname.replace(/\/(v2\/?)?$/, '') + path
  url.search = new URLSearchParams(query).toString()
  return url
}

function failureOf(response: Response, { error }: ErrorBody): Error {
  const message = error?.message ?? `Cal.com answered ${response.status}`
  if (response.status === 401) return new ReauthRequired('Cal.com refuses the API key.')
  if (response.status === 403) return new Misconfigured('api_key', `The API key may not do that: ${message}`)
  if (response.status === 429) return new RetryLater('Cal.com limits the rate', { after: resetOf(response) })
  if (response.status >= 500 || response.status === 408) return new RetryLater(message)
  return new Refused(String(response.status), message)
}

/** Cal.com sends no Retry-After; its own header tells the seconds. */
function resetOf(response: Response): number {
  const seconds = Number(response.headers.get('x-ratelimit-reset-default'))
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : 60_000
}
