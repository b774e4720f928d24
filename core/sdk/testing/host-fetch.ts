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
const WITHOUT_BODY = new Set([101, 204, 205, 304])

export interface HostWire {
  /** What carries a request: the network, or a stand-in for the provider. */
  wire?: typeof fetch | undefined
  /** Milliseconds for one request. */
  deadline?: number
}

/**
 * `ctx.fetch` as a plugin finds it in the hub, without the hub's repeats and breaker: it refuses hosts that were not
 * declared, follows no redirect, and says `RetryLater` where no answer comes.
 */
export function hostFetch(
  isAllowed: (url: URL) => boolean,
  sent: SentRequest[],
  { wire = fetch, deadline = DEADLINE }: HostWire = {},
): typeof fetch {
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
    const response = await answer(request, wire, deadline)
    entry.status = response.status
    if (response.status >= 300 && response.status < 400 && response.status !== 304) {
      throw new Error(`a redirect (${response.status}) was refused`)
    }
    return response
  }
}

/** The whole answer, as the host reads it: what breaks off or hangs in the middle never reaches a plugin. */
async function answer(request: Request, wire: typeof fetch, deadline: number): Promise<Response> {
  const late = Promise.withResolvers<never>()
  const cut = new AbortController()
  const timer = setTimeout(() => {
    late.reject(new DOMException('there was no answer in time', 'TimeoutError'))
    cut.abort()
  }, deadline)
  const signal = AbortSignal.any([request.signal, cut.signal])
  try {
    return await Promise.race([whole(wire(request, { redirect: 'manual', signal })), late.promise])
  } catch (cause) {
    throw new RetryLater(`${new URL(request.url).host} could not be reached`, { cause })
  } finally {
    clearTimeout(timer)
  }
}

async function whole(answering: Promise<Response>): Promise<Response> {
  const response = await answering
  const bytes = await response.arrayBuffer()
  const { status, statusText, headers, url } = response
  const copy = new Response(WITHOUT_BODY.has(status) ? null : bytes, { status, statusText, headers })
  // Official clients quote it in their errors; a response that was made here has none.
  return Object.defineProperty(copy, 'url', { value: url })
}
