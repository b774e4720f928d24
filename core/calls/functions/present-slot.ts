import type { Refused, Slot } from '../../scheduling/index.ts'
import { type CallSession, spokenAt, spokenDay, spokenTimes } from '../call-session.ts'
import { answer, type FunctionAnswer } from '../function-answer.ts'
import type { SpokenRefusal } from '../phrases/index.ts'
import { localTime } from './local-day.ts'

/** What is said and what is sent are made from the same slot. */
export function presentSlot(session: CallSession, slot: Slot) {
  const { zone } = session.location
  return {
    start: localTime(slot.start, zone),
    end: localTime(slot.end, zone),
    service_id: slot.serviceId,
    location_id: slot.locationId,
    resource_ids: slot.resourceIds,
    offer_token: slot.token,
    say: spokenAt(session, slot.start),
  }
}

/** Up to three times to choose from, or the plain truth that there is none. */
export function offer(session: CallSession, slots: readonly Slot[], refusal?: Refusal): FunctionAnswer {
  const inOrder = slots.slice(0, 3).toSorted((a, b) => a.start - b.start)
  const offered = inOrder.map((slot) => presentSlot(session, slot))
  const lastDay = refusal?.before === undefined ? undefined : refusal.before - 1
  const data = {
    slots: offered,
    ...(refusal ? { reason: refusal.reason } : {}),
    ...(lastDay === undefined ? {} : { last_day: localTime(lastDay, session.location.zone).slice(0, 10) }),
  }
  const spoken: SpokenRefusal | undefined = refusal && {
    reason: refusal.reason,
    ...(lastDay === undefined ? {} : { lastDay: spokenDay(session, lastDay, 'dative') }),
  }
  if (offered.length === 0)
    return answer('none', session.phrases.nothingFree(spoken), { data, missing: ['when'] })
  const times = spokenTimes(
    session,
    inOrder.map(({ start }) => start),
  )
  return answer('alternatives', session.phrases.offers(spoken, times), { data, missing: ['choice'] })
}

export interface Refusal {
  reason: SpokenRefusal['reason']
  /** With `too_far`: a start must lie before this, epoch milliseconds. */
  before?: number | undefined
}

/** The engine's refusal, with what it offers instead. */
export const offerInstead = (session: CallSession, { code, before, alternatives }: Refused): FunctionAnswer =>
  offer(session, alternatives, { reason: code, before })
