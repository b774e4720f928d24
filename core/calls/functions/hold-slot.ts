import {
  type HoldLimit,
  nameIn,
  type Offer,
  serviceMinutes,
  type WantedSlot,
} from '../../scheduling/index.ts'
import { type CallSession, spokenAt } from '../call-session.ts'
import { answer, type FunctionAnswer } from '../function-answer.ts'
import { type Arguments, spokenWhen } from '../function-arguments.ts'
import { cleanName } from '../spoken-name.ts'
import type { AnswerFunction, FunctionParts } from './call-function.ts'
import { confirmBooking } from './confirm-booking.ts'
import { localTime } from './local-day.ts'
import { offerInstead } from './present-slot.ts'
import { readOffer } from './read-offer.ts'
import { readSpoken } from './read-spoken.ts'
import { resolveLength, sayLength } from './resolve-length.ts'
import { resolveService } from './resolve-service.ts'
import { resolveStaff } from './resolve-staff.ts'
import { askTime, asWish } from './resolve-wish.ts'

const MINUTE = 60_000

/** Keeps a time for this call while the caller thinks and spells the name. */
export const holdSlot: AnswerFunction = async (session, args, parts) => {
  const target = await resolveTarget(session, args, parts)
  if ('say' in target) return target
  const result = await parts.bookings.hold(session.tenantId, {
    ...target.slot,
    locationId: session.location.id,
    holder: session.holder,
    caller: session.from ?? undefined,
    callId: session.callId,
    customerId: session.customer?.id,
    source: 'voice',
    requestKey: `hold:${session.callId}:${target.key}`,
  })
  if (result.is === 'held') return confirmHold(session, { args, appointment: result.appointment }, parts)
  if ('limit' in result && typeof result.limit === 'string') return tooMany(session, result.limit)
  return offerInstead(session, result)
}

/** Of one's own one can be booked; against the other limits only time helps. */
const tooMany = (session: CallSession, limit: HoldLimit): FunctionAnswer =>
  answer('none', session.phrases.tooManyHolds(limit), {
    data: { reason: 'limit_reached', limit },
    missing: limit === 'holder' ? ['choice'] : [],
  })

interface Target {
  slot: Pick<WantedSlot, 'serviceId' | 'start' | 'durationMinutes' | 'resourceId' | 'offerToken'>
  /** The same call asking for the same again means the same hold. */
  key: string
}

/** An offer as it was made, or a service and a time in the caller's words. */
async function resolveTarget(
  session: CallSession,
  args: Arguments,
  parts: FunctionParts,
): Promise<Target | FunctionAnswer> {
  const offered = readOffer(session, args, parts.offers)
  if (offered) return asOffered(session, { args, offered }, parts)
  const resolved = await resolveService(session, args, parts)
  if (resolved.is === 'answer') return resolved.answer
  const { service } = resolved
  const serviceId = service.id
  const staff = await resolveStaff(session, { args, serviceId }, parts)
  if (staff.is === 'answer') return staff.answer
  const text = spokenWhen(args)
  if (!text) return askTime(session, 'missing')
  const wish = asWish(session, await readSpoken(session, text, parts.availability))
  if (wish.is === 'answer') return wish.answer
  if (wish.is === 'span')
    return answer('needs_confirmation', session.phrases.holdFirst(), { missing: ['when'] })
  const length = resolveLength(session, { args, service, withTime: wish.minutes })
  if (length.is === 'answer') return length.answer
  const durationMinutes = length.is === 'one' ? length.minutes : undefined
  const resourceId = staff.is === 'one' ? staff.id : undefined
  return targetOf({ serviceId, start: wish.start, durationMinutes, resourceId })
}

/** With somebody else than the offer was for, or at another length, the time is looked up anew. */
async function asOffered(
  session: CallSession,
  { args, offered }: { args: Arguments; offered: Offer },
  parts: FunctionParts,
): Promise<Target | FunctionAnswer> {
  const { serviceId, start, resourceIds } = offered
  const staff = await resolveStaff(session, { args, serviceId }, parts)
  if (staff.is === 'answer') return staff.answer
  const service = await parts.catalog.get(session.tenantId, serviceId)
  const length = resolveLength(session, { args: onlyLength(args), service })
  if (length.is === 'answer') return length.answer
  const offeredMinutes = offered.durationMinutes ?? serviceMinutes(service)
  const durationMinutes = length.is === 'one' ? length.minutes : offered.durationMinutes
  const others = staff.is === 'one' && !resourceIds.includes(staff.id)
  if (others || (durationMinutes ?? offeredMinutes) !== offeredMinutes)
    return targetOf({
      serviceId,
      start,
      durationMinutes,
      resourceId: staff.is === 'one' ? staff.id : undefined,
    })
  return {
    slot: { serviceId, start, offerToken: args.offer },
    key: `${serviceId}:${start}${lengthKey(offered)}:${resourceIds.join()}`,
  }
}

/** An offer says the service already. */
const onlyLength = ({ duration }: Arguments): Arguments => (duration === undefined ? {} : { duration })

const targetOf = (
  slot: Pick<WantedSlot, 'serviceId' | 'start' | 'durationMinutes' | 'resourceId'>,
): Target => ({
  slot,
  key: `${slot.serviceId}:${slot.start}${lengthKey(slot)}:${slot.resourceId ?? 'anybody'}`,
})

const lengthKey = ({ durationMinutes }: Pick<WantedSlot, 'durationMinutes'>): string =>
  durationMinutes === undefined ? '' : `+${durationMinutes}`

async function confirmHold(
  session: CallSession,
  { args, appointment }: { args: Arguments; appointment: Parameters<typeof confirmBooking>[1] },
  parts: FunctionParts,
): Promise<FunctionAnswer> {
  // What was held has been booked since.
  if (appointment.status !== 'held') return confirmBooking(session, appointment, parts)
  const { zone, language } = session.location
  const held = await parts.catalog.get(session.tenantId, appointment.serviceId)
  const service = nameIn(held, language)
  const minutes = (appointment.end - appointment.start) / MINUTE
  const until = appointment.holdExpiresAt
  const data = {
    hold_id: appointment.id,
    until: until === null ? null : localTime(until, zone),
    slot: {
      start: localTime(appointment.start, zone),
      end: localTime(appointment.end, zone),
      service,
    },
  }
  const name = cleanName(args.name) ?? session.customer?.name ?? undefined
  const length = sayLength(session, held, minutes)
  const booking = { service, length, time: spokenAt(session, appointment.start) }
  return answer('held', session.phrases.held(booking, name), { data, missing: name ? [] : ['name'] })
}
