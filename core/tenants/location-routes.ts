import { type Static, Type } from '@sinclair/typebox'
import { given } from '../platform/http/given.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import { limitsOf, presentLimits } from './booking-limits-schema.ts'
import type { LocationService, NewLocation } from './location-service.ts'
import type { Location } from './tenant.ts'
import { locationChangeSchema, locationSchema, newLocationSchema } from './tenant-schemas.ts'

export function locationRoutes(locations: LocationService): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/locations',
    tag: 'locations',
    summary: 'All locations of the client',
    permission: 'locations:read',
    rate: 'read',
    replies: { 200: { description: 'Locations', schema: Type.Object({ data: Type.Array(locationSchema) }) } },
    async handler({ tenantId }) {
      return { status: 200, body: { data: (await locations.list(tenantId)).map(presentLocation) } }
    },
  })
  const create = defineRoute({
    method: 'POST',
    path: '/v1/locations',
    tag: 'locations',
    versioned: true,
    summary: 'Add a location',
    permission: 'locations:write',
    rate: 'write',
    body: newLocationSchema,
    replies: { 201: { description: 'Created', schema: locationSchema } },
    async handler({ tenantId, body }) {
      const location = await locations.create(tenantId, newLocationOf(body))
      return { status: 201, body: presentLocation(location) }
    },
  })
  const get = defineRoute({
    method: 'GET',
    path: '/v1/locations/:id',
    tag: 'locations',
    versioned: true,
    summary: 'One location',
    permission: 'locations:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'The location', schema: locationSchema } },
    async handler({ tenantId, params }) {
      return { status: 200, body: presentLocation(await locations.get(tenantId, params.id)) }
    },
  })
  const update = defineRoute({
    method: 'PATCH',
    path: '/v1/locations/:id',
    tag: 'locations',
    versioned: true,
    summary: 'Change a location',
    permission: 'locations:write',
    rate: 'write',
    params: idParams('id'),
    body: locationChangeSchema,
    replies: { 200: { description: 'The location after the change', schema: locationSchema } },
    async handler({ tenantId, params, body, expectedVersion: version }) {
      const change = given({ ...given(locationChangeOf(body)), version })
      return { status: 200, body: presentLocation(await locations.update(tenantId, params.id, change)) }
    },
  })
  return [list, create, get, update]
}

function newLocationOf(body: Static<typeof newLocationSchema>): NewLocation {
  const { name, zone, language, address = null, holidays_open: holidaysOpen = [] } = body
  const customerLimits = limitsOf(body.customer_limits ?? {})
  const holidayRegion = body.holiday_region ?? null
  return { name, zone, language, address, holidayRegion, holidaysOpen, customerLimits }
}

function locationChangeOf(body: Static<typeof locationChangeSchema>) {
  const {
    holiday_region: holidayRegion,
    holidays_open: holidaysOpen,
    customer_limits: limits,
    ...rest
  } = body
  return { ...rest, holidayRegion, holidaysOpen, customerLimits: limits && limitsOf(limits) }
}

const presentLocation = (location: Location) => ({
  id: location.id,
  name: location.name,
  zone: location.zone,
  language: location.language,
  address: location.address,
  holiday_region: location.holidayRegion,
  holidays_open: location.holidaysOpen,
  customer_limits: presentLimits(location.customerLimits),
  version: location.version,
})
