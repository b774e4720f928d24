import { HubError } from '../platform/errors.ts'
import { defineRoute, type Route, type RouteRequest } from '../platform/http/route.ts'
import { noSessionCookie, sessionCookie, sessionOf } from '../platform/http/session-cookie.ts'
import type { Tenant, TenantService } from '../tenants/index.ts'
import { ABSOLUTE_LIMIT, type Session } from './session.ts'
import type { SessionService } from './session-service.ts'
import { sessionListSchema, sessionSchema, signInSchema } from './user-schemas.ts'
import type { UserService } from './user-service.ts'

export interface SessionRouteParts {
  sessions: SessionService
  users: UserService
  tenants: TenantService
}

/** What a browser is told of who is signed in in it. */
export function sessionRoutes(parts: SessionRouteParts): Route[] {
  return [
    signInRoute(parts),
    getRoute(parts),
    signOutRoute(parts),
    listRoute(parts),
    signOutEverywhereRoute(parts),
  ]
}

function signInRoute(parts: SessionRouteParts): Route {
  return defineRoute({
    method: 'POST',
    path: '/v1/session',
    tag: 'session',
    summary: 'Sign in',
    description:
      'Gives the browser a cookie that stands for a key from then on, and ends the session it had. With ' +
      '`second_factor_required` ask for a code and send all of it again. Attempts are counted by account and by address: ' +
      '429 says when the next one is looked at.',
    permission: 'public',
    rate: 'open',
    body: signInSchema,
    replies: { 200: { description: 'Signed in', schema: sessionSchema } },
    async handler({ body, address, headers }) {
      const token = await parts.sessions.signIn({
        ...body,
        address,
        userAgent: headers['user-agent']?.toString(),
        before: sessionOf({ cookie: headers.cookie?.toString() }),
      })
      const { actor } = await parts.sessions.authenticate({
        authorization: undefined,
        session: token,
        tenantId: undefined,
      })
      return {
        status: 200,
        body: await present(parts, { actor, token }),
        headers: { 'set-cookie': sessionCookie(token, ABSOLUTE_LIMIT / 1_000) },
      }
    },
  })
}

function getRoute(parts: SessionRouteParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/session',
    tag: 'session',
    summary: 'Who is signed in, and what they may do where',
    description: 'Role and scopes are those in the tenant acted for.',
    permission: 'self',
    rate: 'read',
    replies: { 200: { description: 'The session', schema: sessionSchema } },
    async handler({ actor, headers }) {
      return { status: 200, body: await present(parts, { actor, token: tokenIn(headers) }) }
    },
  })
}

function signOutRoute({ sessions }: SessionRouteParts): Route {
  return defineRoute({
    method: 'DELETE',
    path: '/v1/session',
    tag: 'session',
    summary: 'Sign out',
    description: 'Also where the session is over already.',
    permission: 'public',
    rate: 'open',
    replies: { 204: { description: 'Signed out' } },
    async handler({ headers }) {
      const token = tokenIn(headers)
      if (token !== undefined) await sessions.end(token)
      return { status: 204, headers: { 'set-cookie': noSessionCookie() } }
    },
  })
}

function listRoute({ sessions }: SessionRouteParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/sessions',
    tag: 'session',
    summary: 'Where one is signed in',
    permission: 'self',
    rate: 'read',
    replies: { 200: { description: 'The latest used first', schema: sessionListSchema } },
    async handler({ actor }) {
      const { user, current } = signedIn(actor)
      const data = (await sessions.list(user.id)).map((session) => presentSession(session, current))
      return { status: 200, body: { data } }
    },
  })
}

function signOutEverywhereRoute({ sessions }: SessionRouteParts): Route {
  return defineRoute({
    method: 'DELETE',
    path: '/v1/sessions',
    tag: 'session',
    summary: 'Sign out everywhere, here as well',
    permission: 'self',
    rate: 'write',
    replies: { 204: { description: 'Signed out' } },
    async handler({ actor }) {
      await sessions.endAll(signedIn(actor).user.id)
      return { status: 204, headers: { 'set-cookie': noSessionCookie() } }
    },
  })
}

const tokenIn = (headers: RouteRequest['headers']): string | undefined =>
  sessionOf({ cookie: headers.cookie?.toString() })

/** Routes with the permission `self` are called by users only. */
export function signedIn(actor: RouteRequest['actor']): {
  user: { id: string; role: string }
  current: string
} {
  if (!actor?.user) throw new HubError('unauthenticated')
  return { user: actor.user, current: actor.keyId }
}

async function present(
  { sessions, users, tenants }: SessionRouteParts,
  { actor, token }: { actor: RouteRequest['actor']; token: string | undefined },
) {
  const { user } = signedIn(actor)
  const held = await sessions.memberships(token)
  const [member, account, reached] = await Promise.all([
    users.member(actor?.ownTenantId ?? '', user.id),
    users.account(user.id),
    tenants.within(held.map(({ tenantId }) => tenantId)),
  ])
  const { name, email } = member
  const { language, totpSecret } = account
  return {
    user: { id: user.id, email, name, language, totp: totpSecret !== null },
    role: user.role,
    scopes: actor?.scopes ?? [],
    tenants: reached.map(presentTenant),
  }
}

const presentTenant = ({ id, parentId, kind, name, zone, currency, language }: Tenant) => ({
  id,
  parent_id: parentId,
  kind,
  name,
  zone,
  currency,
  language,
})

const presentSession = (session: Session, current: string) => ({
  id: session.id,
  browser: session.browser,
  created_at: session.createdAt.toISOString(),
  last_seen_at: session.lastSeenAt.toISOString(),
  expires_at: session.expiresAt.toISOString(),
  current: session.id === current,
})
