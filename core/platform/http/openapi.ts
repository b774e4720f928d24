import { isDeepStrictEqual } from 'node:util'
import type { TObject, TSchema } from '@sinclair/typebox'
import { problemComponents, problemReplies, takesVersion } from './openapi-problems.ts'
import { type PlainSchema, plainSchema } from './plain-schema.ts'
import type { ReplySpec, Route } from './route.ts'

export interface OpenApiOptions {
  publicUrl: string
  /** The hub's. */
  version: string
}

/** The OpenAPI 3.1 document of the route table. Schemas with a `$id` become components of that name. */
export function openApi(routes: readonly Route[], { publicUrl, version }: OpenApiOptions): object {
  const listed = routes.filter((route) => route.listed !== false)
  const schemas = new NamedSchemas()
  return {
    openapi: '3.1.0',
    info: { title: 'AskPro Hub', version, description: DESCRIPTION },
    // Without a public URL the document is read where it is served.
    servers: [{ url: publicUrl || '/' }],
    tags: [...new Set(listed.map(({ tag }) => tag))].map((name) => ({ name })),
    security: [{ apiKey: [] }, { session: [] }],
    paths: pathsOf(listed, schemas),
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of the hub.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-askpro_session',
          description:
            'What signing in gives a browser. It counts where no key is sent; see `POST /v1/session`.',
        },
      },
      parameters: SHARED_PARAMETERS,
      ...problemComponents(schemas.components),
    },
  }
}

const DESCRIPTION =
  'Errors are problem documents (RFC 9457) with a stable `code`. Ids are UUIDs, times RFC 3339 with offset, money ' +
  'integer minor units. An id that is not yours is a 404, a field that is not known a 422.'

const SHARED_PARAMETERS = {
  TenantId: {
    name: 'X-Tenant-Id',
    in: 'header',
    description:
      'The client to act for, with a key or session of its agency. Left out: the tenant of the key or user.',
    schema: { type: 'string', format: 'uuid' },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Names this request for 24 hours: a repeat with the same key and content gets the same answer, marked ' +
      '`Idempotent-Replayed: true`, and changes nothing; with other content a 422.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description:
      'The version that was read, in quotes as `ETag` gave it: `"3"`. Where it is another one by now nothing is changed and ' +
      'the answer is 412 `version_conflict` with the present one as `current_version`. Left out: the last one wins.',
    schema: { type: 'string', pattern: '^((W/)?"[0-9]+"|[*])$' },
  },
}

/** Collects schemas that have a name. Two different ones under one name stay where they are. */
class NamedSchemas {
  readonly components: Record<string, PlainSchema> = {}

  plain(schema: TSchema, closed: boolean): PlainSchema {
    return plainSchema(schema, { closed, named: (id, plain) => this.#refer(id, plain) })
  }

  #refer(id: string, plain: PlainSchema): PlainSchema {
    this.components[id] ??= plain
    return isDeepStrictEqual(this.components[id], plain) ? { $ref: `#/components/schemas/${id}` } : plain
  }
}

function pathsOf(routes: readonly Route[], schemas: NamedSchemas): Record<string, object> {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = route.path.replaceAll(/[:*](\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, schemas) }
  }
  return paths
}

function operation(route: Route, schemas: NamedSchemas): object {
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, needOf(route)].filter(Boolean).join('\n\n'),
    ...securityOf(route),
    parameters: parametersOf(route, schemas),
    ...(route.body === undefined ? {} : { requestBody: requestBody(route.body, schemas) }),
    responses: { ...problemReplies(route), ...repliesOf(route, schemas) },
  }
}

function needOf({ permission }: Route): string | undefined {
  if (permission === 'public') return undefined
  return permission === 'self' ? 'For signed-in users.' : `Needs the scope \`${permission}\`.`
}

function securityOf({ permission }: Route): object {
  if (permission === 'public') return { security: [] }
  return permission === 'self' ? { security: [{ session: [] }] } : {}
}

/** `POST /v1/appointments/:id/cancel` is `post_appointments_id_cancel`. */
function operationId({ method, path }: Route): string {
  const words = path.split(/\W+/).filter((word) => word !== '' && word !== 'v1')
  return [method.toLowerCase(), ...words].join('_')
}

function parametersOf(route: Route, schemas: NamedSchemas): object[] {
  const { params, query, permission, idempotent, method } = route
  const shared = permission === 'public' ? [] : ['TenantId']
  if (permission !== 'public' && (idempotent ?? method === 'POST')) shared.push('IdempotencyKey')
  if (takesVersion(route)) shared.push('IfMatch')
  return [
    ...fieldsOf(params, 'path', schemas),
    ...fieldsOf(query, 'query', schemas),
    ...shared.map((name) => ({ $ref: `#/components/parameters/${name}` })),
  ]
}

function fieldsOf(object: TObject | undefined, where: 'path' | 'query', schemas: NamedSchemas): object[] {
  return Object.entries(object?.properties ?? {}).map(([name, schema]) => ({
    name,
    in: where,
    required: where === 'path' || (object?.required ?? []).includes(name),
    ...(schema.description === undefined ? {} : { description: schema.description }),
    schema: schemas.plain(schema, false),
  }))
}

function requestBody(body: TSchema | 'raw', schemas: NamedSchemas): object {
  if (body === 'raw') return { content: { '*/*': { schema: {} } } }
  const required = (body.required ?? []).length > 0 || body.type !== 'object'
  return { required, content: { 'application/json': { schema: schemas.plain(body, true) } } }
}

function repliesOf({ replies, versioned }: Route, schemas: NamedSchemas): Record<string, object> {
  return Object.fromEntries(
    Object.entries(replies).map(([status, reply]) => [
      status,
      { ...replyOf(reply, schemas), ...(versioned && reply.schema ? { headers: ETAG } : {}) },
    ]),
  )
}

const ETAG = { ETag: { description: 'Its version, in quotes, for `If-Match`.', schema: { type: 'string' } } }

function replyOf({ description, schema }: ReplySpec, schemas: NamedSchemas): object {
  if (schema === undefined) return { description }
  return { description, content: { 'application/json': { schema: schemas.plain(schema, false) } } }
}
