import type { TSchema } from '@sinclair/typebox'
import { expectedVersion } from '../../platform/http/if-match.ts'
import type { Route, RouteReply, RouteRequest } from '../../platform/http/route.ts'
import { SchemaCompiler } from '../../platform/http/schema-compiler.ts'

export interface Sent {
  params?: Record<string, string>
  query?: unknown
  body?: unknown
  /** Of `If-Match`. */
  version?: number
  /** Of idempotency. */
  key?: string
}

const compiler = new SchemaCompiler()

/** As the HTTP layer calls a handler: checked on the way in, and here on the way out as well. */
export async function callRoute(
  routes: readonly Route[],
  { tenantId, line, sent = {} }: { tenantId: string; line: string; sent?: Sent },
): Promise<RouteReply & { json: Record<string, unknown> }> {
  const route = routes.find(({ method, path }) => `${method} ${path}` === line)
  if (!route) throw new Error(`there is no ${line}`)
  if (route.query) compiler.query(route.query)(sent.query ?? {})
  if (route.body && route.body !== 'raw') compiler.body(route.body)(sent.body)
  const request = {
    params: sent.params ?? {},
    query: sent.query ?? {},
    body: sent.body,
    tenantId,
    idempotencyKey: sent.key,
    expectedVersion: expectedVersion(route, ifMatch(sent), sent.body),
  }
  const reply = await route.handler(request as RouteRequest<never, never, never>)
  // Bytes are sent as they are.
  const text = Buffer.isBuffer(reply.body) ? reply.body.toString('utf8') : JSON.stringify(reply.body ?? {})
  const json = JSON.parse(text)
  const described = route.replies[reply.status]?.schema as TSchema | undefined
  if (described) compiler.body(described)(structuredClone(json))
  return { ...reply, json }
}

const ifMatch = ({ version }: Sent) => (version === undefined ? {} : { 'if-match': `"${version}"` })
