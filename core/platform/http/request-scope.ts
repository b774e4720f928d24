import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Context, Next } from 'koa'
import type { Logger } from '../log/logger.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { type RequestContext, runInContext } from '../telemetry/request-context.ts'
import { continueTrace } from '../telemetry/trace-parent.ts'
import { answerEarly, isEarly } from './early-answer.ts'
import { asHubError, PROBLEM_TYPE, problemOf } from './problem.ts'
import { requireDecodable } from './query-string.ts'
import type { Route } from './route.ts'
import { securityHeaders } from './security-headers.ts'

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

  constructor(options: RequestScopeOptions) {
    this.#options = options
    this.#fixedHeaders = securityHeaders(options.publicUrl)
  }

  open({ headers }: IncomingMessage, response: ServerResponse): RequestContext {
    const given = headers['x-request-id']
    const wellFormed = typeof given === 'string' && REQUEST_ID.test(given)
    const requestId = wellFormed ? given : randomUUID()
    for (const [name, value] of this.#fixedHeaders) response.setHeader(name, value)
    response.setHeader('X-Request-Id', requestId)
    const traceparent = continueTrace(headers.traceparent?.toString())
    return { requestId, traceparent, tenantId: undefined }
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
    return runInContext(scope, () => this.#observe(ctx, next, scope.requestId))
  }

  async #observe(ctx: Context, next: Next, requestId: string): Promise<void> {
    const startedAt = performance.now()
    let failure: unknown
    try {
      requireDecodable(ctx.path)
      await next()
    } catch (thrown) {
      failure = thrown
      sendProblem(ctx, thrown, { requestId, publicUrl: this.#options.publicUrl })
    }
    const { method, status } = ctx
    this.record({ route: ctx.state.route, method, status, startedAt, failure })
    if (isEarly(ctx)) await answerEarly(ctx)
  }
}

function sendProblem(ctx: Context, thrown: unknown, where: { requestId: string; publicUrl: string }): void {
  const { status, headers, body } = problemOf(thrown, where.requestId, where.publicUrl)
  for (const [name, value] of Object.entries(headers)) ctx.res.setHeader(name, value)
  ctx.status = status
  ctx.body = JSON.stringify(body)
  ctx.res.setHeader('Content-Type', PROBLEM_TYPE)
}
