import { HubError } from '../platform/errors.ts'
import type { LocationService } from '../tenants/index.ts'

/** RFC 3339 (checked by the schema) as epoch milliseconds. Throws `invalid` for a day no calendar has. */
export function instantOf(text: string): number {
  const at = Date.parse(text)
  if (Number.isFinite(at)) return at
  throw new HubError('invalid', { detail: `${text} is no instant.` })
}

/** The zones of a tenant's locations, to write times in. */
export async function zonesOf(
  locations: LocationService,
  tenantId: string,
): Promise<(locationId: string) => string> {
  const zones = new Map((await locations.list(tenantId)).map(({ id, zone }) => [id, zone]))
  return (locationId) => zones.get(locationId) ?? 'UTC'
}

/** The location that is named, or the only one there is. */
export async function locationOf(
  locations: LocationService,
  tenantId: string,
  named: string | undefined,
): Promise<string> {
  if (named) return named
  const [only, ...others] = await locations.list(tenantId)
  if (only && others.length === 0) return only.id
  throw new HubError('invalid', { detail: 'location_id is needed: there is not exactly one location.' })
}
