import { type Static, Type } from '@sinclair/typebox'
import { given } from '../platform/http/given.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { CatalogService } from './catalog-service.ts'
import { closed, Name, schedulingRules, segments, Version } from './scheduling-schemas.ts'
import { type Service, serviceMinutes } from './service.ts'
import type { ServiceCatalog } from './service-catalog.ts'

const named = {
  name: Name,
  spoken_names: Type.Array(Name, { maxItems: 50, description: 'What callers say for it' }),
  description: Type.String({ maxLength: 2000 }),
  segments,
}

const serviceSchema = Type.Object(
  {
    id: Type.String(),
    ...named,
    minutes: Type.Integer({ description: 'From start to end, without buffers' }),
    ...schedulingRules,
    active: Type.Boolean({ description: 'False: offered no more' }),
    version: Type.Integer(),
  },
  { title: 'Service' },
)

const optional = Type.Partial(closed({ ...named, ...schedulingRules }))
const newService = closed({ ...optional.properties, name: Name, segments })
const serviceChange = Type.Partial(
  closed({ ...named, ...schedulingRules, active: Type.Boolean(), version: Version }),
  { additionalProperties: false, minProperties: 1 },
)

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
    summary: 'Change a service; what is booked keeps its length',
    params: idParams('id'),
    body: serviceChange,
    replies: { 200: { description: 'The service after the change', schema: serviceSchema } },
    async handler({ tenantId, params, body }) {
      const { active, version, ...rest } = body
      const change = given({ ...fieldsOf(rest), active, version })
      return { status: 200, body: presentService(await catalog.update(tenantId, params.id, change)) }
    },
  })
  const remove = defineRoute({
    ...writing,
    method: 'DELETE',
    path: '/v1/services/:id',
    summary: 'Take a service out of the offer',
    description: 'Its appointments stay; `active: true` brings it back.',
    params: idParams('id'),
    replies: { 204: { description: 'Offered no more' } },
    async handler({ tenantId, params }) {
      await catalog.update(tenantId, params.id, { active: false })
      return { status: 204 }
    },
  })
  return [update, remove]
}

/** Only what was sent, under the names of the code. */
function fieldsOf(body: Static<typeof optional>) {
  const fields = {
    name: body.name,
    spokenNames: body.spoken_names,
    description: body.description,
    segments: body.segments,
    bufferBefore: body.buffer_before,
    bufferAfter: body.buffer_after,
    bufferPolicy: body.buffer_policy,
    grid: body.grid,
    noticeMinutes: body.notice_minutes,
    horizonDays: body.horizon_days,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof typeof fields]?: Exclude<(typeof fields)[K], undefined>
  }
}

const presentService = (service: CatalogService) => ({
  id: service.id,
  name: service.name,
  spoken_names: service.spokenNames,
  description: service.description,
  minutes: serviceMinutes(service satisfies Service),
  segments: service.segments,
  buffer_before: service.bufferBefore,
  buffer_after: service.bufferAfter,
  buffer_policy: service.bufferPolicy,
  grid: service.grid,
  notice_minutes: service.noticeMinutes,
  horizon_days: service.horizonDays,
  active: service.active,
  version: service.version,
})
