import { allows } from '../platform/http/permission.ts'
import type { TenantKind } from '../tenants/index.ts'

/** The mightier first. */
export const ROLES = ['agency_owner', 'agency_member', 'client_admin', 'client_staff', 'viewer'] as const
export type Role = (typeof ROLES)[number]

const read = (...nouns: string[]): string[] => nouns.map((noun) => `${noun}:read`)
const write = (...nouns: string[]): string[] => nouns.map((noun) => `${noun}:write`)

/** What a business sets up and does every day. Who may write may read. */
const DAILY = ['appointments', 'calls', 'customers', 'tasks']
const SET_UP = [
  'calendar-links',
  'connections',
  'jobs',
  'locations',
  'phone-numbers',
  'policies',
  'resources',
  'schedules',
  'services',
  'voice-agents',
  'webhooks',
]
/** Read only by nature. */
const SEEN = ['availability', 'events']
const MONEY = ['billing-details', 'invoices', 'payers', 'plans', 'subscriptions', 'usage']

/**
 * What each role may do in the tenant in which it is held, and in all below it. `api-keys`, `users` and `payloads` (what
 * providers sent, word for word) are left out wherever they are not named.
 */
const SCOPES: Readonly<Record<Role, readonly string[]>> = {
  agency_owner: ['*'],
  agency_member: [
    ...write(...DAILY, ...SET_UP, 'tenants'),
    ...read(...SEEN, ...MONEY, 'payloads', 'users', 'system'),
  ],
  client_admin: [
    ...write(...DAILY, ...SET_UP, 'billing-details', 'payers', 'users', 'api-keys'),
    ...read(...SEEN, ...MONEY, 'payloads', 'tenants'),
  ],
  client_staff: [
    ...write(...DAILY),
    ...read(...SEEN, 'locations', 'policies', 'resources', 'schedules', 'services', 'tenants'),
  ],
  viewer: read(...DAILY, ...SET_UP, ...SEEN, ...MONEY, 'tenants'),
}

/** All nouns that were thought of here; `agency_owner` alone may what is in none of the lists. */
export const DECIDED: ReadonlySet<string> = new Set(
  Object.values(SCOPES).flatMap((scopes) => scopes.map((scope) => scope.split(':')[0] ?? '')),
)

export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text)

export const scopesOf = (role: Role): readonly string[] => SCOPES[role]

/** Nobody gives a role, or takes one, that may more than they may themselves. */
export const mayGive = (own: readonly string[], role: Role): boolean =>
  SCOPES[role].every((scope) => allows(own, scope))

/** Roles that can be held in a tenant of that kind. */
export function rolesIn(kind: TenantKind): readonly Role[] {
  const level = kind === 'client' ? 'client_' : 'agency_'
  return ROLES.filter((role) => role === 'viewer' || role.startsWith(level))
}

export interface Membership {
  tenantId: string
  role: Role
}

/** Together, for somebody who holds several: all scopes, under the name of the mightiest. */
export function heldTogether(
  memberships: readonly Membership[],
): (Membership & { scopes: readonly string[] }) | undefined {
  const [first] = byMight(memberships)
  return first && { ...first, scopes: [...new Set(memberships.flatMap(({ role }) => SCOPES[role]))] }
}

export const byMight = (memberships: readonly Membership[]): Membership[] =>
  [...memberships].sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role))
