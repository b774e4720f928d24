import type { IncomingHttpHeaders } from 'node:http'
import { HubError } from '../errors.ts'
import type { Route, RouteReply } from './route.ts'

/** As versions are sent. A proxy that compresses makes a tag weak; it is the same version all the same. */
const ENTITY_TAG = /^(?:W\/)?"(\d{1,10})"$/

/**
 * The version on which a change builds: that of `If-Match`, else `version` in the body, which said it first. Undefined
 * where neither is there (or `*`): the change then counts whatever is there now. Throws `bad_request` for a header that is
 * no version, and where the two differ.
 */
export function expectedVersion(
  { versioned, method }: Pick<Route, 'versioned' | 'method'>,
  headers: Pick<IncomingHttpHeaders, 'if-match'>,
  body: unknown,
): number | undefined {
  if (!versioned || method === 'GET' || method === 'POST') return undefined
  const ofHeader = versionOfTag(headers['if-match'])
  const ofBody = versionIn(body)
  if (ofHeader !== undefined && ofBody !== undefined && ofHeader !== ofBody)
    throw new HubError('bad_request', { detail: 'If-Match and version in the body name different versions.' })
  return ofHeader ?? ofBody
}

/** The reply with the version of what it shows as `ETag`, on routes of things that have one. */
export function withVersionTag({ versioned }: Pick<Route, 'versioned'>, reply: RouteReply): RouteReply {
  const version = versioned ? versionIn(reply.body) : undefined
  if (version === undefined) return reply
  return { ...reply, headers: { ...reply.headers, ETag: `"${version}"` } }
}

function versionOfTag(tag: string | undefined): number | undefined {
  if (tag === undefined || tag === '*') return undefined
  const version = Number(ENTITY_TAG.exec(tag)?.[1])
  if (Number.isInteger(version) && version <= MAX_VERSION) return version
  throw new HubError('bad_request', { detail: 'If-Match takes one version in quotes: "3".' })
}

function versionIn(body: unknown): number | undefined {
  if (typeof body !== 'object' || body === null || !('version' in body)) return undefined
  return typeof body.version === 'number' ? body.version : undefined
}

/** What the column holds. */
const MAX_VERSION = 2_147_483_647
