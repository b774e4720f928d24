import type { IncomingHttpHeaders } from 'node:http'
import type { Actor } from './route.ts'
import { sessionOf } from './session-cookie.ts'

/** What says who asks and for whom, as it came. */
export interface Credentials {
  authorization: string | undefined
  /** The token in the session's cookie; it counts only where there is no `authorization`. */
  session?: string | undefined
  /** `X-Tenant-Id`: an agency's key acts for one of its clients. */
  tenantId: string | undefined
}

/**
 * Throws `unauthenticated` for an unknown key or session and `not_found` for a tenant that it does not reach.
 */
export type Authenticator = (credentials: Credentials) => Promise<{ actor: Actor; tenantId: string }>

export function credentialsOf(headers: IncomingHttpHeaders): Credentials {
  const { authorization, 'x-tenant-id': tenantId } = headers
  return { authorization, session: sessionOf(headers), tenantId: tenantId?.toString() }
}
