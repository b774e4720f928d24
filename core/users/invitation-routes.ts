import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import { granterOf } from './granter.ts'
import type { Invitation } from './invitation-repository.ts'
import type { InvitationService } from './invitation-service.ts'
import { presentMember } from './user-routes.ts'
import {
  acceptSchema,
  invitationListSchema,
  lookSchema,
  madeInvitationSchema,
  memberSchema,
  newInvitationSchema,
  seenInvitationSchema,
} from './user-schemas.ts'

export interface InvitationRouteParts {
  invitations: InvitationService
  publicUrl: () => string
}

export function invitationRoutes(parts: InvitationRouteParts): Route[] {
  return [...granterRoutes(parts), ...guestRoutes(parts)]
}

function granterRoutes({ invitations, publicUrl }: InvitationRouteParts): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/invitations',
    tag: 'users',
    summary: 'Invitations that wait, of the tenant acted for and those below it',
    permission: 'users:read',
    rate: 'read',
    replies: { 200: { description: 'The oldest first', schema: invitationListSchema } },
    handler: async ({ tenantId }) => ({
      status: 200,
      body: { data: (await invitations.list(tenantId)).map(present) },
    }),
  })
  const make = defineRoute({
    method: 'POST',
    path: '/v1/invitations',
    tag: 'users',
    summary: 'Invite somebody',
    description:
      'Gives a link to pass on, this once: no mail is sent. Good once and for a week. Nobody gives a role that may more ' +
      'than their own.',
    permission: 'users:write',
    rate: 'write',
    idempotent: false,
    body: newInvitationSchema,
    replies: { 201: { description: 'Made', schema: madeInvitationSchema } },
    async handler({ tenantId, body, actor }) {
      const wanted = { email: body.email, role: body.role, tenantId: body.tenant_id ?? tenantId }
      const { invitation, token } = await invitations.invite(tenantId, wanted, granterOf(actor))
      const url = `${publicUrl()}/admin/invitation#token=${token}`
      return { status: 201, body: { ...present(invitation), url } }
    },
  })
  const withdraw = defineRoute({
    method: 'DELETE',
    path: '/v1/invitations/:id',
    tag: 'users',
    summary: 'Withdraw an invitation of the tenant acted for',
    permission: 'users:write',
    rate: 'write',
    params: idParams('id'),
    replies: { 204: { description: 'Withdrawn' } },
    async handler({ tenantId, params, actor }) {
      await invitations.withdraw(tenantId, params.id, granterOf(actor))
      return { status: 204 }
    },
  })
  return [list, make, withdraw]
}

/** For whoever was given the link. */
function guestRoutes({ invitations }: InvitationRouteParts): Route[] {
  const open = { tag: 'session', permission: 'public', rate: 'open' } as const
  const look = defineRoute({
    ...open,
    method: 'POST',
    path: '/v1/invitations/look',
    summary: 'What an invitation is for',
    body: lookSchema,
    replies: { 200: { description: 'The invitation', schema: seenInvitationSchema } },
    async handler({ body }) {
      const { invitation, tenant, known } = await invitations.look(body.token)
      const { email, role } = invitation
      return { status: 200, body: { email, role, tenant: tenant.name, language: tenant.language, known } }
    },
  })
  const accept = defineRoute({
    ...open,
    method: 'POST',
    path: '/v1/invitations/accept',
    summary: 'Accept an invitation',
    description:
      'Somebody new gives a name and chooses a password. Whose address has an account already gives its password, and a ' +
      'code where its second factor is on.',
    body: acceptSchema,
    replies: { 201: { description: 'A member; sign in now', schema: memberSchema } },
    async handler({ body, address }) {
      return { status: 201, body: presentMember(await invitations.accept({ ...body, address })) }
    },
  })
  return [look, accept]
}

const present = ({ id, tenantId, email, role, createdAt, expiresAt }: Invitation) => ({
  id,
  tenant_id: tenantId,
  email,
  role,
  created_at: createdAt.toISOString(),
  expires_at: expiresAt.toISOString(),
})
