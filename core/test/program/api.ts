import { setTimeout as sleep } from 'node:timers/promises'
import type { DemoFile } from '../../app/demo/demo-file.ts'

export interface ApiReply {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into replies of every shape
  body: any
  headers: Headers
}

export interface ApiCall {
  /** Null sends none. */
  key?: string | null
  tenant?: string | undefined
  body?: unknown
  headers?: Record<string, string>
}

const TRIES = 30

/** One request to the hub with the salon's key, unless another is given. Waits where it is told to (429). */
export async function api(
  demo: Pick<DemoFile, 'base_url' | 'client'>,
  route: string,
  call: ApiCall = {},
): Promise<ApiReply> {
  const [method = 'GET', path = ''] = route.split(' ')
  const init = {
    method,
    headers: headersOf(call, demo.client.api_key),
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  }
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(`${demo.base_url}${path}`, init)
    const body = parsed(await textOf(response))
    if (response.status !== 429 || tries === TRIES) {
      return { status: response.status, headers: response.headers, body }
    }
    await new Promise((resolve) => setTimeout(resolve, Number(response.headers.get('retry-after')) * 1_000))
  }
}

function headersOf({ key, tenant, body, headers = {} }: ApiCall, ownKey: string): Record<string, string> {
  return {
    ...(key === null ? {} : { authorization: `Bearer ${key ?? ownKey}` }),
    ...(tenant ? { 'x-tenant-id': tenant } : {}),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  }
}

/** Of a stream of events, which never ends, what comes within a moment. */
async function textOf(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response.text()
  const reader = response.body?.getReader()
  const first = await Promise.race([reader?.read(), sleep(200)])
  await reader?.cancel()
  return Buffer.from(first?.value ?? []).toString()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Between two questions: each takes from what is being waited for. */
const LOOK_EVERY = 200

/** Asks again and again until `is` holds; the last answer when it never does within `within` milliseconds. */
export async function eventually<T>(
  ask: () => Promise<T>,
  is: (answer: T) => boolean,
  within = 30_000,
): Promise<T> {
  const until = Date.now() + within
  for (;;) {
    const answer = await ask()
    if (is(answer) || Date.now() > until) return answer
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY))
  }
}
