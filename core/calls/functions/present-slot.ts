import type { ReachedLimit, Refused, Slot } from '../../scheduling/index.ts'
import { type Conversation, spokenAt, spokenDay, spokenTimes } from '../call-session.ts'
import { answer, type FunctionAnswer } from '../function-answer.ts'
import type { SpokenRefusal } from '../phrases/index.ts'
import { refuseChange } from './agreed-change.ts'
import { localTime } from './local-day.ts'

/** What is said and what is sent are made from the same slot. */
export function presentSlot(session: Conversation, slot: Slot) {
  const { zone } = session.location
  return {
    start: localTime(slot.start, zone),
    end: localTime(slot.end, zone),
    service_id: slot.serviceId,
    location_id: slot.locationId,
    resource_ids: slot.resourceIds,
    ...(slot.insteadOf === undefined ? {} : { instead_of: slot.insteadOf }),
    ...(slot.placesLeft === undefined ? {} : { places_left: slot.placesLeft }),
    offer_token: slot.token,
    say: spokenAt(session, slot.start),
  }
}

/** Up to three times to choose from, or the plain truth that there is none. `more`: further data. */
export function offer(
  session: Conversation,
  slots: readonly Slot[],
  refusal?: Refusal,
  more?: Record<string, unknown>,
): FunctionAnswer {
  const inOrder = slots.slice(0, 3).toSorted((a, b) => a.start - b.start)
  const offered = inOrder.map((slot) => presentSlot(session, slot))
  const spoken = refusal && spokenRefusal(session, refusal)
  const data = { slots: offered, ...(refusal ? refusalData(session, refusal) : {}), ...more }
  if (offered.length === 0)
    return answer('none', session.phrases.nothingFree(spoken), { data, missing: ['when'] })
  const times = spokenTimes(
    session,
    inOrder.map(({ start }) => start),
  )
  return answer('alternatives', session.phrases.offers(spoken, times), { data, missing: ['choice'] })
}

export function spokenRefusal(session: Conversation, { reason, before, limit }: Refusal): SpokenRefusal {
  return before === undefined
    ? { reason, limit }
    : { reason, lastDay: spokenDay(session, lastDayBefore(before), 'accusative') }
}

function refusalData({ location }: Conversation, { reason, before, limit }: Refusal) {
  if (before === undefined) return { reason, ...(limit ? { limit } : {}) }
  return { reason, last_day: localTime(lastDayBefore(before), location.zone).slice(0, 10) }
}

const lastDayBefore = (before: number): number => before - 1

export interface Refusal {
  reason: SpokenRefusal['reason']
  /** With `too_far`: a start must lie before this, epoch milliseconds. */
  before?: number | undefined
  /** With `limit_reached`: which. */
  limit?: ReachedLimit | undefined
}

/** The refusal, with what is offered instead. */
export function offerInstead(session: Conversation, refused: Refused): FunctionAnswer {
  if ('forbidden' in refused) return refuseChange(session, refused.forbidden)
  const { code: reason, before, limit } = refused
  return offer(session, refused.alternatives, {
    reason,
    before,
    limit: typeof limit === 'object' ? limit : undefined,
  })
}
