import { type Static, Type } from '@sinclair/typebox'
import { given } from '../platform/http/given.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import { BookingLimitsSchema, limitsOf, presentLimits } from '../tenants/index.ts'
import type { Resource } from './resource.ts'
import type { ResourceService } from './resource-service.ts'
import { closed, Id, Kind, Name, Version } from './scheduling-schemas.ts'
import { wrongField } from './wrong-field.ts'

const Seats = Type.Integer({ minimum: 1, maximum: 100, description: 'How many can be served at once' })
const ServiceIds = Type.Array(Id, {
  maxItems: 500,
  description: 'Which services it is able to provide: short for `skills`, where weights and priorities stay',
})
const Weight = Type.Integer({
  minimum: 1,
  maximum: 1000,
  description: 'Under round_robin: twice the weight, twice the appointments',
})
const Priority = Type.Integer({
  minimum: -1000,
  maximum: 1000,
  description: 'The higher, the earlier it is chosen among those that are free',
})
const Skills = Type.Array(
  closed({ service_id: Id, weight: Type.Optional(Weight), priority: Type.Optional(Priority) }),
  { maxItems: 500, description: 'Which services it is able to provide' },
)

const resourceSchema = Type.Object(
  {
    id: Type.String(),
    location_id: Type.String(),
    name: Name,
    kind: Kind,
    seats: Seats,
    limits: BookingLimitsSchema,
    service_ids: Type.Array(Type.String()),
    skills: Type.Array(Type.Object({ service_id: Type.String(), weight: Weight, priority: Priority })),
    active: Type.Boolean(),
    version: Type.Integer(),
  },
  { title: 'Resource' },
)

const newResource = closed({
  location_id: Id,
  name: Name,
  kind: Kind,
  seats: Type.Optional(Seats),
  limits: Type.Optional(BookingLimitsSchema),
  service_ids: Type.Optional(ServiceIds),
  skills: Type.Optional(Skills),
})
const resourceChange = Type.Partial(
  closed({
    location_id: Id,
    name: Name,
    kind: Kind,
    seats: Seats,
    limits: BookingLimitsSchema,
    service_ids: ServiceIds,
    skills: Skills,
    active: Type.Boolean(),
    version: Version,
  }),
  { additionalProperties: false, minProperties: 1 },
)

export function resourceRoutes(resources: ResourceService): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/resources',
    tag: 'resources',
    summary: 'Staff, rooms and equipment of the client',
    permission: 'resources:read',
    rate: 'read',
    replies: { 200: { description: 'By name', schema: Type.Object({ data: Type.Array(resourceSchema) }) } },
    async handler({ tenantId }) {
      return { status: 200, body: { data: (await resources.list(tenantId)).map(presentResource) } }
    },
  })
  const create = defineRoute({
    method: 'POST',
    path: '/v1/resources',
    tag: 'resources',
    versioned: true,
    summary: 'Add a member of staff, a room or a piece of equipment',
    permission: 'resources:write',
    rate: 'write',
    body: newResource,
    replies: { 201: { description: 'Created', schema: resourceSchema } },
    async handler({ tenantId, body }) {
      const { location_id: locationId, name, kind, seats = 1 } = body
      const place = { locationId, name, kind, seats, limits: limitsOf(body.limits ?? {}) }
      const resource = await resources.create(tenantId, { ...place, ...skillsOf(body) })
      return { status: 201, body: presentResource(resource) }
    },
  })
  return [list, create, ...oneResourceRoutes(resources)]
}

function oneResourceRoutes(resources: ResourceService): Route[] {
  const get = defineRoute({
    method: 'GET',
    path: '/v1/resources/:id',
    tag: 'resources',
    versioned: true,
    summary: 'One resource',
    permission: 'resources:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'The resource', schema: resourceSchema } },
    async handler({ tenantId, params }) {
      return { status: 200, body: presentResource(await resources.get(tenantId, params.id)) }
    },
  })
  const update = defineRoute({
    method: 'PATCH',
    path: '/v1/resources/:id',
    tag: 'resources',
    versioned: true,
    summary: 'Change a resource or its skills; what is booked with it stays',
    permission: 'resources:write',
    rate: 'write',
    params: idParams('id'),
    body: resourceChange,
    replies: { 200: { description: 'The resource after the change', schema: resourceSchema } },
    async handler({ tenantId, params, body, expectedVersion: version }) {
      const { location_id: locationId, service_ids: _ids, skills: _skills, limits, ...rest } = body
      const change = given({
        ...rest,
        version,
        locationId,
        limits: limits && limitsOf(limits),
        ...skillsOf(body),
      })
      return { status: 200, body: presentResource(await resources.update(tenantId, params.id, change)) }
    },
  })
  const remove = defineRoute({
    method: 'DELETE',
    path: '/v1/resources/:id',
    tag: 'resources',
    versioned: true,
    summary: 'Offer a resource no more',
    description: 'Its appointments stay; `active: true` brings it back.',
    permission: 'resources:write',
    rate: 'write',
    params: idParams('id'),
    replies: { 204: { description: 'Offered no more' } },
    async handler({ tenantId, params, expectedVersion: version }) {
      await resources.update(tenantId, params.id, given({ active: false, version }))
      return { status: 204 }
    },
  })
  return [get, update, remove]
}

type SkillsBody = Pick<Static<typeof newResource>, 'service_ids' | 'skills'>

/** One way to say it at a time: both are taken only where they name the same services. */
function skillsOf({ service_ids: serviceIds, skills: wanted }: SkillsBody) {
  if (!wanted) return { serviceIds }
  const named = new Set(wanted.map(({ service_id }) => service_id))
  if (serviceIds && !sameOnes(new Set(serviceIds), named)) {
    throw wrongField('/skills', 'names other services than service_ids')
  }
  return { skills: wanted.map(({ service_id: serviceId, ...share }) => ({ serviceId, ...share })) }
}

const sameOnes = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((id) => b.has(id))

const presentResource = (resource: Resource) => ({
  id: resource.id,
  location_id: resource.locationId,
  name: resource.name,
  kind: resource.kind,
  seats: resource.seats,
  limits: presentLimits(resource.limits),
  service_ids: resource.serviceIds,
  skills: resource.skills.map(({ serviceId, ...share }) => ({ service_id: serviceId, ...share })),
  active: resource.active,
  version: resource.version,
})
