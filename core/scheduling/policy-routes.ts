import type { TObject, TString } from '@sinclair/typebox'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { PolicySubject } from './policy.ts'
import {
  newClientPolicySchema,
  newPolicySchema,
  policyListSchema,
  policySchema,
  presentNamedPolicy,
  presentPolicy,
  rulesOf,
} from './policy-schemas.ts'
import type { PolicyService } from './policy-service.ts'

const DESCRIPTION =
  'Staff before service before location before client: field by field the first one counts that says something.'

const reply = (description: string) => ({ 200: { description, schema: policySchema } })
const gone = { 204: { description: 'It says nothing any more' } }
const about = { tag: 'policies', rate: 'read', versioned: true } as const

/** What customers may change until when. The business itself is not bound by it. */
export function policyRoutes(policies: PolicyService): Route[] {
  return [
    listRoute(policies),
    ...clientRoutes(policies),
    ...subjectRoutes(policies, { kind: 'location', plural: 'locations' }),
    ...subjectRoutes(policies, { kind: 'service', plural: 'services' }),
    ...subjectRoutes(policies, { kind: 'resource', plural: 'resources' }),
  ]
}

function listRoute(policies: PolicyService): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/policies',
    tag: 'policies',
    summary:
      'All that a client says of cancelling, moving and holding: for itself, and where its parts differ',
    description: 'The client first, then locations, services and resources, each by name.',
    permission: 'policies:read',
    rate: 'read',
    replies: { 200: { description: 'What is said', schema: policyListSchema } },
    async handler({ tenantId }) {
      return { status: 200, body: { data: (await policies.list(tenantId)).map(presentNamedPolicy) } }
    },
  })
}

function clientRoutes(policies: PolicyService): Route[] {
  const path = '/v1/policies/client'
  const subject = { kind: 'client' } as const
  const get = defineRoute({
    ...about,
    method: 'GET',
    path,
    summary: 'What a client says of cancelling, moving and holding',
    permission: 'policies:read',
    replies: reply('Its policy'),
    async handler({ tenantId }) {
      return { status: 200, body: presentPolicy(await policies.get(tenantId, subject)) }
    },
  })
  const put = defineRoute({
    ...about,
    method: 'PUT',
    path,
    summary: 'Say it anew, all of it',
    description: DESCRIPTION,
    permission: 'policies:write',
    rate: 'write',
    body: newClientPolicySchema,
    replies: reply('Its policy after the change'),
    async handler({ tenantId, body, expectedVersion: version }) {
      const policy = { subject, rules: rulesOf(body), version }
      return { status: 200, body: presentPolicy(await policies.put(tenantId, policy)) }
    },
  })
  const remove = defineRoute({
    ...about,
    method: 'DELETE',
    path,
    summary: 'Say nothing any more',
    permission: 'policies:write',
    rate: 'write',
    replies: gone,
    async handler({ tenantId, expectedVersion }) {
      await policies.remove(tenantId, subject, expectedVersion)
      return { status: 204 }
    },
  })
  return [get, put, remove]
}

interface SubjectKind {
  kind: Exclude<PolicySubject['kind'], 'client'>
  plural: string
}

function subjectRoutes(policies: PolicyService, { kind, plural }: SubjectKind): Route[] {
  const path = `/v1/policies/${plural}/:id`
  const params: TObject<Record<'id', TString>> = idParams('id')
  const get = defineRoute({
    ...about,
    method: 'GET',
    path,
    summary: `What is said of a ${kind}’s appointments beyond the client’s policy`,
    permission: 'policies:read',
    params,
    replies: reply('Its policy'),
    async handler({ tenantId, params: { id } }) {
      return { status: 200, body: presentPolicy(await policies.get(tenantId, { kind, id })) }
    },
  })
  const put = defineRoute({
    ...about,
    method: 'PUT',
    path,
    summary: 'Say it anew, all of it',
    description: DESCRIPTION,
    permission: 'policies:write',
    rate: 'write',
    params,
    body: newPolicySchema,
    replies: reply('Its policy after the change'),
    async handler({ tenantId, params: { id }, body, expectedVersion: version }) {
      const policy = { subject: { kind, id }, rules: rulesOf(body), version }
      return { status: 200, body: presentPolicy(await policies.put(tenantId, policy)) }
    },
  })
  const remove = defineRoute({
    ...about,
    method: 'DELETE',
    path,
    summary: 'Say nothing any more',
    permission: 'policies:write',
    rate: 'write',
    params,
    replies: gone,
    async handler({ tenantId, params: { id }, expectedVersion }) {
      await policies.remove(tenantId, { kind, id }, expectedVersion)
      return { status: 204 }
    },
  })
  return [get, put, remove]
}
