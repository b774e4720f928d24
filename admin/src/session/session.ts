import { createContext, useContext } from 'react'
import type { Reply } from '../api/reply.ts'

/** Who is signed in, in which role, and for whom they may act. */
export type Session = Reply<'/v1/session'>

/** One tenant that the person who is signed in reaches. */
export type ReachedTenant = Session['tenants'][number]

export const SessionContext = createContext<Session | undefined>(undefined)

/** Whether the session ended while its pages stay open. */
export const SessionEndedContext = createContext(false)

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
