import { idParams } from '../../platform/http/id-params.ts'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import type { Connection, ConnectionRef } from './connection.ts'
import { type ConnectionRouteParts, presentConnection } from './connection-routes.ts'
import { connectionSchema } from './connection-schemas.ts'
import { consentRoutes } from './consent-routes.ts'
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
