import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from '../log/logger.ts'
import { type RequestContext, runInContext } from '../telemetry/request-context.ts'
import type { ClientAddresses } from './client-address.ts'
import { PROBLEM_TYPE } from './problem.ts'
import type { RateLimits } from './rate-limits.ts'
import { collectBody } from './read-body.ts'
import type { RequestScope } from './request-scope.ts'
import type { Route, RouteRequest } from './route.ts'
import type { Check, SchemaCompiler } from './schema-compiler.ts'
import { renderReply, type SentReply } from './sent-reply.ts'

export interface DirectWayParts {
  routes: readonly Route[]
  schemas: SchemaCompiler
  rates: RateLimits
  addresses: ClientAddresses
  scope: RequestScope
  log: Logger
  /** Bytes of a body. */
  limit: number
  /** Answers everything: Koa, the router, a route's pipeline. */
  longWay(request: IncomingMessage, response: ServerResponse): void
}

type Params = Record<string, string>

interface DirectRoute {
  route: Route
  pattern: RegExp
  names: readonly string[]
  check: Check | undefined
}

interface Taken {
  direct: DirectRoute
  params: Params
  /** Length of the body. */
  length: number
}

/**
 * What programs deliver in numbers: a POST to a public route with a raw body, whose length is announced and whose path
 * is plain. It is answered as the long way would, without Koa's context, router and stages. Whatever is unusual goes the
 * long way from its beginning, and so does what is refused before its body is read: that way tells why.
 */
export class DirectWay {
  readonly #parts: DirectWayParts
  readonly #routes: readonly DirectRoute[]

  constructor(parts: DirectWayParts) {
    this.#parts = parts
    this.#routes = parts.routes
      .filter((route) => isDirect(route) && !parts.routes.some((other) => isAmbiguous(route, other)))
      .map((route) => compiled(route, parts.schemas))
  }

  /** False: nothing was done. Otherwise it will be answered. */
  takes(request: IncomingMessage, response: ServerResponse): boolean {
    const length = plainLength(request)
    if (length === undefined || length > this.#parts.limit) return false
    const found = this.#find(request.url ?? '')
    if (found === undefined) return false
    this.#answer(request, response, { ...found, length }).catch((error) => this.#giveUp(response, error))
    return true
  }

  #find(url: string): { direct: DirectRoute; params: Params } | undefined {
    for (const direct of this.#routes) {
      const match = direct.pattern.exec(url)
      const params = match && paramsOf(direct, match)
      if (params && fits(direct, params)) return { direct, params }
    }
    return undefined
  }

  async #answer(request: IncomingMessage, response: ServerResponse, taken: Taken): Promise<void> {
    const startedAt = performance.now()
    const { rate } = taken.direct.route
    const key = rate === 'hook' || rate === 'call' ? taken.params.connection_id : undefined
    const { rates, scope, longWay } = this.#parts
    const limits = await rates.take(rate, key ?? this.#parts.addresses.keyOf(request)).catch(() => undefined)
    if (limits === undefined) return longWay(request, response)
    const context = scope.contextOf(request)
    await runInContext(context, () => this.#run({ request, response, taken, limits, startedAt, context }))
  }

  async #run(each: Delivery): Promise<void> {
    const { response, taken, startedAt, context, limits } = each
    const { scope } = this.#parts
    const { route } = taken.direct
    let failure: unknown
    let reply: SentReply
    try {
      reply = renderReply(
        await route.handler((await this.#requestOf(each)) as RouteRequest<never, never, never>),
      )
    } catch (thrown) {
      failure = thrown
      reply = this.#refusal(thrown, context)
    }
    send(response, [...scope.headersOf(context), ...flat(limits)], reply)
    scope.record({ route, method: 'POST', status: reply.status, startedAt, failure })
  }

  async #requestOf({ request, taken, context }: Delivery): Promise<RouteRequest> {
    const raw = await collectBody(request, this.#parts.limit)
    return {
      actor: undefined,
      tenantId: '',
      headers: request.headers,
      address: this.#parts.addresses.keyOf(request),
      idempotencyKey: undefined,
      expectedVersion: undefined,
      requestId: context.requestId,
      params: taken.params,
      query: {},
      body: undefined,
      raw,
    }
  }

  #refusal(thrown: unknown, context: RequestContext): SentReply {
    const { status, headers, body } = this.#parts.scope.problemOf(thrown, context)
    return { status, headers, type: PROBLEM_TYPE, content: JSON.stringify(body) }
  }

  #giveUp(response: ServerResponse, error: unknown): void {
    this.#parts.log.error({ err: error }, 'a delivery could not be answered')
    response.destroy()
  }
}

