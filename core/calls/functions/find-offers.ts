import {
  type AvailabilityService,
  clockOf,
  type LeftOut,
  nameIn,
  type OffersAnswer,
  type PricedService,
  type ResourceService,
  type Slot,
  type Wish,
} from '../../scheduling/index.ts'
import { type Conversation, spokenAt } from '../call-session.ts'
import { answer, type FunctionAnswer } from '../function-answer.ts'
import { localTime } from './local-day.ts'
import { offer, offerInstead, presentSlot, type Refusal, spokenRefusal } from './present-slot.ts'
import { sayLength } from './resolve-length.ts'

export interface Wanted {
  service: PricedService
  /** One of the service's lengths; its own where left out. */
  durationMinutes?: number | undefined
  /** A condition: nobody else. */
  staff?: { readonly id: string; readonly name: string } | undefined
  /** A wish: somebody else will do. */
  preferredId?: string | undefined
  /** Whose own holds do not stand in the way. */
  holder?: string | undefined
  /** A service may choose whoever served them last. */
  customerId?: string | undefined
}

interface Desk {
  availability: AvailabilityService
  resources: ResourceService
}

const MINUTE = 60_000

/** Exactly this time or, said plainly, others near it. */
export async function offerAt(
  conversation: Conversation,
  wanted: Wanted & { start: number },
  desk: Desk,
): Promise<FunctionAnswer> {
  const { start } = wanted
  const checked = await desk.availability.check(conversation.tenantId, {
    ...placeOf(conversation, wanted),
    start,
  })
  if (checked.is === 'refused') return offerInstead(conversation, checked)
  const slot = presentSlot(conversation, checked.slot)
  const say = await sayFree(conversation, { ...wanted, slot: checked.slot }, desk)
  const name = nameIn(wanted.service, conversation.location.language)
  const data = { slot, offer_token: slot.offer_token, service: name }
  return answer('available', say, { data })
}

/** With the name of who was asked for; of who stands in, where that one is away. */
async function sayFree(
  conversation: Conversation,
  { slot, service, staff }: Wanted & { slot: Slot },
  { resources }: Desk,
): Promise<string> {
  const { phrases, tenantId, location } = conversation
  const booking = {
    service: nameIn(service, location.language),
    length: sayLength(conversation, service, (slot.end - slot.start) / MINUTE),
    time: spokenAt(conversation, slot.start),
  }
  if (slot.insteadOf === undefined || !staff) return phrases.free({ ...booking, staff: staff?.name })
  const all = await resources.list(tenantId)
  const standIn = all.find(({ id, kind }) => kind === 'staff' && slot.resourceIds.includes(id))
  return `${phrases.away(staff.name)} ${phrases.free({ ...booking, staff: standIn?.name })}`
}

/** At most three times out of the wishes, or near them, with what was left out and why. */
export async function offerWithin(
  conversation: Conversation,
  wanted: Wanted & { wishes: readonly Wish[] },
  { availability }: Desk,
): Promise<FunctionAnswer> {
  const { tenantId, now } = conversation
  const wishes = wanted.wishes.map((wish) => ({ ...wish, start: Math.max(wish.start, now) }))
  const found = await availability.offers(tenantId, {
    ...placeOf(conversation, wanted),
    wishes,
  })
  const more = { left_out: found.leftOut.map((each) => presentLeftOut(conversation, each)) }
  const any = found.offers.length > 0
  const { slots, away } = withWhomAsked(any ? found.offers : found.alternatives)
  const said = offer(conversation, slots, any ? undefined : commonReason(found), more)
  return away && wanted.staff
    ? { ...said, say: `${conversation.phrases.away(wanted.staff.name)} ${said.say}` }
    : said
}

/** Times with whoever stands in are offered only where there are none with the one who was asked for. */
function withWhomAsked(slots: readonly Slot[]): { slots: readonly Slot[]; away: boolean } {
  const theirs = slots.filter(({ insteadOf }) => insteadOf === undefined)
  return theirs.length > 0 ? { slots: theirs, away: false } : { slots, away: slots.length > 0 }
}

const placeOf = (
  { location }: Conversation,
  { service, durationMinutes, staff, preferredId, holder, customerId }: Wanted,
) => ({
  serviceId: service.id,
  durationMinutes,
  locationId: location.id,
  forHolder: holder,
  customerId,
  preferredResourceId: preferredId,
  ...(staff ? { resourceId: staff.id } : {}),
})

/** Reasons that hold for a whole day or week if they hold for each of its times. */
const SAME_FOR_A_DAY: ReadonlySet<string> = new Set([
  'too_soon',
  'too_far',
  'outside_hours',
  'calendar_stale',
  'limit_reached',
])

function commonReason({ leftOut }: OffersAnswer): Refusal {
  const refusals = leftOut.map((each) => refusalOf(each)).filter((refusal) => refusal !== undefined)
  const [first, ...others] = refusals
  const shared = first && others.every(({ reason }) => reason === first.reason)
  return shared && SAME_FOR_A_DAY.has(first.reason) ? first : { reason: 'nothing_then' }
}

function refusalOf({ reason }: LeftOut): Refusal | undefined {
  if (reason.code === 'more_free') return undefined
  if (reason.code === 'too_far') return { reason: reason.code, before: reason.before * MINUTE }
  return { reason: reason.code, limit: 'limit' in reason ? reason.limit : undefined }
}

function presentLeftOut(conversation: Conversation, leftOut: LeftOut) {
  const { zone } = conversation.location
  const { reason, start, end, daily } = leftOut
  const refusal = refusalOf(leftOut)
  const at = (minute: number) => localTime(Math.ceil(minute) * MINUTE, zone)
  const say = conversation.phrases.leftOut(
    refusal && spokenRefusal(conversation, refusal),
    reason.code === 'more_free' ? reason.times : 0,
  )
  return {
    from: at(start),
    to: at(end),
    ...(daily ? { daily: { from: clockOf(daily.start), to: clockOf(daily.end) } } : {}),
    code: reason.code,
    ...('times' in reason ? { times: reason.times } : {}),
    ...('earliest' in reason ? { earliest: at(reason.earliest) } : {}),
    ...('before' in reason ? { before: at(reason.before) } : {}),
    ...('limit' in reason && reason.limit ? { limit: reason.limit } : {}),
    ...('until' in reason ? { until: at(reason.until) } : {}),
    say,
  }
}
