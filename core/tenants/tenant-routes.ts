import { Type } from '@sinclair/typebox'
import { given } from '../platform/http/given.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { Tenant } from './tenant.ts'
import { newTenantSchema, tenantChangeSchema, tenantSchema } from './tenant-schemas.ts'
import type { TenantService } from './tenant-service.ts'

export function tenantRoutes(tenants: TenantService): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/tenants',
    tag: 'tenants',
    summary: 'The tenant acted for, and those directly under it',
    permission: 'tenants:read',
    rate: 'read',
    replies: {
      200: { description: 'Itself first', schema: Type.Object({ data: Type.Array(tenantSchema) }) },
    },
    async handler({ tenantId }) {
      const [own, children] = await Promise.all([tenants.get(tenantId), tenants.children(tenantId)])
      return { status: 200, body: { data: [own, ...children].map(presentTenant) } }
    },
  })
  const create = defineRoute({
    method: 'POST',
    path: '/v1/tenants',
    tag: 'tenants',
    versioned: true,
    summary: 'Put a partner or client under the tenant acted for',
    permission: 'tenants:write',
    rate: 'write',
    body: newTenantSchema,
    replies: { 201: { description: 'Created', schema: tenantSchema } },
    async handler({ tenantId, body }) {
      return { status: 201, body: presentTenant(await tenants.createChild(tenantId, body)) }
    },
  })
  return [list, create, ...oneTenantRoutes(tenants)]
}

function oneTenantRoutes(tenants: TenantService): Route[] {
  const get = defineRoute({
    method: 'GET',
    path: '/v1/tenants/:id',
    tag: 'tenants',
    versioned: true,
    summary: 'One tenant: itself or one below it',
    permission: 'tenants:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'The tenant', schema: tenantSchema } },
    async handler({ tenantId, params }) {
      return { status: 200, body: presentTenant(await tenants.getWithin(tenantId, params.id)) }
    },
  })
  const update = defineRoute({
    method: 'PATCH',
    path: '/v1/tenants/:id',
    tag: 'tenants',
    versioned: true,
    summary: 'Change the name, zone or language',
    permission: 'tenants:write',
    rate: 'write',
    params: idParams('id'),
    body: tenantChangeSchema,
    replies: { 200: { description: 'The tenant after the change', schema: tenantSchema } },
    async handler({ tenantId, params, body, expectedVersion: version }) {
      const change = given({ ...given(body), version })
      return { status: 200, body: presentTenant(await tenants.update(tenantId, params.id, change)) }
    },
  })
  return [get, update]
}

const presentTenant = (tenant: Tenant) => ({
  id: tenant.id,
  parent_id: tenant.parentId,
  kind: tenant.kind,
  name: tenant.name,
  zone: tenant.zone,
  currency: tenant.currency,
  language: tenant.language,
  version: tenant.version,
  created_at: tenant.createdAt.toISOString(),
})
