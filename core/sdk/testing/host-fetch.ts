import { Misconfigured, RetryLater } from '../failures.ts'

/**
 * One request that left the plugin; `status` is null where no answer came.
 *
 * @example
 * const failed = (sent: SentRequest[]) => sent.filter(({ status }) => status === null)
 */
export interface SentRequest {
  method: string
  url: string
  status: number | null
}

/** Milliseconds for one request, as long as the host gives it. */
const DEADLINE = 10_000

/**
 * `ctx.fetch` as a plugin finds it in the hub, without the hub's repeats and breaker: it refuses hosts that were not
 * declared, follows no redirect, and says `RetryLater` where no answer comes.
 */
export function hostFetch(isAllowed: (url: URL) => boolean, sent: SentRequest[]): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    if (!isAllowed(url)) {
      throw new Misconfigured(
        'hosts',
        `The plugin calls ${url.host}, which its plugin.json does not declare.`,
      )
    }
    const entry: SentRequest = { method: request.method, url: request.url, status: null }
    sent.push(entry)
    const response = await answer(request)
    entry.status = response.status
    if (response.status >= 300 && response.status < 400 && response.status !== 304) {
      throw new Error(`a redirect (${response.status}) was refused`)
    }
    return response
  }
}

async function answer(request: Request): Promise<Response> {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(DEADLINE)])
  try {
    return await fetch(request, { redirect: 'manual', signal })
  } catch (cause) {
    throw new RetryLater(`${new URL(request.url).host} could not be reached`, { cause })
  }
}
