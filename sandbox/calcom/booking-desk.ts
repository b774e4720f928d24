import type { StandInContext, StandInRequest } from '../engine/index.ts'
import { type BookingProblem, bookingProblem } from './availability.ts'
import type { BookingInput } from './booking-input.ts'
import { newBookingUid } from './booking-uid.ts'
import { refuse } from './calcom-errors.ts'
import type { Booking, CalcomState, EventType } from './calcom-state.ts'

type Context = StandInContext<CalcomState>

const problemWords: Record<BookingProblem, string> = {
  past: 'Attempting to book a meeting in the past.',
  too_soon: 'booking_time_out_of_bounds_error',
  unavailable: 'User either already has booking at this time or is not available',
}

/** Books, or refuses with the provider's 400. The caller sends the webhook. */
export function book(request: StandInRequest, context: Context, input: BookingInput): Booking {
  const { state, now } = context
  const { eventType, start, end, attendee, guests, metadata, responses } = input
  refuseWhenTaken(request, context, { eventType, start, end })
  const uid = newBookingUid()
  const booking: Booking = {
    id: state.nextId++,
    uid,
    iCalUid: `${uid}@Cal.com`,
    sequence: 0,
    eventTypeId: eventType.id,
    status: eventType.requiresConfirmation ? 'pending' : 'accepted',
    start,
    end,
    createdAt: now(),
    updatedAt: now(),
    attendee,
    guests,
    metadata,
    responses,
    absentHost: false,
  }
  keep(state, booking)
  return booking
}

export type Move = { start: number; rescheduledBy?: string | undefined; reason?: string | undefined }

/**
 * Moves a booking as the provider does: the old one is cancelled and points to a new one with a new uid. Where the
 * event type needs confirmation the new one is pending, unless the owner moved it.
 */
export function reschedule(request: StandInRequest, context: Context, move: Move): Booking {
  const { state, now } = context
  const old = findActive(request, context, 'reschedule')
  const eventType = typeOf(state, old)
  const { start, rescheduledBy, reason } = move
  const end = start + (old.end - old.start)
  refuseWhenTaken(request, context, { eventType, start, end, ignoreUid: old.uid })
  const asked = eventType.requiresConfirmation && rescheduledBy !== state.user.email
  const moved: Booking = {
    ...old,
    id: state.nextId++,
    uid: newBookingUid(),
    sequence: old.sequence + 1,
    status: asked ? 'pending' : 'accepted',
    start,
    end,
    createdAt: now(),
    updatedAt: now(),
    rescheduledFromUid: old.uid,
    rescheduledByEmail: rescheduledBy ?? old.attendee.email,
    ...(reason !== undefined && { reschedulingReason: reason }),
  }
  Object.assign(old, { status: 'cancelled', rescheduledToUid: moved.uid, updatedAt: now() })
  keep(state, moved)
  return moved
}

export function cancel(
  request: StandInRequest,
  context: Context,
  { reason, by }: { reason: string | undefined; by: string },
): Booking {
  const booking = findActive(request, context, 'cancel')
  Object.assign(booking, { status: 'cancelled', cancelledByEmail: by, updatedAt: context.now() })
  if (reason !== undefined) booking.cancellationReason = reason
  return booking
}

/** Confirms or declines a request that waits for the owner. */
export function decide(
  request: StandInRequest,
  context: Context,
  decision: { status: 'accepted' } | { status: 'rejected'; reason: string | undefined },
): Booking {
  const booking = findBooking(request, context.state)
  if (booking.status !== 'pending')
    return refuse(request, 400, `Booking with uid=${booking.uid} is not waiting for confirmation`)
  Object.assign(booking, { status: decision.status, updatedAt: context.now() })
  if (decision.status === 'rejected' && decision.reason !== undefined)
    booking.rejectionReason = decision.reason
  return booking
}

export function findBooking(request: StandInRequest, state: CalcomState): Booking {
  const uid = request.params.bookingUid
  const found = state.bookings.find((booking) => booking.uid === uid)
  return found ?? refuse(request, 404, `Booking with uid=${uid} was not found in the database`)
}

export function typeOf(state: CalcomState, { eventTypeId }: { eventTypeId: number }): EventType {
  const found = state.eventTypes.find(({ id }) => id === eventTypeId)
  if (!found) throw new Error(`A booking refers to event type ${eventTypeId}, which is gone`)
  return found
}

function findActive(request: StandInRequest, { state }: Context, action: string): Booking {
  const booking = findBooking(request, state)
  if (booking.status === 'accepted' || booking.status === 'pending') return booking
  const { uid, rescheduledToUid } = booking
  const hint = rescheduledToUid
    ? ` and rescheduled already to booking with uid=${rescheduledToUid}. You probably want to ${action} ${rescheduledToUid} instead by passing it within the request URL.`
    : ' already. Please provide uid of a booking that is not cancelled.'
  return refuse(request, 400, `Can't ${action} booking with uid=${uid} because it has been cancelled${hint}`)
}

type Wanted = { eventType: EventType; start: number; end: number; ignoreUid?: string }

function refuseWhenTaken(request: StandInRequest, { state, now }: Context, wanted: Wanted): void {
  const { eventType, start, end, ignoreUid } = wanted
  const problem = bookingProblem(state, {
    eventType,
    length: (end - start) / 60_000,
    range: { start, end },
    now: now(),
    ...(ignoreUid !== undefined && { ignoreUid }),
  })
  if (problem) refuse(request, 400, problemWords[problem])
}

/** A booking uses up the reservation of its slot. */
function keep(state: CalcomState, booking: Booking): void {
  state.bookings.push(booking)
  state.reservations = state.reservations.filter(
    ({ eventTypeId, start }) => eventTypeId !== booking.eventTypeId || start !== booking.start,
  )
}
