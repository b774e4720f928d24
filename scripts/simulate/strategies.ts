import { alternatives, alternativesRange } from '../../core/scheduling/alternatives.ts'
import { findSlots } from '../../core/scheduling/availability.ts'
import type { AvailabilityRequest } from '../../core/scheduling/availability-request.ts'
import { chooseOffers } from '../../core/scheduling/offers.ts'
import type { TimeSlot } from '../../core/scheduling/time-slot.ts'
import { isWished, type Wish } from '../../core/scheduling/wish.ts'
import { zoneOffsets } from '../../core/scheduling/zone-offsets.ts'
import { SHORTEST, ZONE } from './salon.ts'

/** What the caller is offered, for a request without a range of its own. */
export type Strategy = (request: AvailabilityRequest, wish: Wish) => readonly TimeSlot[]

const clock = zoneOffsets(ZONE)
const TWO_WEEKS = 14 * 1440

/** The earliest time that fits, with whoever comes first in the list: what a calendar without an optimizer does. */
export const firstFit: Strategy = (request, wish) => {
  const within = earliest(request, wish)
  return within.length > 0 ? within : earliest(request, { start: wish.start, end: wish.start + TWO_WEEKS })
}

function earliest(request: AvailabilityRequest, wish: Wish): TimeSlot[] {
  let best: TimeSlot | undefined
  for (const { id } of request.resources) {
    const alone = { ...request, onlyResourceIds: [id], from: wish.start, to: wish.end }
    const slot = findSlots(alone).slots.find(({ start }) => isWished(start, wish, clock))
    if (slot && (!best || slot.start < best.start)) best = slot
  }
  return best ? [best] : []
}

/** What the hub offers: up to three times, with whoever it leaves the fewest gaps to. */
export const offers: Strategy = (request, wish) => {
  const asked = { ...request, lossBelow: SHORTEST }
  const { offered } = chooseOffers(asked, [wish])
  if (offered.length > 0) return offered
  const range = alternativesRange(asked, wish.start)
  return alternatives({ ...asked, from: range.start, to: range.end }, wish.start)
}
