import type { StandInRequest } from '../engine/index.ts'
import { refuse } from './calcom-errors.ts'
import type { CalcomState, EventType } from './calcom-state.ts'

export type EventTypeReference = {
  id?: number | undefined
  slug?: string | undefined
  username?: string | undefined
}

/** By id, or by slug and username; refuses with the provider's 404 or 400. */
export function findEventType(
  state: CalcomState,
  request: StandInRequest,
  { id, slug, username }: EventTypeReference,
): EventType {
  if (id === undefined && (slug === undefined || username === undefined))
    return refuse(request, 400, 'Either eventTypeId or eventTypeSlug and username must be provided')
  const bySlug = (type: EventType) => type.slug === slug && state.user.username === username
  const found = state.eventTypes.find((type) => (id === undefined ? bySlug(type) : type.id === id))
  return found ?? refuse(request, 404, `Event type with id ${id ?? slug} not found`)
}

/** The wanted length in minutes: the event type's own, or one of its options. */
export function findLength(request: StandInRequest, type: EventType, wanted: number | undefined): number {
  if (wanted === undefined || wanted === type.lengthInMinutes) return type.lengthInMinutes
  if (type.lengthInMinutesOptions.includes(wanted)) return wanted
  return refuse(
    request,
    400,
    `Event type with id ${type.id} can't be booked with a length of ${wanted} minutes`,
  )
}
