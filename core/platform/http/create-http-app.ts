import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Router as KoaRouter } from '@koa/router'
import Koa, { type Context } from 'koa'
import type { Database } from '../db/database.ts'
import { HubError } from '../errors.ts'
import type { Logger } from '../log/logger.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Authenticator } from './authenticator.ts'
import { BeforeKoa } from './before-koa.ts'
import { ClientAddresses } from './client-address.ts'
import { DirectWay } from './direct-way.ts'
import { docsRoutes } from './docs-routes.ts'
import { Idempotency } from './idempotency.ts'
import { KeptReplies } from './kept-replies.ts'
import { Router } from './koa-router.ts'
import { openApi } from './openapi.ts'
import { type RateLimit, RateLimits } from './rate-limits.ts'
import type { ReadinessCheck } from './readiness.ts'
import { RequestScope } from './request-scope.ts'
import type { RateClass, Route } from './route.ts'
import { type BodyLimits, type PipelineParts, RoutePipeline } from './route-pipeline.ts'
import { SchemaCompiler } from './schema-compiler.ts'
import { ShortWay } from './short-way.ts'
import { systemRoutes } from './system-routes.ts'

export interface HttpAppOptions {
  /** The slices' rows; the hub's own (health, metrics, docs) are added. */
  routes: readonly Route[]
  authenticate: Authenticator
  database: Pick<Database, 'inTenant'>
  log: Logger
  metrics: Metrics
  readiness: readonly ReadinessCheck[]
  /** Which installation this is, for /healthz. */
  instance: string
  /** Where the hub is reached from outside, without a slash at the end. Never taken from the Host header. */
  publicUrl: string
  /** The hub's own version, for OpenAPI. */
  version: string
  limits?: HttpLimits
  /** Whose `X-Forwarded-For` is believed; see `ClientAddresses`. */
  trustedProxies?: readonly string[]
}

export interface HttpLimits {
  body?: Partial<BodyLimits>
  rates?: Partial<Record<RateClass, RateLimit>>
}

export interface HttpApp {
  /** For node:http. */
  handler(request: IncomingMessage, response: ServerResponse): void
  /** All rows, the hub's own included. */
  routes: readonly Route[]
  openapi(): object
  /** Compiles every schema, which else happens at the first request of each route. Throws on a bad schema. */
  warmUp(): void
}

const BODY_LIMITS: BodyLimits = { json: 256 * 1_024, raw: 1_024 * 1_024 }

/**
 * Builds the whole HTTP side from the route table: three middlewares and one pipeline per route, and before them the
 * ways of what programs ask in numbers.
 */
export function createHttpApp(options: HttpAppOptions): HttpApp {
  const { log, metrics, readiness, instance } = options
  let document: object | undefined
  const openapi = () => {
    document ??= openApi(routes, options)
    return document
  }
  const system = systemRoutes({ log, metrics, readiness, instance, openapi })
  const routes = [...options.routes, ...system, ...docsRoutes()]
  const parts = partsOf(options)
  const pipelines = new Map(routes.map((route) => [route, new RoutePipeline(route, parts)]))
  const scope = new RequestScope(options)
  const router = routerOf(pipelines)
  const koa = new Koa()
  koa.on('error', (error: unknown) => log.debug({ err: error }, 'a reply could not be sent'))
  koa.use(scope.middleware)
  koa.use(router.routes())
  koa.use((ctx) => refuseUnmatched(router, ctx))
  const handle = koa.callback()
  const longWay: HttpApp['handler'] = (request, response) => void handle(request, response)
  const ways = [new ShortWay(parts), new DirectWay({ ...parts, routes, limit: parts.bodyLimits.raw })]
  return {
    handler: new BeforeKoa({ ways, scope, log, longWay }).handler,
    routes,
    openapi,
    warmUp: () => {
      for (const pipeline of pipelines.values()) pipeline.warmUp()
    },
  }
}

function partsOf(options: HttpAppOptions): PipelineParts {
  return {
    authenticate: options.authenticate,
    schemas: new SchemaCompiler(),
    rates: new RateLimits({ log: options.log, limits: options.limits?.rates ?? {} }),
    idempotency: new Idempotency({ database: options.database }),
    kept: new KeptReplies(),
    addresses: new ClientAddresses(options.trustedProxies),
    bodyLimits: { ...BODY_LIMITS, ...options.limits?.body },
    publicUrl: options.publicUrl,
  }
}

/** The row with the fewest parameters wins, so `/customers/duplicates` is never read as `/customers/:id`. */
function routerOf(pipelines: ReadonlyMap<Route, RoutePipeline>): KoaRouter {
  const router = new Router({ exclusive: 'specificity', sensitive: true })
  const taken = new Set<string>()
  for (const [{ path, method }, pipeline] of pipelines) {
    const row = `${method} ${path.replaceAll(/:\w+/g, ':')}`
    if (taken.has(row)) throw new Error(`two routes answer ${method} ${path}`)
    taken.add(row)
    router.register(path, [method], (ctx) => pipeline.run(ctx, ctx.params))
  }
  return router
}

async function refuseUnmatched(router: KoaRouter, ctx: Context): Promise<void> {
  const methods = new Set(router.match(ctx.path, ctx.method).path.flatMap((layer) => layer.methods))
  if (methods.size === 0) throw new HubError('not_found', { detail: 'The hub has no such path: see /docs.' })
  const allowed = [...methods].sort()
  throw new HubError('method_not_allowed', {
    detail: `This path knows ${allowed.join(', ')}.`,
    extra: { allowed_methods: allowed },
  })
}
