import type { Static, TObject, TSchema } from '@sinclair/typebox'

/**
 * Rate classes: `read` and `write` are counted per API key or session, `expensive` (exports, previews of ranges) tighter;
 * `hook` per connection; `call` is a caller waiting on the phone and is only ever limited per call; `open` is
 * unauthenticated and counted per address.
 */
export type RateClass = 'read' | 'write' | 'expensive' | 'hook' | 'call' | 'open'

/**
 * `noun:read` or `noun:write`, matched against the scopes of the key or role; `public` needs neither, and `self` is for
 * signed-in users whatever their role, for what is about themselves.
 */
export type Permission = 'public' | 'self' | `${string}:${'read' | 'write'}`

/** Who asks, and for which tenant. Made from the API key or session and `X-Tenant-Id` before a handler runs. */
export interface Actor {
  /** Of the key or the session. */
  keyId: string
  /** The tenant that the key belongs to, or in which the user has the role. */
  ownTenantId: string
  scopes: readonly string[]
  /** Undefined for a key. */
  user?: { id: string; role: string }
}

export interface RouteRequest<Params = Record<string, string>, Query = unknown, Body = unknown> {
  params: Params
  query: Query
  body: Body
  /** The tenant acted for: the key's own, or the client named by `X-Tenant-Id`. Empty string on public routes. */
  tenantId: string
  /** Undefined on public routes only. */
  actor: Actor | undefined
  requestId: string
  /** The caller's `Idempotency-Key`, when one was sent. */
  idempotencyKey: string | undefined
  /** Of a route that is `versioned`: the version on which the caller's change builds, where they name one. */
  expectedVersion: number | undefined
  /** What somebody without a key is counted under; see `ClientAddresses`. */
  address: string
  /** Lower-case names, as node:http gives them. */
  headers: Readonly<Record<string, string | string[] | undefined>>
  /** The exact bytes received; only on routes with `body: 'raw'`. */
  raw: Buffer
}

export interface RouteReply {
  status: number
  /** Sent as JSON; a Buffer, or a string with `type`, is sent as it is, a Readable is piped (event streams). */
  body?: unknown
  type?: string
  headers?: Record<string, string>
  /**
   * As long as this is true whoever asks the same (for the same tenant, with the same URL) gets this reply again, and the
   * handler is not asked. Only for a GET with a key that is answered with 200 and a Buffer, out of nothing else.
   */
  keptWhile?: () => boolean
}

export interface ReplySpec {
  description: string
  schema?: TSchema
}

/** One row of the route table: validation, permission, limits, metrics, OpenAPI and docs are all made from it. */
export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Koa-style: `/v1/appointments/:id`. */
  path: string
  /** The slice's noun; groups the docs. */
  tag: string
  summary: string
  description?: string
  permission: Permission
  rate: RateClass
  params?: TObject
  query?: TObject
  /** A schema for JSON, or `raw` where a signature is checked over the exact bytes. */
  body?: TSchema | 'raw'
  /** Of a JSON body that may be larger than the usual limit. */
  bodyBytes?: number
  replies: Record<number, ReplySpec>
  /**
   * Whether `Idempotency-Key` is honoured: the whole handler then runs in one transaction together with the
   * stored reply. Default: true for authenticated POST routes. False where the handler calls out.
   */
  idempotent?: boolean
  /**
   * It is about one thing that has a `version`: the reply's is sent as `ETag`, and a change takes it as `If-Match`, which
   * the handler finds as `expectedVersion` and has to compare in the very statement that writes.
   */
  versioned?: true
  /** False leaves the row out of OpenAPI: files of a page rather than the API. */
  listed?: boolean
  handler(request: RouteRequest<never, never, never>): Promise<RouteReply>
}

interface TypedRoute<P extends TObject, Q extends TObject, B extends TSchema>
  extends Omit<Route, 'params' | 'query' | 'body' | 'handler'> {
  params?: P
  query?: Q
  body?: B | 'raw'
  handler(request: RouteRequest<Static<P>, Static<Q>, Static<B>>): Promise<RouteReply>
}

/** Types the handler's request from the schemas beside it. */
export function defineRoute<P extends TObject, Q extends TObject, B extends TSchema>(
  route: TypedRoute<P, Q, B>,
): Route {
  return route as unknown as Route
}
