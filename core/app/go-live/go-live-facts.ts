import type { LineReadiness } from '../../calls/index.ts'
import type {
  CalendarLinkService,
  ResourceService,
  ScheduleService,
  ServiceCatalog,
} from '../../scheduling/index.ts'
import type { LocationService } from '../../tenants/index.ts'
import type { GoLiveFacts } from './go-live.ts'

export interface GoLiveParts {
  locations: LocationService
  schedules: ScheduleService
  resources: ResourceService
  catalog: ServiceCatalog
  links: CalendarLinkService
  lines: LineReadiness
  publicUrl: () => string
}

/** Read now, nothing of it is stored. */
export async function goLiveFacts(parts: GoLiveParts, tenantId: string): Promise<GoLiveFacts> {
  const locations = await parts.locations.list(tenantId)
  const hours = await parts.schedules.list(tenantId, { resourceId: null })
  const resources = (await parts.resources.list(tenantId)).filter(({ active }) => active)
  const services = (await parts.catalog.list(tenantId)).filter(({ active }) => active)
  const linked = new Set((await parts.links.list(tenantId)).map(({ resourceId }) => resourceId))
  const open = new Set(
    hours
      .filter(({ weekly }) => Object.values(weekly).some((windows) => windows.length > 0))
      .map(({ locationId }) => locationId),
  )
  const able = new Set(resources.flatMap(({ serviceIds }) => serviceIds))
  return {
    publicUrl: parts.publicUrl(),
    locations: locations.map(({ id, name }) => ({ id, name, opens: open.has(id) })),
    staff: resources
      .filter(({ kind }) => kind === 'staff')
      .map(({ id, name }) => ({ name, hasCalendar: linked.has(id) })),
    services: services.map(({ id, name }) => ({ name, able: able.has(id) })),
    lines: await parts.lines.lines(tenantId),
  }
}
