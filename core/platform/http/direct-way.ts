import type { IncomingMessage } from 'node:http'
import type { Claim, Way } from './before-koa.ts'
import type { ClientAddresses } from './client-address.ts'
import type { RateLimits } from './rate-limits.ts'
import { collectBody } from './read-body.ts'
import type { Route, RouteRequest } from './route.ts'
import type { Check, SchemaCompiler } from './schema-compiler.ts'
import { renderReply, type SentReply } from './sent-reply.ts'

export interface DirectWayParts {
  routes: readonly Route[]
  schemas: SchemaCompiler
  rates: RateLimits
  addresses: ClientAddresses
  /** Bytes of a body. */
  limit: number
}

type Params = Record<string, string>

interface DirectRoute {
  route: Route
  pattern: RegExp
  names: readonly string[]
  check: Check | undefined
}

/**
 * What programs deliver in numbers: a POST to a public route with a raw body, whose length is announced and whose path
 * is plain.
 */
export class DirectWay implements Way {
  readonly #parts: DirectWayParts
  readonly #routes: readonly DirectRoute[]

  constructor(parts: DirectWayParts) {
    this.#parts = parts
    this.#routes = parts.routes
      .filter((route) => isDirect(route) && !parts.routes.some((other) => isAmbiguous(route, other)))
      .map((route) => compiled(route, parts.schemas))
  }

  claim(request: IncomingMessage): Promise<Claim> | undefined {
    const length = plainLength(request)
    if (length === undefined || length > this.#parts.limit) return undefined
    for (const direct of this.#routes) {
      const match = direct.pattern.exec(request.url ?? '')
      const params = match && paramsOf(direct, match)
      if (params && fits(direct, params)) return this.#claim(request, direct.route, params)
    }
    return undefined
  }

  async #claim(request: IncomingMessage, route: Route, params: Params): Promise<Claim> {
    const { rates, addresses } = this.#parts
    const address = addresses.keyOf(request)
    const ofConnection = route.rate === 'hook' || route.rate === 'call' ? params.connection_id : undefined
    const limits = await rates.take(route.rate, ofConnection ?? address)
    const reply: Claim['reply'] = ({ requestId }) =>
      this.#reply(route, request, { address, params, requestId })
    return { route, tenantId: undefined, limits, reply }
  }

  async #reply(
    route: Route,
    request: IncomingMessage,
    known: Pick<RouteRequest, 'address' | 'params' | 'requestId'>,
  ): Promise<SentReply> {
    const whole: RouteRequest = {
      actor: undefined,
      tenantId: '',
      headers: request.headers,
      ...known,
      idempotencyKey: undefined,
      expectedVersion: undefined,
      query: {},
      body: undefined,
      raw: await collectBody(request, this.#parts.limit),
    }
    return renderReply(await route.handler(whole as RouteRequest<never, never, never>))
  }
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
