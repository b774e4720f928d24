import { Type } from '@sinclair/typebox'
import { given } from '../platform/http/given.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { ServiceCatalog } from './service-catalog.ts'
import { fieldsOf, newService, presentService, serviceChange, serviceSchema } from './service-schemas.ts'

export function serviceRoutes(catalog: ServiceCatalog): Route[] {
  const services = { tag: 'services', rate: 'read', permission: 'services:read' } as const
  const writing = { tag: 'services', rate: 'write', permission: 'services:write' } as const
  const list = defineRoute({
    ...services,
    method: 'GET',
    path: '/v1/services',
    summary: 'All services of the client',
    replies: { 200: { description: 'By name', schema: Type.Object({ data: Type.Array(serviceSchema) }) } },
    async handler({ tenantId }) {
      return { status: 200, body: { data: (await catalog.list(tenantId)).map(presentService) } }
    },
  })
  const create = defineRoute({
    ...writing,
    method: 'POST',
    path: '/v1/services',
    versioned: true,
    summary: 'Add a service',
    body: newService,
    replies: { 201: { description: 'Created', schema: serviceSchema } },
    async handler({ tenantId, body }) {
      const { name, segments: parts, ...rest } = body
      const service = await catalog.create(tenantId, { name, segments: parts, ...fieldsOf(rest) })
      return { status: 201, body: presentService(service) }
    },
  })
  const get = defineRoute({
    ...services,
    method: 'GET',
    path: '/v1/services/:id',
    versioned: true,
    summary: 'One service',
    params: idParams('id'),
    replies: { 200: { description: 'The service', schema: serviceSchema } },
    async handler({ tenantId, params }) {
      return { status: 200, body: presentService(await catalog.get(tenantId, params.id)) }
    },
  })
  return [list, create, get, ...changeRoutes(catalog)]
}

function changeRoutes(catalog: ServiceCatalog): Route[] {
  const writing = { tag: 'services', rate: 'write', permission: 'services:write' } as const
  const update = defineRoute({
    ...writing,
    method: 'PATCH',
    path: '/v1/services/:id',
    versioned: true,
    summary: 'Change a service; what is booked keeps its length',
    params: idParams('id'),
    body: serviceChange,
    replies: { 200: { description: 'The service after the change', schema: serviceSchema } },
    async handler({ tenantId, params, body, expectedVersion }) {
      const { active, version: _, ...rest } = body
      const change = given({ ...fieldsOf(rest), active, version: expectedVersion })
      return { status: 200, body: presentService(await catalog.update(tenantId, params.id, change)) }
    },
  })
  const remove = defineRoute({
    ...writing,
    method: 'DELETE',
    path: '/v1/services/:id',
    versioned: true,
    summary: 'Take a service out of the offer',
    description: 'Its appointments stay; `active: true` brings it back.',
    params: idParams('id'),
    replies: { 204: { description: 'Offered no more' } },
    async handler({ tenantId, params, expectedVersion }) {
      await catalog.update(tenantId, params.id, given({ active: false, version: expectedVersion }))
      return { status: 204 }
    },
  })
  return [update, remove]
}
