import type { NewEvent } from '../platform/events/event.ts'
import type { Role } from './role.ts'
import type { MemberRef } from './user.ts'

export type UserEventType =
  | 'user.joined'
  | 'user.role_changed'
  | 'user.removed'
  | 'user.password_link_made'
  | 'user.second_factor_removed'

/** `at` in epoch milliseconds; `by`: the user or key that did it, null for the person themselves. */
export interface UserFacts {
  by: string | null
  role: Role
  before?: Role
  at: number
}

export const userEvent = (
  type: UserEventType,
  { tenantId, userId }: MemberRef,
  { by, role, before, at }: UserFacts,
): NewEvent => ({
  tenantId,
  aggregate: 'user',
  aggregateId: userId,
  version: 1,
  type,
  payload: { by, role, ...(before === undefined ? {} : { before }) },
  occurredAt: at,
})

export const invitationEvent = (
  type: 'invitation.made' | 'invitation.withdrawn',
  { tenantId, id, role }: { tenantId: string; id: string; role: Role },
  { by, at }: { by: string; at: number },
): NewEvent => ({
  tenantId,
  aggregate: 'invitation',
  aggregateId: id,
  version: 1,
  type,
  payload: { by, role },
  occurredAt: at,
})
