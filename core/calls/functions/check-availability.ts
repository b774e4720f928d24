import { Temporal } from 'temporal-polyfill'
import type { CatalogService, Slot } from '../../scheduling/index.ts'
import { type CallSession, spokenAt } from '../call-session.ts'
import { isWithin } from '../fits-spoken.ts'
import { answer, type FunctionAnswer } from '../function-answer.ts'
import { type Arguments, spokenWhen } from '../function-arguments.ts'
import type { AnswerFunction, FunctionParts } from './call-function.ts'
import { minuteOfDay } from './local-day.ts'
import { offer, offerInstead, presentSlot } from './present-slot.ts'
import { readSpoken } from './read-spoken.ts'
import { resolveService } from './resolve-service.ts'
import { type ResolvedStaff, resolveStaff } from './resolve-staff.ts'
import { askTime, asWish, type Wish } from './resolve-wish.ts'

/** Exact: a near miss is an alternative, never "free". Nothing is held or booked by asking. */
export const checkAvailability: AnswerFunction = async (session, args, parts) => {
  const resolved = await resolveService(session, args, parts)
  if (resolved.is === 'answer') return alsoAsk(resolved.answer, args)
  const { service } = resolved
  const staff = await resolveStaff(session, { args, serviceId: service.id }, parts)
  if (staff.is === 'answer') return alsoAsk(staff.answer, args)
  const text = spokenWhen(args)
  if (!text) return askTime(session, 'missing')
  const wish = asWish(session, await readSpoken(session, text, parts.availability))
  if (wish.is === 'answer') return wish.answer
  const wanted = { service, staff }
  return wish.is === 'instant'
    ? atInstant(session, { ...wanted, start: wish.start }, parts)
    : inSpan(session, { ...wanted, wish }, parts)
}

/** Whatever is asked first, the agent should know all that is still missing. */
const alsoAsk = (asked: FunctionAnswer, args: Arguments): FunctionAnswer =>
  spokenWhen(args) ? asked : { ...asked, missing: [...asked.missing, 'when'] }

interface Wanted {
  service: CatalogService
  staff: Exclude<ResolvedStaff, { is: 'answer' }>
}

async function atInstant(
  session: CallSession,
  wanted: Wanted & { start: number },
  parts: FunctionParts,
): Promise<FunctionAnswer> {
  const { start, service, staff } = wanted
  const checked = await parts.availability.check(session.tenantId, { ...place(session, wanted), start })
  if (checked.is === 'refused') return offerInstead(session, checked)
  const slot = presentSlot(session, checked.slot)
  const say = session.phrases.free({
    service: service.name,
    time: spokenAt(session, checked.slot.start),
    staff: staff.is === 'one' ? staff.name : undefined,
  })
  const data = { slot, offer_token: slot.offer_token, service: service.name }
  return answer('available', say, { data })
}

async function inSpan(
  session: CallSession,
  wanted: Wanted & { wish: Extract<Wish, { is: 'span' }> },
  parts: FunctionParts,
): Promise<FunctionAnswer> {
  const { from, to, daily } = wanted.wish
  const { zone } = session.location
  const { slots } = await parts.availability.search(session.tenantId, {
    ...place(session, wanted),
    from: Math.max(from, session.now),
    to,
  })
  const fitting = daily ? slots.filter(({ start }) => isWithin(minuteOfDay(start, zone), daily)) : slots
  if (fitting.length > 0) return offer(session, spread(fitting))
  const start = middleOf(wanted.wish, session)
  const checked = await parts.availability.check(session.tenantId, { ...place(session, wanted), start })
  if (checked.is === 'free') return offer(session, [checked.slot], { reason: 'nothing_then' })
  const { code, before, alternatives } = checked
  return offer(session, alternatives, { reason: SAME_FOR_A_DAY.has(code) ? code : 'nothing_then', before })
}

/** Reasons that hold for the whole day or week if they hold for one time of it. */
const SAME_FOR_A_DAY: ReadonlySet<string> = new Set(['too_far', 'calendar_stale', 'limit_reached'])

/** Around which others are offered: noon of the first day, or when the part of the day begins. */
function middleOf({ from, daily }: Extract<Wish, { is: 'span' }>, { location, now }: CallSession): number {
  const day = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(location.zone)
  const minute = daily?.start ?? 720
  const at = day.withPlainTime({ hour: Math.floor(minute / 60) % 24, minute: minute % 60 }).epochMilliseconds
  return Math.max(at, Math.ceil(Math.max(from, now) / 60_000) * 60_000)
}

function place(session: CallSession, { service, staff }: Wanted) {
  return {
    serviceId: service.id,
    locationId: session.location.id,
    forHolder: session.holder,
    ...(staff.is === 'one' ? { resourceId: staff.id } : {}),
  }
}

/** First, middle and last of what there is: three neighbours would be no choice. */
function spread(slots: readonly Slot[]): Slot[] {
  if (slots.length <= 3) return [...slots]
  return [0, Math.floor((slots.length - 1) / 2), slots.length - 1].flatMap((index) => slots[index] ?? [])
}
