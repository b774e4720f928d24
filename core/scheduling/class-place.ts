import { hash } from 'node:crypto'
import type { AvailabilityRequest } from './availability-request.ts'
import { blocks } from './blocking.ts'
import type { PlannedOccupancy } from './occupancy.ts'
import { serviceMinutes } from './service.ts'
import type { EpochMinute } from './zone-offsets.ts'

/** As what an appointment stands beside others: alone, or at a place of a class of so many. */
export interface Party {
  readonly classId: string | null
  /** From 1 to `places`. */
  readonly place: number
  readonly places: number
}

const ALONE: Party = { classId: null, place: 1, places: 1 }

type TakenSeat = Pick<PlannedOccupancy, 'resourceId' | 'seat'>

/**
 * A name, as a UUID, for a class: the same service at the same location, start and length, with the same seats of the same
 * resources. So nobody has to look one up, and a class that changes any of these is another one.
 */
export function classIdOf(
  { service, location }: Pick<AvailabilityRequest, 'service' | 'location'>,
  start: EpochMinute,
  seats: readonly TakenSeat[],
): string {
  const names = new Set(seats.map(({ resourceId, seat }) => `${resourceId}#${seat}`))
  const what = ['class', service.id, location.id, start, serviceMinutes(service), ...[...names].sort()]
  const digits = hash('sha256', what.join(' '))
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
}

/** The lowest place that is free. Only for a plan that the engine has found room for. */
export function partyFor(
  plan: readonly TakenSeat[],
  request: AvailabilityRequest,
  start: EpochMinute,
): Party {
  const places = request.service.capacity ?? 1
  if (places === 1) return ALONE
  const classId = classIdOf(request, start, plan)
  const taken = new Set(
    request.resources
      .flatMap(({ occupied }) => occupied)
      .filter((row) => row.classId === classId && blocks(row, request))
      .map(({ place = 1 }) => place),
  )
  let place = 1
  while (taken.has(place)) place += 1
  return { classId, place, places }
}
