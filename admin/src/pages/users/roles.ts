import type { Schema } from '../../api/api.ts'

export type Role = Schema<'Session'>['role']

/** Those that can be held in a tenant of that kind; the hub refuses the others. */
export const rolesIn = (kind: string): readonly Role[] =>
  kind === 'client' ? ['client_admin', 'client_staff', 'viewer'] : ['agency_owner', 'agency_member', 'viewer']
