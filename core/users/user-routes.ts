import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import { granterOf } from './granter.ts'
import type { MemberService } from './member-service.ts'
import { newPasswordUrl } from './token.ts'
import type { Member } from './user.ts'
import {
  linkSchema,
  memberListSchema,
  memberSchema,
  passwordResetSchema,
  roleChangeSchema,
} from './user-schemas.ts'

export interface UserRouteParts {
  members: MemberService
  publicUrl: () => string
}

const ABOUT_ONE = { tag: 'users', permission: 'users:write', rate: 'write', params: idParams('id') } as const
const OWN_ONLY = 'For a member of the tenant acted for itself: name it in `X-Tenant-Id`.'

export function userRoutes(parts: UserRouteParts): Route[] {
  return [listRoute(parts), changeRoute(parts), removeRoute(parts), ...helpRoutes(parts)]
}

function listRoute({ members }: UserRouteParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/users',
    tag: 'users',
    summary: 'Who may sign in for the tenant acted for and for those below it',
    permission: 'users:read',
    rate: 'read',
    replies: {
      200: {
        description: 'By name; once for each tenant in which they are a member',
        schema: memberListSchema,
      },
    },
    async handler({ tenantId }) {
      const data = (await members.list(tenantId)).map((member) => ({
        ...presentMember(member),
        second_factor: member.secondFactor,
        last_seen_at: member.lastSeenAt?.toISOString() ?? null,
      }))
      return { status: 200, body: { data } }
    },
  })
}

function changeRoute({ members }: UserRouteParts): Route {
  return defineRoute({
    ...ABOUT_ONE,
    method: 'PATCH',
    path: '/v1/users/:id',
    summary: 'Change the role of a member',
    description: `${OWN_ONLY} Nobody gives or takes a role that may more than their own; the last owner stays one.`,
    body: roleChangeSchema,
    replies: {
      200: { description: 'After the change', schema: memberSchema },
      409: { description: 'The last owner' },
    },
    async handler({ tenantId, params, body, actor }) {
      const ref = { tenantId, userId: params.id }
      return { status: 200, body: presentMember(await members.changeRole(ref, body.role, granterOf(actor))) }
    },
  })
}

function removeRoute({ members }: UserRouteParts): Route {
  return defineRoute({
    ...ABOUT_ONE,
    method: 'DELETE',
    path: '/v1/users/:id',
    summary: 'Remove a member',
    description: `${OWN_ONLY} What is known of somebody who is a member nowhere else is deleted.`,
    replies: { 204: { description: 'Removed' }, 409: { description: 'The last owner' } },
    async handler({ tenantId, params, actor }) {
      await members.remove({ tenantId, userId: params.id }, granterOf(actor))
      return { status: 204 }
    },
  })
}

/** For whoever cannot sign in any more. */
function helpRoutes({ members, publicUrl }: UserRouteParts): Route[] {
  const link = defineRoute({
    ...ABOUT_ONE,
    method: 'POST',
    path: '/v1/users/:id/password-link',
    summary: 'A link with which a member sets a new password',
    description: `${OWN_ONLY} Shown this once, good once and for a day. The second factor stays as it is.`,
    idempotent: false,
    replies: { 201: { description: 'Pass it on', schema: linkSchema } },
    async handler({ tenantId, params, actor }) {
      const { token, expiresAt } = await members.resetLink({ tenantId, userId: params.id }, granterOf(actor))
      const url = newPasswordUrl(publicUrl(), token)
      return { status: 201, body: { url, expires_at: expiresAt.toISOString() } }
    },
  })
  const factor = defineRoute({
    ...ABOUT_ONE,
    method: 'DELETE',
    path: '/v1/users/:id/second-factor',
    summary: 'Switch off the second factor of a member who has lost it',
    description: `${OWN_ONLY} Signs them out everywhere.`,
    replies: { 204: { description: 'Off' } },
    async handler({ tenantId, params, actor }) {
      await members.removeSecondFactor({ tenantId, userId: params.id }, granterOf(actor))
      return { status: 204 }
    },
  })
  const reset = defineRoute({
    method: 'POST',
    path: '/v1/password-reset',
    tag: 'session',
    summary: 'Set a new password with the token of a link',
    permission: 'public',
    rate: 'open',
    body: passwordResetSchema,
    replies: { 204: { description: 'Set; sign in now' } },
    async handler({ body }) {
      await members.reset(body.token, body.password)
      return { status: 204 }
    },
  })
  return [link, factor, reset]
}

export const presentMember = (member: Member) => ({
  id: member.userId,
  tenant_id: member.tenantId,
  name: member.name,
  email: member.email,
  role: member.role,
  created_at: member.createdAt.toISOString(),
})
