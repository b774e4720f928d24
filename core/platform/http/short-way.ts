import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from '../log/logger.ts'
import { runInContext } from '../telemetry/request-context.ts'
import { type Authenticator, credentialsOf } from './authenticator.ts'
import type { KeptReplies, KeptReply } from './kept-replies.ts'
import { mayCall } from './permission.ts'
import type { RateLimits } from './rate-limits.ts'
import { announcesBody } from './read-body.ts'
import type { RequestScope } from './request-scope.ts'
import { isKnown } from './sent-reply.ts'

export interface ShortWayParts {
  kept: KeptReplies
  authenticate: Authenticator
  rates: RateLimits
  scope: RequestScope
  log: Logger
  /** Answers everything: Koa, the router, a route's pipeline. */
  longWay(request: IncomingMessage, response: ServerResponse): void
}

interface Found {
  reply: KeptReply
  tenantId: string
  /** The headers of the rate limit. */
  limits: Readonly<Record<string, string>>
}

/**
 * Answers from the kept replies what would be answered the same the long way. Who asks, whether they may and how often
 * is looked at as it is there; what is not found here (also since it was refused) goes there from its beginning.
 */
export class ShortWay {
  readonly #parts: ShortWayParts

  constructor(parts: ShortWayParts) {
    this.#parts = parts
  }

  readonly handler = (request: IncomingMessage, response: ServerResponse): void => {
    const ofUrl = isPlainQuestion(request) ? this.#parts.kept.at(request.url ?? '') : undefined
    if (ofUrl === undefined) this.#parts.longWay(request, response)
    else this.#answer(request, response, ofUrl).catch((error) => this.#giveUp(response, error))
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    ofUrl: ReadonlyMap<string, KeptReply>,
  ): Promise<void> {
    const startedAt = performance.now()
    const found = await this.#find(request, ofUrl).catch(() => undefined)
    if (found === undefined) return this.#parts.longWay(request, response)
    const context = this.#parts.scope.open(request, response)
    context.tenantId = found.tenantId
    const status = send(request, response, found)
    const { route } = found.reply
    runInContext(context, () =>
      this.#parts.scope.record({ route, method: request.method ?? 'GET', status, startedAt }),
    )
  }

  #giveUp(response: ServerResponse, error: unknown): void {
    this.#parts.log.error({ err: error }, 'a kept reply could not be sent')
    response.destroy()
  }

  async #find(
    { headers }: IncomingMessage,
    ofUrl: ReadonlyMap<string, KeptReply>,
  ): Promise<Found | undefined> {
    const { authenticate, rates } = this.#parts
    const { actor, tenantId } = await authenticate(credentialsOf(headers))
    const reply = ofUrl.get(tenantId)
    if (!reply?.counts() || !mayCall(actor, reply.route.permission)) return undefined
    return { reply, tenantId, limits: await rates.take(reply.route.rate, actor.keyId) }
  }
}

/** All that a reply may depend on is then its URL and who asks. */
function isPlainQuestion(request: IncomingMessage): boolean {
  const { method, headers } = request
  if (method !== 'GET' && method !== 'HEAD') return false
  return headers['idempotency-key'] === undefined && !announcesBody(request)
}

/** Gives the status. For HEAD node:http leaves the body out. */
function send(request: IncomingMessage, response: ServerResponse, { reply, limits }: Found): number {
  const { headers, type, bytes } = reply
  const known = isKnown(headers.ETag, request.headers['if-none-match'])
  response.statusCode = known ? 304 : 200
  setHeaders(response, limits)
  if (!known) setHeaders(response, { 'Content-Type': type, 'Content-Length': String(bytes.length) })
  setHeaders(response, headers)
  response.end(known ? undefined : bytes)
  return response.statusCode
}

function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
}
