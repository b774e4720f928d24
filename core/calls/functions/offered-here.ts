import type { CatalogService, PricedService, Resource } from '../../scheduling/index.ts'
import type { CallSession } from '../call-session.ts'
import type { FunctionParts } from './call-function.ts'

type Place = Pick<CallSession, 'tenantId'> & { location: Pick<CallSession['location'], 'id'> }

/** Who and what is at the location: at home there, or with hours of its own there. */
export async function resourcesHere(
  { tenantId, location }: Place,
  { resources, schedules }: Pick<FunctionParts, 'resources' | 'schedules'>,
): Promise<Resource[]> {
  const all = await resources.list(tenantId)
  const hours = await schedules.list(tenantId, { locationId: location.id })
  const visiting = new Set(hours.map(({ resourceId }) => resourceId))
  return all.filter(
    ({ id, active, locationId }) => active && (locationId === location.id || visiting.has(id)),
  )
}

/** What can be done at the location by those who are there; a client's other locations may offer more. */
export async function servicesHere(
  place: Place,
  parts: Pick<FunctionParts, 'resources' | 'schedules' | 'catalog'>,
): Promise<PricedService[]> {
  const here = await resourcesHere(place, parts)
  const services = await parts.catalog.list(place.tenantId)
  return services.filter((service) => service.active && canDo(here, service))
}

function canDo(here: readonly Resource[], { id, segments }: CatalogService): boolean {
  const kinds = segments.flatMap(({ needs }) => needs)
  return kinds.every((kind) => here.some((each) => each.kind === kind && each.serviceIds.includes(id)))
}
