import { Temporal } from 'temporal-polyfill'
import { clockOf, isWithin } from '../../scheduling/index.ts'
import type { CallSession } from '../call-session.ts'
import type { FunctionAnswer } from '../function-answer.ts'
import { resolveRelativeShift } from '../spoken-time/index.ts'
import type { FunctionParts } from './call-function.ts'
import { minuteOfDay } from './local-day.ts'
import { offer, offerInstead } from './present-slot.ts'
import { readSpoken } from './read-spoken.ts'
import { askTime, asWish, type Wish } from './resolve-wish.ts'
import type { OwnAppointment } from './upcoming-appointments.ts'

const MINUTE = 60_000

export interface Move {
  appointment: OwnAppointment
  /** The caller's words for the new time. */
  when: string | undefined
  /** Who is wished for. */
  resourceId: string | undefined
}

/** "Eine halbe Stunde später", "auf 15 Uhr" (the same day) or a whole new time; a day alone is offered, not chosen. */
export async function newStart(
  session: CallSession,
  { appointment, when, resourceId }: Move,
  parts: FunctionParts,
): Promise<number | FunctionAnswer> {
  const { zone, language } = session.location
  if (!when) return resourceId ? appointment.start : askTime(session, 'missing')
  const shift = resolveRelativeShift(when, language)
  if (shift !== null) return shifted(appointment.start, shift, zone)
  const spoken = await readSpoken(session, when, parts.availability)
  if (spoken.kind === 'time') return onDayOf(appointment.start, spoken.time, zone)
  const wish = asWish(session, spoken)
  if (wish.is === 'answer') return wish.answer
  if (wish.is === 'instant') return wish.start
  return offerWithin(session, { appointment, wish, resourceId }, parts)
}

/** The same time of day where it fits, else what is near it. */
async function offerWithin(
  session: CallSession,
  move: { appointment: OwnAppointment; wish: Extract<Wish, { is: 'span' }>; resourceId: string | undefined },
  parts: FunctionParts,
): Promise<FunctionAnswer> {
  const { appointment, wish, resourceId } = move
  const start = nearestIn(wish, appointment.start, session.location.zone)
  const checked = await parts.availability.check(session.tenantId, {
    serviceId: appointment.serviceId,
    locationId: appointment.locationId,
    forHolder: session.holder,
    ignoreAppointmentId: appointment.id,
    customerId: appointment.customerId,
    durationMinutes: (appointment.end - appointment.start) / MINUTE,
    start,
    ...(resourceId ? { resourceId } : {}),
  })
  return checked.is === 'free' ? offer(session, [checked.slot]) : offerInstead(session, checked)
}

/** In the span, at the time of day that `start` has, or else when the span or its part of the day begins. */
function nearestIn(wish: Extract<Wish, { is: 'span' }>, start: number, zone: string): number {
  const { from, to, daily } = wish
  const minute = minuteOfDay(start, zone)
  const kept = daily && !isWithin(minute, daily) ? daily.start : minute
  const at = onDayOf(from, clockOf(kept % 1_440), zone)
  return at >= from && at < to ? at : Math.ceil(from / MINUTE) * MINUTE
}

/** Whole days are added to the date, not to the clock: a clock change in between must not show. */
function shifted(start: number, minutes: number, zone: string): number {
  const at = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone)
  return minutes % 1_440 === 0
    ? at.add({ days: minutes / 1_440 }).epochMilliseconds
    : start + minutes * MINUTE
}

const onDayOf = (day: number, time: string, zone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(day).toZonedDateTimeISO(zone).withPlainTime(time).epochMilliseconds
