import { Type } from '@sinclair/typebox'
import { HubError } from '../platform/errors.ts'
import { idParams } from '../platform/http/id-params.ts'
import { allows } from '../platform/http/permission.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { ApiKeyRow } from './api-key-repository.ts'
import type { ApiKeyService } from './api-key-service.ts'
import { apiKeySchema, issuedApiKeySchema, newApiKeySchema } from './tenant-schemas.ts'

export function apiKeyRoutes(apiKeys: ApiKeyService): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/api-keys',
    tag: 'api-keys',
    summary: 'The keys of the tenant acted for, without their secrets',
    permission: 'api-keys:read',
    rate: 'read',
    replies: { 200: { description: 'Keys', schema: Type.Object({ data: Type.Array(apiKeySchema) }) } },
    async handler({ tenantId }) {
      return { status: 200, body: { data: (await apiKeys.list(tenantId)).map(presentApiKey) } }
    },
  })
  const issue = defineRoute({
    method: 'POST',
    path: '/v1/api-keys',
    tag: 'api-keys',
    summary: 'Make a key for the tenant acted for',
    description: 'The answer holds the key itself, once. It is never stored, so this POST is not replayed.',
    permission: 'api-keys:write',
    rate: 'expensive',
    idempotent: false,
    body: newApiKeySchema,
    replies: { 201: { description: 'Made', schema: issuedApiKeySchema } },
    async handler({ tenantId, body, actor }) {
      if (!actor || !coversAll(actor.scopes, body.scopes)) {
        throw new HubError('forbidden', { detail: 'A key cannot make a key that may do more than itself.' })
      }
      const expiresAt = body.expires_at === undefined ? undefined : Date.parse(body.expires_at)
      return {
        status: 201,
        body: await apiKeys.issue(tenantId, { name: body.name, scopes: body.scopes, expiresAt }),
      }
    },
  })
  const revoke = defineRoute({
    method: 'DELETE',
    path: '/v1/api-keys/:id',
    tag: 'api-keys',
    summary: 'Revoke a key at once',
    permission: 'api-keys:write',
    rate: 'write',
    params: idParams('id'),
    replies: { 204: { description: 'Revoked' } },
    async handler({ tenantId, params }) {
      await apiKeys.revoke(tenantId, params.id)
      return { status: 204 }
    },
  })
  return [list, issue, revoke]
}

const coversAll = (own: readonly string[], wanted: readonly string[]): boolean =>
  wanted.every((scope) => allows(own, scope))

const presentApiKey = (row: ApiKeyRow) => ({
  id: row.id,
  name: row.name,
  scopes: row.scopes,
  created_at: row.created_at.toISOString(),
  expires_at: row.expires_at?.toISOString() ?? null,
  revoked_at: row.revoked_at?.toISOString() ?? null,
})
