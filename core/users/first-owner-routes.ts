import { defineRoute, type Route } from '../platform/http/route.ts'
import type { FirstOwner } from './first-owner.ts'
import { presentMember } from './user-routes.ts'
import { memberSchema, setupSchema } from './user-schemas.ts'

export function firstOwnerRoutes(setup: FirstOwner): Route[] {
  const use = defineRoute({
    method: 'POST',
    path: '/v1/setup',
    tag: 'users',
    summary: 'Become the first owner of an agency',
    description:
      'With the token in the link that the hub prints when it starts, as long as the agency has no owner. Good once.',
    permission: 'public',
    rate: 'open',
    body: setupSchema,
    replies: { 201: { description: 'Made; sign in now', schema: memberSchema } },
    async handler({ body: { token, ...user } }) {
      return { status: 201, body: presentMember(await setup.use(token, user)) }
    },
  })
  return [use]
}
