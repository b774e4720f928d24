import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import type { BookingSetting } from './booking-setting.ts'
import { lasting, offeredAt, stretchedTo } from './service-duration.ts'
import { findSetting } from './setting-repository.ts'

export interface SettingWanted {
  tenantId: string
  serviceId: string
  locationId: string
  /** A service that is offered no more still has appointments to move. */
  inactiveToo?: boolean
  /** Where left out, the service's own. */
  durationMinutes?: number | undefined
  /** `kept`: what is booked keeps its length, offered or not. `any`: another one, where the service has one segment. */
  length?: 'offered' | 'kept' | 'any' | undefined
}

/** Throws `not_found` for a service or location that the tenant does not have (or offers no more), `invalid` for the length. */
export async function loadSetting(
  tx: Tx,
  {
    tenantId,
    serviceId,
    locationId,
    inactiveToo = false,
    durationMinutes,
    length = 'offered',
  }: SettingWanted,
): Promise<BookingSetting> {
  const setting = await findSetting(tx, tenantId, { serviceId, locationId })
  if (!setting || !(setting.service.active || inactiveToo)) throw new HubError('not_found')
  if (durationMinutes === undefined) return setting
  const { service } = setting
  const asked = LENGTHS[length](service, durationMinutes)
  return { ...setting, service: asked, durationMinutes }
}

const LENGTHS = { offered: offeredAt, kept: lasting, any: stretchedTo }
