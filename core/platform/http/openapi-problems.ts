import { errorCatalogue } from '../errors.ts'
import type { PlainSchema } from './plain-schema.ts'
import type { Route } from './route.ts'

const PROBLEM_SCHEMA: PlainSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'request_id'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'The explanation of the code.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Never changes its meaning.' },
    detail: { type: 'string', description: 'What to do next.' },
    request_id: { type: 'string', description: 'Names this request in the log of the hub.' },
    errors: {
      type: 'array',
      description: 'With `invalid`: the fields that do not fit.',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string', description: 'JSON pointer.' }, message: { type: 'string' } },
      },
    },
  },
}

type Status = (typeof errorCatalogue)[keyof typeof errorCatalogue]['status']

/** The schema of a problem, and one reply for each status of the error catalogue. */
export function problemComponents(schemas: Record<string, PlainSchema>): object {
  const statuses = [...new Set(Object.values(errorCatalogue).map(({ status }) => status))]
  return {
    schemas: { ...schemas, Problem: PROBLEM_SCHEMA },
    responses: Object.fromEntries(statuses.map((status) => [nameOf(status), problemReply(status)])),
  }
}

/** A change of something that has a version. */
export const takesVersion = ({ versioned, method }: Route): boolean =>
  versioned === true && method !== 'GET' && method !== 'POST'

/** References to the problems that a route can answer with, whatever its handler does. */
export function problemReplies(route: Route): Record<string, object> {
  const keyed = route.permission !== 'public'
  const takesBody = route.body !== undefined
  const statuses: Array<Status | false> = [
    400,
    keyed && 401,
    keyed && 403,
    (keyed || route.params !== undefined) && 404,
    takesBody && route.method === 'POST' && 409,
    takesVersion(route) && 412,
    takesBody && 413,
    takesBody && 415,
    (takesBody || keyed) && 422,
    429,
    500,
    503,
  ]
  return Object.fromEntries(
    statuses
      .filter((status) => status !== false)
      .map((status) => [status, { $ref: `#/components/responses/${nameOf(status)}` }]),
  )
}

function problemReply(status: Status): object {
  const rows = Object.entries(errorCatalogue).filter(([, entry]) => entry.status === status)
  return {
    description: rows.map(([code, { title }]) => `\`${code}\`: ${title}.`).join('\n\n'),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
}

function nameOf(status: Status): string {
  return `Problem${status}`
}
