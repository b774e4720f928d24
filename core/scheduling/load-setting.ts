import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import type { BookingSetting } from './booking-setting.ts'
import { lasting, offeredAt } from './service-duration.ts'
import { findSetting } from './setting-repository.ts'

export interface SettingWanted {
  tenantId: string
  serviceId: string
  locationId: string
  /** A service that is offered no more still has appointments to move. */
  inactiveToo?: boolean
  /** Where left out, the service's own. */
  durationMinutes?: number | undefined
  /** What is booked keeps its length, offered or not. */
  anyLength?: boolean
}

/** Throws `not_found` for a service or location that the tenant does not have (or offers no more), `invalid` for the length. */
export async function loadSetting(
  tx: Tx,
  { tenantId, serviceId, locationId, inactiveToo = false, durationMinutes, anyLength = false }: SettingWanted,
): Promise<BookingSetting> {
  const setting = await findSetting(tx, tenantId, { serviceId, locationId })
  if (!setting || !(setting.service.active || inactiveToo)) throw new HubError('not_found')
  if (durationMinutes === undefined) return setting
  const { service } = setting
  const asked = anyLength ? lasting(service, durationMinutes) : offeredAt(service, durationMinutes)
  return { ...setting, service: asked, durationMinutes }
}
