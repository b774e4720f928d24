import type { AvailabilityRequest } from './availability-request.ts'
import { ownWindows } from './duty.ts'
import { type Interval, overlaps } from './interval.ts'
import { loadRange, premisesOf } from './premises.ts'
import { serviceMinutes } from './service.ts'
import { longestBuffers } from './service-buffers.ts'
import type { EpochMinute } from './zone-offsets.ts'

/**
 * `loadRange` for one start: no busy time outside of this changes whether, or with whom, it can be had. Anchors of the
 * grid and the load of a resource are matters of the opening windows that the appointment lies in.
 */
export function startRange(
  {
    service,
    location,
    resources,
  }: Pick<AvailabilityRequest, 'service' | 'location'> & {
    resources: ReadonlyArray<Parameters<typeof ownWindows>[0]>
  },
  start: EpochMinute,
): Interval {
  const asked = { service, location, from: start, to: start + 1 }
  // A public holiday closes the location, but not for whoever has hours of their own on it.
  const premises = premisesOf({ ...asked, location: { ...location, holidays: [] } })
  const appointment = { start, end: start + Math.max(1, serviceMinutes(service)) }
  const windows = [premises.windows, ...resources.map((resource) => ownWindows(resource, premises))].flat()
  const around = [appointment, ...windows.filter((window) => overlaps(window, appointment))]
  const { before, after } = longestBuffers(service)
  const margin = serviceMinutes(service) + before + after
  const most = loadRange(asked)
  return {
    start: Math.max(most.start, Math.min(...around.map((each) => each.start)) - margin),
    end: Math.min(most.end, Math.max(...around.map((each) => each.end)) + margin),
  }
}