interface Delivery {
  request: IncomingMessage
  response: ServerResponse
  taken: Taken
  limits: Readonly<Record<string, string>>
  startedAt: number
  context: RequestContext
}

const isDirect = ({ method, permission, body, query, versioned }: Route): boolean =>
  method === 'POST' && permission === 'public' && body === 'raw' && query === undefined && !versioned

/** Whether the router would have to choose between the two for some path. */
function isAmbiguous(route: Route, other: Route): boolean {
  if (route === other || other.method !== route.method) return false
  const [ours, theirs] = [route.path.split('/'), other.path.split('/')]
  const meets = (part: string, at: number) => {
    const their = theirs[at] ?? ''
    return part === their || part.startsWith(':') || their.startsWith(':')
  }
  return ours.length === theirs.length && ours.every(meets)
}

function compiled(route: Route, schemas: SchemaCompiler): DirectRoute {
  const names = route.path.split('/').flatMap((part) => (part.startsWith(':') ? [part.slice(1)] : []))
  const pattern = new RegExp(`^${route.path.replaceAll(/:\w+/g, '([\\w-]+)')}$`)
  return { route, pattern, names, check: route.params && schemas.params(route.params) }
}

function paramsOf({ names }: DirectRoute, match: RegExpExecArray): Params {
  const params: Params = {}
  for (const [at, name] of names.entries()) params[name] = match[at + 1] ?? ''
  return params
}

function fits({ check }: DirectRoute, params: Params): boolean {
  try {
    check?.(params)
    return true
  } catch {
    return false
  }
}

const DIGITS = /^\d{1,15}$/
/** Headers that ask for more than this way does. */
const ODD = [
  ...(['transfer-encoding', 'expect', 'content-encoding'] as const),
  ...(['idempotency-key', 'if-match', 'if-none-match'] as const),
]

/** The announced length of a body that comes as it is, with nothing else to look after; else undefined. */
function plainLength({ method, headers }: IncomingMessage): number | undefined {
  if (method !== 'POST' || !DIGITS.test(headers['content-length'] ?? '')) return undefined
  const length = Number(headers['content-length'])
  return length > 0 && !ODD.some((name) => headers[name] !== undefined) ? length : undefined
}

/** In the order of the long way. `before`: names and values by turns. */
function send(
  response: ServerResponse,
  before: string[],
  { status, type, content, headers }: SentReply,
): void {
  if (content === undefined) {
    response.writeHead(status, [...before, ...flat(headers), ...(status === 204 ? [] : NO_LENGTH)])
    response.end()
    return
  }
  if (typeof content !== 'string' && !Buffer.isBuffer(content))
    throw new Error('a route with a raw body does not answer with a stream')
  const own = ['Content-Type', type, 'Content-Length', String(Buffer.byteLength(content))]
  const isProblem = type === PROBLEM_TYPE
  response.writeHead(
    status,
    isProblem ? [...before, ...flat(headers), ...own] : [...before, ...own, ...flat(headers)],
  )
  response.end(content)
}

const NO_LENGTH = ['Content-Length', '0']

function flat(headers: Readonly<Record<string, string>>): string[] {
  const all: string[] = []
  for (const name in headers) all.push(name, headers[name] ?? '')
  return all
}
