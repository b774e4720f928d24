import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Context, Next } from 'koa'
import type { Logger } from '../log/logger.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { type RequestContext, runInContext } from '../telemetry/request-context.ts'
import { continueTrace } from '../telemetry/trace-parent.ts'
import { answerEarly, isEarly } from './early-answer.ts'
import { asHubError, PROBLEM_TYPE, type Problem, problemOf } from './problem.ts'
import { requireDecodable } from './query-string.ts'
import type { Route } from './route.ts'
import { securityHeaders } from './security-headers.ts'
import type { SentReply } from './sent-reply.ts'

export interface RequestScopeOptions {
  log: Logger
  metrics: Metrics
  /** Where the hub is reached from outside, without a slash at the end. */
  publicUrl: string
}

export interface Outcome {
  /** Undefined where none matched. */
  route: Route | undefined
  method: string
  status: number
  /** By `performance.now()`. */
  startedAt: number
  /** Whatever was thrown. */
  failure?: unknown
}

const REQUEST_ID = /^[\w.-]{1,128}$/

/**
 * What every request has, whichever way it is answered: an id and a trace, headers that never differ, one log line and
 * one measurement, both by the route's pattern, since URLs hold ids and queries.
 */
export class RequestScope {
  readonly #options: RequestScopeOptions
  readonly #fixedHeaders: ReadonlyArray<readonly [string, string]>
  readonly #common: Readonly<Record<string, string>>

  constructor(options: RequestScopeOptions) {
    this.#options = options
    this.#fixedHeaders = securityHeaders(options.publicUrl)
    this.#common = Object.fromEntries(this.#fixedHeaders)
  }

  /** Sets the headers of the reply as well. */
  open(request: IncomingMessage, response: ServerResponse): RequestContext {
    const context = this.contextOf(request)
    for (const [name, value] of this.#fixedHeaders) response.setHeader(name, value)
    response.setHeader('X-Request-Id', context.requestId)
    return context
  }

  contextOf({ headers }: IncomingMessage): RequestContext {
    const given = headers['x-request-id']
    const wellFormed = typeof given === 'string' && REQUEST_ID.test(given)
    const requestId = wellFormed ? given : randomUUID()
    return { requestId, traceparent: continueTrace(headers.traceparent?.toString()), tenantId: undefined }
  }

  /** What `open` sets. */
  headersOf({ requestId }: RequestContext): Record<string, string> {
    return { ...this.#common, 'X-Request-Id': requestId }
  }

  /** What is sent instead of a reply. */
  refusalOf(thrown: unknown, context: RequestContext): SentReply {
    const { status, headers, body } = this.#problemOf(thrown, context)
    return { status, headers, type: PROBLEM_TYPE, content: JSON.stringify(body) }
  }

  /** To be called within the request's context. */
  record({ route, method, status, startedAt, failure }: Outcome): void {
    const { log, metrics } = this.#options
    const milliseconds = performance.now() - startedAt
    const pattern = route?.path ?? 'unmatched'
    metrics.observeRequest({ route: pattern, method, status, seconds: milliseconds / 1_000 })
    const error = failure === undefined ? undefined : asHubError(failure)
    const fields = {
      method,
      route: pattern,
      status,
      duration_ms: Math.round(milliseconds * 10) / 10,
      ...(error ? { code: error.code } : {}),
    }
    if (status >= 500 && error) log.error({ ...fields, err: error.cause ?? error }, 'request failed')
    else if (route?.tag === 'system') log.debug(fields, 'request')
    else log.info(fields, 'request')
  }

  /** Koa's outermost middleware: turns whatever is thrown into a problem document. */
  readonly middleware = (ctx: Context, next: Next): Promise<void> => {
    const scope = this.open(ctx.req, ctx.res)
    return runInContext(scope, () => this.#observe(ctx, next, scope))
  }

  async #observe(ctx: Context, next: Next, scope: RequestContext): Promise<void> {
    const startedAt = performance.now()
    let failure: unknown
    try {
      requireDecodable(ctx.path)
      await next()
    } catch (thrown) {
      failure = thrown
      sendProblem(ctx, this.#problemOf(thrown, scope))
    }
    const { method, status } = ctx
    this.record({ route: ctx.state.route, method, status, startedAt, failure })
    if (isEarly(ctx)) await answerEarly(ctx)
  }

  #problemOf(thrown: unknown, { requestId }: RequestContext): Problem {
    return problemOf(thrown, requestId, this.#options.publicUrl)
  }
}

function sendProblem(ctx: Context, { status, headers, body }: Problem): void {
  for (const [name, value] of Object.entries(headers)) ctx.res.setHeader(name, value)
  ctx.status = status
  ctx.body = JSON.stringify(body)
  ctx.res.setHeader('Content-Type', PROBLEM_TYPE)
}
