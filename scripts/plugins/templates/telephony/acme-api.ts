import { type PluginContext, ReauthRequired, Refused, RetryLater } from '@askpro/plugin-sdk'

interface AcmeRequest {
  path: string
  method?: 'GET' | 'PUT' | 'DELETE'
  body?: object
}

/** One call. Gives the parsed answer, or throws what the hub should do about it. */
export async function acme<T>(ctx: PluginContext, { path, method = 'GET', body }: AcmeRequest): Promise<T> {
  const response = await ctx.fetch(new URL(path, String(ctx.settings.base_url)), {
    method,
    headers: { authorization: `Bearer ${ctx.settings.api_key}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (!response.ok) throw failureOf(response)
  return response.json().catch((cause: unknown) => {
    throw new RetryLater('The answer of Acme broke off.', { cause })
  }) as Promise<T>
}

/** Undefined where Acme says that there is nothing. */
export async function ifThere<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((error: unknown) => {
    if (error instanceof Refused && error.code === '404') return undefined
    throw error
  })
}

function failureOf({ status, headers }: Response): Error {
  if (status === 401) return new ReauthRequired('Acme refuses the API key.')
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  if (status === 429) return new RetryLater('Acme limits the rate.', { after: seconds * 1_000 })
  if (status >= 500) return new RetryLater(`Acme answered ${status}.`)
  return new Refused(String(status), `Acme answered ${status}.`)
}
