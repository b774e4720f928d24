import type { CalcomState, EventType, Schedule } from './calcom-state.ts'
import { type Interval, openingWindows } from './opening-windows.ts'

const minute = 60_000

export type SlotQuery = {
  eventType: EventType
  /** Minutes. */
  length: number
  range: Interval
  now: number
  /** The booking about to be moved, whose own time counts as free. */
  ignoreUid?: string
}

/** Starts of the free slots, on a grid anchored at each opening (step: the event type's interval, or its length). */
export function freeSlots(state: CalcomState, query: SlotQuery): Interval[] {
  const { eventType, length, range } = query
  const step = (eventType.slotInterval ?? length) * minute
  const earliest = Math.max(range.start, query.now + eventType.minimumBookingNotice * minute)
  const busy = [...busyIntervals(state, query), ...activeReservations(state, query.now)]
  const slots: Interval[] = []
  for (const window of openingWindows(scheduleOf(state, eventType), range)) {
    for (let start = window.start; start + length * minute <= window.end; start += step) {
      const slot = { start, end: start + length * minute }
      if (start >= earliest && start <= range.end && isFree(slot, eventType, busy)) slots.push(slot)
    }
  }
  return slots
}

export type BookingProblem = 'past' | 'too_soon' | 'unavailable'

/**
 * Why a booking at this time is refused, or undefined. A reservation does not count: it hides the slot from others'
 * listings, but a booking cannot name the reservation it redeems. Nor does the grid, only opening hours and busy times.
 */
export function bookingProblem(
  state: CalcomState,
  { range: slot, ...query }: SlotQuery,
): BookingProblem | undefined {
  if (slot.start < query.now) return 'past'
  if (slot.start < query.now + query.eventType.minimumBookingNotice * minute) return 'too_soon'
  const windows = openingWindows(scheduleOf(state, query.eventType), slot)
  const open = windows.some(({ start, end }) => start <= slot.start && slot.end <= end)
  return open && isFree(slot, query.eventType, busyIntervals(state, query)) ? undefined : 'unavailable'
}

export function overlaps(one: Interval, other: Interval): boolean {
  return one.start < other.end && other.start < one.end
}

export function activeReservations(state: CalcomState, now: number): Interval[] {
  return state.reservations.filter((reservation) => reservation.until > now)
}

function isFree(slot: Interval, eventType: EventType, busy: readonly Interval[]): boolean {
  const padded = {
    start: slot.start - eventType.beforeEventBuffer * minute,
    end: slot.end + eventType.afterEventBuffer * minute,
  }
  return !busy.some((other) => overlaps(padded, other))
}

function busyIntervals(state: CalcomState, { ignoreUid }: { ignoreUid?: string }): Interval[] {
  const blocking = state.bookings.filter((booking) => {
    if (booking.uid === ignoreUid) return false
    const type = state.eventTypes.find(({ id }) => id === booking.eventTypeId)
    return booking.status === 'accepted' || (booking.status === 'pending' && type?.blockUnconfirmed === true)
  })
  return [...blocking, ...state.busyTimes]
}

function scheduleOf(state: CalcomState, { scheduleId }: EventType): Schedule {
  const wanted = scheduleId ?? state.user.defaultScheduleId
  const found = state.schedules.find(({ id }) => id === wanted) ?? state.schedules[0]
  if (!found) throw new Error('The account has no schedule')
  return found
}
