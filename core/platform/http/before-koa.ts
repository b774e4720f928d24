import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from '../log/logger.ts'
import { type RequestContext, runInContext } from '../telemetry/request-context.ts'
import { PROBLEM_TYPE } from './problem.ts'
import type { RequestScope } from './request-scope.ts'
import type { Route } from './route.ts'
import type { SentReply } from './sent-reply.ts'

/** A request that may be answered: who asks, whether they may and how often was looked at. */
export interface Claim {
  route: Route
  /** Undefined on public routes. */
  tenantId: string | undefined
  /** The headers of the rate limit. */
  limits: Readonly<Record<string, string>>
  /** What it throws is answered with a problem document. */
  reply(context: RequestContext): SentReply | Promise<SentReply>
}

/** Knows one kind of request that needs neither Koa nor router. */
export interface Way {
  /** Undefined where it is of another kind. Rejected: the long way answers, and tells why. */
  claim(request: IncomingMessage): Promise<Claim> | undefined
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void

export interface BeforeKoaParts {
  ways: readonly Way[]
  scope: RequestScope
  log: Logger
  /** Answers everything: Koa, the router, a route's pipeline. */
  longWay: Handler
}

/**
 * Answers what programs ask in numbers as the long way would, without Koa's context, router and stages. Whatever no way
 * knows goes the long way from its beginning, and so does what is refused before its body is read.
 */
export class BeforeKoa {
  readonly #parts: BeforeKoaParts

  constructor(parts: BeforeKoaParts) {
    this.#parts = parts
  }

  readonly handler: Handler = (request, response) => {
    for (const way of this.#parts.ways) {
      const claim = way.claim(request)
      if (claim) {
        this.#take(claim, request, response)
        return
      }
    }
    this.#parts.longWay(request, response)
  }

  #take(claim: Promise<Claim>, request: IncomingMessage, response: ServerResponse): void {
    const startedAt = performance.now()
    claim
      .then(
        (claimed) => this.#answerWithin(claimed, request, { response, startedAt }),
        () => this.#parts.longWay(request, response),
      )
      .catch((error: unknown) => {
        this.#parts.log.error({ err: error }, 'a request could not be answered')
        response.destroy()
      })
  }

  #answerWithin(
    claimed: Claim,
    request: IncomingMessage,
    each: Pick<Answering, 'response' | 'startedAt'>,
  ): Promise<void> {
    const context = this.#parts.scope.contextOf(request)
    context.tenantId = claimed.tenantId
    const method = request.method ?? ''
    return runInContext(context, () => this.#answer(claimed, { ...each, context, method }))
  }

  async #answer({ route, limits, reply }: Claim, each: Answering): Promise<void> {
    const { scope } = this.#parts
    const { response, context, method, startedAt } = each
    let failure: unknown
    let sent: SentReply
    try {
      sent = await reply(context)
    } catch (thrown) {
      failure = thrown
      sent = scope.refusalOf(thrown, context)
    }
    send(response, { ...scope.headersOf(context), ...limits }, sent)
    scope.record({ route, method, status: sent.status, startedAt, failure })
  }
}

interface Answering {
  response: ServerResponse
  context: RequestContext
  method: string
  /** By `performance.now()`. */
  startedAt: number
}

/** Statuses of replies that have no body and say nothing of its length. */
const EMPTY = new Set([204, 304])

/** In the order of the long way. A header of the reply takes the place of one that all replies have. */
function send(response: ServerResponse, common: Record<string, string>, reply: SentReply): void {
  const { status, type, content, headers } = reply
  if (content === undefined) {
    response.writeHead(status, { ...common, ...headers, ...(EMPTY.has(status) ? {} : NO_LENGTH) })
    response.end()
    return
  }
  if (typeof content !== 'string' && !Buffer.isBuffer(content))
    throw new Error('what is answered before Koa is no stream')
  const own = { 'Content-Type': type, 'Content-Length': String(Buffer.byteLength(content)) }
  const isProblem = type === PROBLEM_TYPE
  response.writeHead(
    status,
    isProblem ? { ...common, ...headers, ...own } : { ...common, ...own, ...headers },
  )
  // For HEAD node:http leaves it out.
  response.end(content)
}

const NO_LENGTH = { 'Content-Length': '0' }
