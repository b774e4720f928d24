import { type TSchema, Type } from '@sinclair/typebox'
import type { Context } from 'koa'
import { HubError } from '../errors.ts'
import { currentContext } from '../telemetry/request-context.ts'
import { type Authenticator, type Credentials, credentialsOf } from './authenticator.ts'
import type { ClientAddresses } from './client-address.ts'
import { fingerprint, type Idempotency } from './idempotency.ts'
import { expectedVersion, withVersionTag } from './if-match.ts'
import { parseJson, requireJson } from './json-body.ts'
import type { KeptReplies } from './kept-replies.ts'
import { mayCall } from './permission.ts'
import { parseQuery } from './query-string.ts'
import type { RateLimits } from './rate-limits.ts'
import { announcesBody, readBody } from './read-body.ts'
import type { Actor, Route, RouteReply, RouteRequest } from './route.ts'
import { requireSameOrigin } from './same-origin.ts'
import type { Check, SchemaCompiler } from './schema-compiler.ts'
import { isKnown, renderReply, type SentReply } from './sent-reply.ts'

export interface PipelineParts {
  authenticate: Authenticator
  schemas: SchemaCompiler
  rates: RateLimits
  idempotency: Idempotency
  kept: KeptReplies
  addresses: ClientAddresses
  bodyLimits: BodyLimits
  publicUrl: string
}

/** Bytes. */
export interface BodyLimits {
  json: number
  /** Routes with `body: 'raw'`: providers send whole transcripts. */
  raw: number
}

interface Caller {
  actor: Actor | undefined
  tenantId: string
}

const NOBODY: Caller = { actor: undefined, tenantId: '' }
const NO_BYTES = Buffer.alloc(0)
const KEY = /^[\x20-\x7e]{1,255}$/

/**
 * One row of the route table, made ready to run: who asks, may they, is there anything under that path, how often,
 * then query and body, then the handler. What is cheap and needs no body goes first.
 */
export class RoutePipeline {
  readonly #route: Route
  readonly #parts: PipelineParts
  readonly #checkParams: Check | undefined
  readonly #checkQuery: Check | undefined
  readonly #checkBody: Check | undefined
  readonly #honoursKeys: boolean

  constructor(route: Route, parts: PipelineParts) {
    const { params, body, permission, method } = route
    this.#route = route
    this.#parts = parts
    this.#checkParams = params && parts.schemas.params(params)
    this.#checkQuery = queryCheck(route, parts.schemas)
    this.#checkBody = body === undefined || body === 'raw' ? undefined : parts.schemas.body(body)
    this.#honoursKeys = permission !== 'public' && (route.idempotent ?? method === 'POST')
  }

