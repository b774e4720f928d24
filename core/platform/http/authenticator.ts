import type { Actor } from './route.ts'

/** The two headers that say who asks and for whom, as they came. */
export interface Credentials {
  authorization: string | undefined
  /** `X-Tenant-Id`: an agency's key acts for one of its clients. */
  tenantId: string | undefined
}

/** Throws `unauthenticated` for an unknown key and `not_found` for a tenant that the key does not reach. */
export type Authenticator = (credentials: Credentials) => Promise<{ actor: Actor; tenantId: string }>
