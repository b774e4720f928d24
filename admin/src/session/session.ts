import { createContext, useContext } from 'react'

/** One tenant that the person who is signed in reaches. */
export interface ReachedTenant {
  id: string
  parent_id: string | null
  kind: string
  name: string
  zone: string
  currency: string
  language: string
}

/** Who is signed in, in which role, and for whom they may act: what `GET /v1/session` answers. */
export interface Session {
  user: { id: string; email: string; name: string; language: string; totp: boolean }
  role: string
  /** As of API keys: `*`, `noun:*`, `noun:read`, `noun:write`. */
  scopes: string[]
  tenants: ReachedTenant[]
}

export const SessionContext = createContext<Session | undefined>(undefined)

/** On pages behind the sign-in. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('this is only shown to whoever is signed in')
  return session
}

/** As the hub decides it (core/platform/http/permission.ts): the hub refuses, this only hides what it would refuse. */
export function mayWith(scopes: readonly string[], permission: string): boolean {
  const [noun, verb] = permission.split(':')
  return scopes.some(
    (scope) =>
      scope === '*' ||
      scope === permission ||
      scope === `${noun}:*` ||
      (verb === 'read' && scope === `${noun}:write`),
  )
}

/** `const may = useMay(); may('calls:write')`. */
export function useMay(): (permission: string) => boolean {
  const { scopes } = useSession()
  return (permission) => mayWith(scopes, permission)
}

export const TenantContext = createContext<ReachedTenant | undefined>(undefined)

/** The tenant that the page is about: name, zone, currency. */
export function useTenant(): ReachedTenant {
  const tenant = useContext(TenantContext)
  if (!tenant) throw new Error('this is only shown on pages of a client')
  return tenant
}