  /** Compiles the schemas now; a schema that ajv's strict mode refuses throws here. */
  warmUp(): void {
    for (const check of [this.#checkParams, this.#checkQuery, this.#checkBody]) check?.warmUp()
  }

  async run(ctx: Context, params: Record<string, string>): Promise<void> {
    ctx.state.route = this.#route
    if (this.#route.body !== 'raw') requireSameOrigin(ctx, this.#parts.publicUrl)
    const caller = await this.#identify(ctx)
    this.#checkParams?.(params)
    await this.#takePoint(ctx, caller, params)
    const query = parseQuery(ctx.querystring)
    this.#checkQuery?.(query)
    const bytes = await this.#read(ctx)
    const body = this.#parse(bytes)
    const request = {
      ...this.#requestOf(ctx, caller),
      params,
      query,
      body,
      expectedVersion: expectedVersion(this.#route, ctx.req.headers, body),
      raw: this.#raw(bytes),
    }
    const reply = await this.#answer(ctx, request, bytes)
    this.#keep(ctx, caller, reply)
    send(ctx, reply, this.#route)
  }

  async #identify(ctx: Context): Promise<Caller> {
    if (this.#route.permission === 'public') return NOBODY
    const caller = await this.#authenticate(ctx, credentialsOf(ctx.req.headers))
    const context = currentContext()
    if (context) context.tenantId = caller.tenantId
    if (mayCall(caller.actor, this.#route.permission)) return caller
    throw new HubError('forbidden', { detail: lackOf(caller.actor, this.#route.permission) })
  }

  /** Failed attempts are counted by address, so that guessing keys is slow; good keys cost nothing there. */
  async #authenticate(ctx: Context, credentials: Credentials) {
    try {
      return await this.#parts.authenticate(credentials)
    } catch (error) {
      const refused = error instanceof HubError && error.code === 'unauthenticated'
      if (refused) await this.#parts.rates.take('open', this.#parts.addresses.keyOf(ctx.req))
      throw error
    }
  }

  async #takePoint(ctx: Context, { actor }: Caller, params: Record<string, string>): Promise<void> {
    const { rate } = this.#route
    const ofConnection = rate === 'hook' || rate === 'call' ? params.connection_id : undefined
    const key = ofConnection ?? actor?.keyId ?? this.#parts.addresses.keyOf(ctx.req)
    const headers = await this.#parts.rates.take(rate, key)
    for (const [name, value] of Object.entries(headers)) ctx.res.setHeader(name, value)
  }

  async #read(ctx: Context): Promise<Buffer> {
    const { body, bodyBytes } = this.#route
    if (body === undefined) return NO_BYTES
    const { json, raw } = this.#parts.bodyLimits
    if (body !== 'raw' && announcesBody(ctx.req)) requireJson(ctx.req.headers['content-type'])
    return readBody(ctx.req, ctx.res, body === 'raw' ? raw : (bodyBytes ?? json))
  }

  #parse(bytes: Buffer): unknown {
    if (!this.#checkBody) return undefined
    // No body is taken for an empty object: all its fields may be optional, and else the complaint names them.
    const body = bytes.length === 0 ? {} : parseJson(bytes)
    this.#checkBody(body)
    return body
  }

  #raw(bytes: Buffer): Buffer {
    return this.#route.body === 'raw' ? bytes : NO_BYTES
  }

  #requestOf(ctx: Context, { actor, tenantId }: Caller) {
    const { headers } = ctx.req
    const idempotencyKey = headers['idempotency-key']?.toString()
    if (idempotencyKey !== undefined) requireKey(idempotencyKey)
    const address = this.#parts.addresses.keyOf(ctx.req)
    return { actor, tenantId, headers, address, idempotencyKey, requestId: currentContext()?.requestId ?? '' }
  }

  async #answer(ctx: Context, request: RouteRequest, bytes: Buffer): Promise<SentReply> {
    const work = async () => renderReply(await this.#handle(request))
    const { idempotencyKey: key, tenantId } = request
    if (key === undefined || !this.#honoursKeys) return work()
    const keyed = { tenantId, key, fingerprint: fingerprint(ctx.method, ctx.url, bytes) }
    return this.#parts.idempotency.once(keyed, work)
  }

  #keep({ url }: Context, { actor, tenantId }: Caller, reply: SentReply): void {
    const { status, headers, type, content, keptWhile: counts } = reply
    const keepable = counts && status === 200 && actor && this.#route.method === 'GET'
    if (!keepable || !Buffer.isBuffer(content)) return
    this.#parts.kept.keep(url, tenantId, { route: this.#route, headers, type, bytes: content, counts })
  }

  /** The checks above made the request what the handler's types say. */
  async #handle(request: RouteRequest): Promise<RouteReply> {
    const reply = await this.#route.handler(request as RouteRequest<never, never, never>)
    return withVersionTag(this.#route, reply)
  }
}

function lackOf({ user }: Actor, permission: string): string {
  if (permission === 'self') return 'Only signed-in users may ask for this; a key may not.'
  return user ? `Your role lacks ${permission}.` : `The key needs the scope ${permission}.`
}

/** Without a schema an API route takes no parameters; a public one (files, hooks) ignores them. */
function queryCheck({ query, permission }: Route, schemas: SchemaCompiler): Check | undefined {
  const none: TSchema | undefined = permission === 'public' ? undefined : Type.Object({})
  const schema = query ?? none
  return schema && schemas.query(schema)
}

function requireKey(key: string): void {
  if (KEY.test(key)) return
  throw new HubError('bad_request', { detail: 'Idempotency-Key takes 1 to 255 printable ASCII characters.' })
}

function send(ctx: Context, { status, headers, type, content }: SentReply, { versioned }: Route): void {
  if (content === undefined) ctx.body = null
  else ctx.body = content
  ctx.status = status
  if (content !== undefined) ctx.res.setHeader('Content-Type', type)
  for (const [name, value] of Object.entries(headers)) ctx.res.setHeader(name, value)
  // A version is of what admins change, not of every byte: what has another state may have the same one.
  if (versioned) return
  // Koa leaves the body out.
  if (status === 200 && isKnown(headers.ETag, ctx.req.headers['if-none-match'])) ctx.status = 304
}
