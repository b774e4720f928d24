import type { ProviderTrouble } from './provider-trouble.ts'

/**
 * One request as the stand-in sees it; `body` is parsed JSON, or the text where it is none.
 *
 * @example
 * const isMe = ({ method, path }: StandInRequest) => method === 'GET' && path === '/me'
 */
export interface StandInRequest {
  method: string
  path: string
  query: URLSearchParams
  headers: Headers
  body: unknown
}

/**
 * What the stand-in answers: 200 and no body where nothing is said.
 *
 * @example
 * const unknown: StandInAnswer = { status: 404, body: { message: 'no such entry' } }
 */
export interface StandInAnswer {
  status?: number
  body?: unknown
  headers?: Record<string, string>
}

/** Seconds that a 429 tells to wait. */
const PATIENCE = 7

/**
 * A provider in this process that is only a function, and can be broken in every way the contract suites ask for. It
 * should keep what was written, as the provider does. Everything but GET and HEAD counts as a write.
 *
 * @example
 * const acme = new StandIn(({ method, path }) => (path === '/me' ? { body: { method } } : { status: 404 }))
 * const { ctx } = createTestContext({ folder: new URL('.', import.meta.url), settings: {}, wire: acme.fetch })
 */
export class StandIn implements ProviderTrouble {
  readonly #work: (request: StandInRequest) => StandInAnswer
  #status: number | undefined
  #nth: { left: number; isDone: boolean } | undefined

  constructor(work: (request: StandInRequest) => StandInAnswer) {
    this.#work = work
  }

  /** For `wire` of `createTestContext`. */
  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const body = parsed(await request.text())
    if (this.#status !== undefined) return answerOf({ status: this.#status, headers: waitAt(this.#status) })
    const isWrite = !['GET', 'HEAD'].includes(request.method)
    const hit = isWrite ? this.#takeHit() : undefined
    if (hit && !hit.isDone) return answerOf({ status: 500 })
    const { pathname: path, searchParams: query } = new URL(request.url)
    const answer = this.#work({ method: request.method, path, query, headers: request.headers, body })
    return answerOf(hit ? { status: 500 } : answer)
  }

  refuseCredentials(): void {
    this.#status = 401
  }

  limitRate(): number {
    this.#status = 429
    return PATIENCE * 1_000
  }

  goDown(): void {
    this.#status = 500
  }

  failWrite(nth: number): void {
    this.#nth = { left: nth, isDone: false }
  }

  loseAnswer(nth: number): void {
    this.#nth = { left: nth, isDone: true }
  }

  recover(): void {
    this.#status = undefined
    this.#nth = undefined
  }

  #takeHit(): { isDone: boolean } | undefined {
    if (!this.#nth) return undefined
    this.#nth.left -= 1
    return this.#nth.left === 0 ? this.#nth : undefined
  }
}

const waitAt = (status: number): Record<string, string> =>
  status === 429 ? { 'retry-after': String(PATIENCE) } : {}

function answerOf({ status = 200, body = null, headers = {} }: StandInAnswer): Response {
  return Response.json(body, { status, headers })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text || 'null')
  } catch {
    return text
  }
}
