import { Type } from '@sinclair/typebox'
import { idParams } from '../../platform/http/id-params.ts'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import type { Connection, ConnectionRef } from './connection.ts'
import { type ConnectionRouteParts, presentConnection } from './connection-routes.ts'
import { connectionSchema } from './connection-schemas.ts'
import type { OAuthConsent } from './oauth-consent.ts'
import { providerProblem } from './provider-problem.ts'

export interface ConnectionActionParts extends ConnectionRouteParts {
  consent: OAuthConsent
}

type Act = (ref: ConnectionRef) => Promise<Connection>

/** These call providers, so they run outside the transaction of an Idempotency-Key; each may be repeated as it is. */
export function connectionActionRoutes(parts: ConnectionActionParts): Route[] {
  const { connections } = parts
  const action = (name: string, summary: string, act: Act): Route =>
    defineRoute({
      method: 'POST',
      path: `/v1/connections/:id/${name}`,
      tag: 'connections',
      summary,
      permission: 'connections:write',
      rate: 'expensive',
      idempotent: false,
      params: idParams('id'),
      replies: { 200: { description: 'The connection afterwards', schema: connectionSchema } },
      async handler({ tenantId, params }) {
        const connection = await act({ tenantId, connectionId: params.id }).catch(providerProblem)
        return { status: 200, body: presentConnection(parts, connection) }
      },
    })
  return [
    action('check', 'Try the settings against the provider now', (ref) => connections.check(ref)),
    action('enable', 'Switch on', (ref) => connections.enable(ref)),
    action('disable', 'Switch off; its hooks answer 404', (ref) => connections.disable(ref)),
    ...consentRoutes(parts),
  ]
}

function consentRoutes({ consent }: ConnectionActionParts): Route[] {
  const authorize = defineRoute({
    method: 'POST',
    path: '/v1/connections/:id/authorize',
    tag: 'connections',
    summary: "Address of the provider's consent page, good for 15 minutes",
    permission: 'connections:write',
    rate: 'expensive',
    idempotent: false,
    params: idParams('id'),
    replies: { 200: { description: 'Open it in a browser', schema: Type.Object({ url: Type.String() }) } },
    async handler({ tenantId, params }) {
      return { status: 200, body: { url: await consent.begin({ tenantId, connectionId: params.id }) } }
    },
  })
  const callback = defineRoute({
    method: 'GET',
    path: '/oauth/callback',
    tag: 'connections',
    summary: 'Where a consent page sends the browser back to',
    permission: 'public',
    rate: 'open',
    query: Type.Object(
      {
        state: Type.String({ minLength: 10, maxLength: 200 }),
        code: Type.Optional(Type.String({ maxLength: 2_000 })),
        error: Type.Optional(Type.String({ maxLength: 200 })),
      },
      // Providers add members of their own (scope, iss, authuser).
      { additionalProperties: true },
    ),
    replies: { 200: { description: 'Connected', schema: Type.Object({ state: Type.String() }) } },
    async handler({ query }) {
      const { state } = await consent.finish(query)
      return { status: 200, body: { state: state.is } }
    },
  })
  return [authorize, callback]
}
