import { BodyFields, checkControlInput, controlHandler, type Handler, type Route } from '../engine/index.ts'
import { book, cancel, reschedule } from './booking-desk.ts'
import { readBookingInput, readStart } from './booking-input.ts'
import { bookingView } from './booking-view.ts'
import { notifyBooked, notifyCancelled, notifyMoved } from './booking-webhooks.ts'
import type { CalcomState } from './calcom-state.ts'
import { isTimeZone } from './calcom-time.ts'

/** The owner, or a visitor of the booking page, books: the body is that of POST /v2/bookings. */
const ownerBooks: Handler<CalcomState> = async (request, context) => {
  const booking = book(request, context, readBookingInput(request, context))
  await notifyBooked(context, booking)
  return { status: 201, body: bookingView(context.state, booking) }
}

/** `request_reschedule: true` is the dashboard's "request reschedule", which arrives as a cancellation. */
const ownerCancels: Handler<CalcomState> = async (request, context) => {
  const fields = new BodyFields(request.body)
  const reason = fields.optionalText('reason')
  const asks = fields.optionalBoolean('request_reschedule') ?? false
  checkControlInput(fields)
  const booking = cancel(request, context, { reason, by: context.state.user.email })
  await notifyCancelled(context, booking, asks)
  return { status: 200, body: bookingView(context.state, booking) }
}

const ownerMoves: Handler<CalcomState> = async (request, context) => {
  const fields = new BodyFields(request.body)
  const start = readStart(fields)
  checkControlInput(fields)
  const booking = reschedule(request, context, { start, rescheduledBy: context.state.user.email })
  await notifyMoved(context, booking)
  return { status: 200, body: bookingView(context.state, booking) }
}

/** Replaces what the owner's connected calendar holds: `[{ start, end }]`, RFC 3339. */
const setBusyTimes: Handler<CalcomState> = (request, context) => {
  const fields = new BodyFields({ busy: request.body })
  const busy = fields.list('busy').map((entry) => readInterval(fields, entry))
  checkControlInput(fields)
  context.state.busyTimes = busy
  return { status: 200, body: busy }
}

/** `{ limit }`: requests a minute, null for no limit. */
const setRateLimit: Handler<CalcomState> = (request, context) => {
  const fields = new BodyFields(request.body)
  const limit = fields.raw('limit') === null ? null : fields.number('limit')
  checkControlInput(fields)
  context.state.rate = { limit, startedAt: 0, count: 0, blockedUntil: 0 }
  return { status: 200, body: { limit } }
}

/** `{ time_zone }` for the owner and the default schedule. */
const setAccount: Handler<CalcomState> = (request, context) => {
  const fields = new BodyFields(request.body)
  const timeZone = fields.text('time_zone')
  if (!isTimeZone(timeZone)) fields.problems.push('time_zone must be an IANA time zone')
  checkControlInput(fields)
  context.state.user.timeZone = timeZone
  for (const schedule of context.state.schedules) if (schedule.isDefault) schedule.timeZone = timeZone
  return { status: 200, body: context.state.user }
}

function readInterval(fields: BodyFields, entry: unknown): { start: number; end: number } {
  const interval = new BodyFields(entry)
  const start = Date.parse(interval.text('start'))
  const end = Date.parse(interval.text('end'))
  if (!(start < end)) fields.problems.push('start and end must be RFC 3339 times, start first')
  return { start, end }
}

export const calcomControlRoutes: readonly Route<CalcomState>[] = [
  { method: 'POST', path: '/calcom/bookings', handle: controlHandler(ownerBooks) },
  { method: 'POST', path: '/calcom/bookings/:bookingUid/cancel', handle: controlHandler(ownerCancels) },
  { method: 'POST', path: '/calcom/bookings/:bookingUid/reschedule', handle: controlHandler(ownerMoves) },
  { method: 'PUT', path: '/calcom/busy-times', handle: setBusyTimes },
  { method: 'PUT', path: '/calcom/rate-limit', handle: setRateLimit },
  { method: 'PUT', path: '/calcom/account', handle: setAccount },
]
