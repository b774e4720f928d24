import { BodyFields, type Handler, type Reply, type Route, type StandInContext } from '../engine/index.ts'
import { book, cancel, decide, findBooking, reschedule } from './booking-desk.ts'
import { readBookingInput, readStart } from './booking-input.ts'
import { listBookings } from './booking-list.ts'
import { bookingView } from './booking-view.ts'
import { notify, notifyBooked, notifyCancelled, notifyMoved } from './booking-webhooks.ts'
import { refuse } from './calcom-errors.ts'
import type { Booking, CalcomState } from './calcom-state.ts'

const createOne: Handler<CalcomState> = async (request, context) => {
  const booking = book(request, context, readBookingInput(request, context))
  await notifyBooked(context, booking)
  return answer(context, booking, 201)
}

const readOne: Handler<CalcomState> = (request, context) =>
  answer(context, findBooking(request, context.state))

const moveOne: Handler<CalcomState> = async (request, context) => {
  const fields = new BodyFields(request.body)
  const move = {
    start: readStart(fields),
    rescheduledBy: fields.optionalText('rescheduledBy'),
    reason: fields.optionalText('reschedulingReason'),
  }
  if (fields.problems.length > 0) return refuse(request, 400, fields.problems.join(', '))
  const booking = reschedule(request, context, move)
  await notifyMoved(context, booking)
  return answer(context, booking, 201)
}

const cancelOne: Handler<CalcomState> = async (request, context) => {
  const reason = new BodyFields(request.body).optionalText('cancellationReason')
  const booking = cancel(request, context, { reason, by: context.state.user.email })
  await notifyCancelled(context, booking)
  return answer(context, booking)
}

/** There is no BOOKING_CONFIRMED: a confirmed request arrives as BOOKING_CREATED. */
const confirmOne: Handler<CalcomState> = async (request, context) => {
  const booking = decide(request, context, { status: 'accepted' })
  await notify(context, 'BOOKING_CREATED', { booking })
  return answer(context, booking)
}

const declineOne: Handler<CalcomState> = async (request, context) => {
  const reason = new BodyFields(request.body).optionalText('reason')
  const booking = decide(request, context, { status: 'rejected', reason })
  const changes = { rejectionReason: reason ?? '' }
  await notify(context, 'BOOKING_REJECTED', { booking, changes })
  return answer(context, booking)
}

const markAbsent: Handler<CalcomState> = async (request, context) => {
  const booking = findBooking(request, context.state)
  const fields = new BodyFields(request.body)
  booking.absentHost = fields.optionalBoolean('host') ?? booking.absentHost
  for (const entry of fields.list('attendees')) {
    const person = new BodyFields(entry)
    if (person.text('email') === booking.attendee.email)
      booking.attendee.absent = person.optionalBoolean('absent') ?? false
  }
  booking.updatedAt = context.now()
  await notify(context, 'BOOKING_NO_SHOW_UPDATED', { booking })
  return answer(context, booking)
}

function answer({ state }: StandInContext<CalcomState>, booking: Booking, status = 200): Reply {
  return { status, body: { status: 'success', data: bookingView(state, booking) } }
}

const one = '/v2/bookings/:bookingUid'

export const bookingRoutes: readonly Route<CalcomState>[] = [
  { method: 'POST', path: '/v2/bookings', handle: createOne },
  { method: 'GET', path: '/v2/bookings', handle: listBookings },
  { method: 'GET', path: one, handle: readOne },
  { method: 'POST', path: `${one}/reschedule`, handle: moveOne },
  { method: 'POST', path: `${one}/cancel`, handle: cancelOne },
  { method: 'POST', path: `${one}/confirm`, handle: confirmOne },
  { method: 'POST', path: `${one}/decline`, handle: declineOne },
  { method: 'POST', path: `${one}/mark-absent`, handle: markAbsent },
]
