import type { AvailabilityRequest, BookableResource, OpenLocation } from './availability-request.ts'
import { ownBreaks, ownWindows } from './duty.ts'
import { type Interval, intersect, subtract, union } from './interval.ts'
import { premisesFor, premisesOf } from './premises.ts'
import type { Service } from './service.ts'

/** Hours are asked about, no service: one that takes a minute and asks for nothing. */
const NO_SERVICE: Service = {
  id: '',
  segments: [{ minutes: 1, needs: [] }],
  bufferBefore: 0,
  bufferAfter: 0,
  bufferPolicy: 'max',
  grid: { policy: 'window', minutes: 1 },
  noticeMinutes: 0,
  horizonDays: 1,
}

export type Worker = Pick<BookableResource, 'id' | 'kind' | 'hours' | 'overrides' | 'breaks'>

/** When each works at the location within the range (epoch minutes), breaks left out: what availability starts from. */
export function workingTimes(
  location: OpenLocation,
  workers: readonly Worker[],
  range: Interval,
): Map<string, Interval[]> {
  const resources = workers.map((worker) => ({ ...worker, seats: 1, busy: [], occupied: [] }))
  const { start: from, end: to } = range
  const request: AvailabilityRequest = { service: NO_SERVICE, location, resources, from, to, now: from }
  const premises = premisesOf(request)
  return new Map(
    resources.map((resource) => {
      const { open } = premisesFor(resource, request, premises)
      const own = subtract(union(ownWindows(resource, premises)), ownBreaks(resource, premises))
      return [resource.id, intersect(intersect(own, open), [range])]
    }),
  )
}
