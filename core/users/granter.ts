import { HubError } from '../platform/errors.ts'
import type { Actor } from '../platform/http/route.ts'
import type { Tenant } from '../tenants/index.ts'
import { mayGive, type Role, rolesIn } from './role.ts'

/** Who gives roles to others: a user, or a key. */
export interface Granter {
  /** Of the user, or of the key. */
  id: string
  /** Undefined for a key. */
  userId?: string
  scopes: readonly string[]
}

export function granterOf(actor: Actor | undefined): Granter {
  if (!actor) throw new HubError('unauthenticated')
  const { user, keyId, scopes } = actor
  return user ? { id: user.id, userId: user.id, scopes } : { id: keyId, scopes }
}

/** Throws `forbidden` where the role may more than who gives, takes or looks after it. */
export function requireGrant({ scopes }: Granter, role: Role): void {
  if (mayGive(scopes, role)) return
  throw new HubError('forbidden', { detail: 'That role may more than yours: ask somebody who has it.' })
}

export function requireRoleIn({ kind }: Pick<Tenant, 'kind'>, role: Role): void {
  const roles = rolesIn(kind)
  if (roles.includes(role)) return
  const message = `must be one of: ${roles.join(', ')}`
  throw new HubError('invalid', {
    detail: `Nobody is ${role} in a tenant of the kind ${kind}.`,
    extra: { errors: [{ path: '/role', message }] },
  })
}
