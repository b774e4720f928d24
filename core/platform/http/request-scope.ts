import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
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

const REQUEST_ID = /^[\w.-]{1,128}$/

/**
 * The outermost middleware: gives the request its id and trace, turns whatever is thrown into a problem document,
 * and writes one log line and one measurement, both by the route's pattern, since URLs hold ids and queries.
 */
export function requestScope(options: RequestScopeOptions) {
  const fixedHeaders = securityHeaders(options.publicUrl)
  return (ctx: Context, next: Next): Promise<void> => {
    const scope = openScope(ctx.req)
    for (const [name, value] of fixedHeaders) ctx.res.setHeader(name, value)
    ctx.res.setHeader('X-Request-Id', scope.requestId)
    return runInContext(scope, () => observe(ctx, next, { ...options, scope }))
  }
}

function openScope({ headers }: IncomingMessage): RequestContext {
  const given = headers['x-request-id']
  const wellFormed = typeof given === 'string' && REQUEST_ID.test(given)
  const traceparent = continueTrace(headers.traceparent?.toString())
  return { requestId: wellFormed ? given : randomUUID(), traceparent, tenantId: undefined }
}

interface Observation extends RequestScopeOptions {
  scope: RequestContext
}

async function observe(
  ctx: Context,
  next: Next,
  { log, metrics, publicUrl, scope }: Observation,
): Promise<void> {
  const startedAt = performance.now()
  let failure: unknown
  try {
    requireDecodable(ctx.path)
    await next()
  } catch (thrown) {
    failure = thrown
    sendProblem(ctx, thrown, { requestId: scope.requestId, publicUrl })
  }
  const milliseconds = performance.now() - startedAt
  const route: Route | undefined = ctx.state.route
  metrics.observeRequest({
    route: route?.path ?? 'unmatched',
    method: ctx.method,
    status: ctx.status,
    seconds: milliseconds / 1_000,
  })
  report(log, ctx, { route, milliseconds, failure })
  if (isEarly(ctx)) await answerEarly(ctx)
}

function sendProblem(ctx: Context, thrown: unknown, where: { requestId: string; publicUrl: string }): void {
  const { status, headers, body } = problemOf(thrown, where.requestId, where.publicUrl)
  for (const [name, value] of Object.entries(headers)) ctx.res.setHeader(name, value)
  ctx.status = status
  ctx.body = JSON.stringify(body)
  ctx.res.setHeader('Content-Type', PROBLEM_TYPE)
}

interface Outcome {
  route: Route | undefined
  milliseconds: number
  failure: unknown
}

function report(log: Logger, ctx: Context, { route, milliseconds, failure }: Outcome): void {
  const error = failure === undefined ? undefined : asHubError(failure)
  const fields = {
    method: ctx.method,
    route: route?.path ?? 'unmatched',
    status: ctx.status,
    duration_ms: Math.round(milliseconds * 10) / 10,
    ...(error ? { code: error.code } : {}),
  }
  if (ctx.status >= 500 && error) log.error({ ...fields, err: error.cause ?? error }, 'request failed')
  else if (route?.tag === 'system') log.debug(fields, 'request')
  else log.info(fields, 'request')
}
