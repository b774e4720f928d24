import type { StandInContext } from '../engine/index.ts'
import type { Booking, CalcomState } from './calcom-state.ts'
import { noShowPayload, webhookPayload } from './webhook-payload.ts'

type Context = StandInContext<CalcomState>

/**
 * Tells every active subscriber of the trigger. Awaited by the booking request, as a self-hosted instance does it:
 * the webhook arrives before the answer to the call that caused it.
 */
export async function notify(
  context: Context,
  trigger: string,
  { booking, changes = {} }: { booking: Booking; changes?: object },
): Promise<void> {
  const payload =
    trigger === 'BOOKING_NO_SHOW_UPDATED'
      ? noShowPayload(booking)
      : webhookPayload(context.state, booking, changes)
  const createdAt = new Date(context.now()).toISOString()
  const body = JSON.stringify({ triggerEvent: trigger, createdAt, payload })
  const subscribed = context.state.webhooks.filter(
    ({ active, triggers, eventTypeId }) =>
      active && triggers.includes(trigger) && (eventTypeId === null || eventTypeId === booking.eventTypeId),
  )
  const sent = subscribed.map(({ subscriberUrl, secret, version }) =>
    context.webhooks.send({
      url: subscriberUrl,
      body,
      label: trigger,
      meta: { version, ...(secret !== undefined && { secret }) },
    }),
  )
  await Promise.all(sent)
}

export function notifyBooked(context: Context, booking: Booking): Promise<void> {
  return notify(context, booking.status === 'pending' ? 'BOOKING_REQUESTED' : 'BOOKING_CREATED', { booking })
}

/** A move that needs confirmation is announced as a request, without a word of the old booking's times. */
export function notifyMoved(context: Context, booking: Booking): Promise<void> {
  const old = context.state.bookings.find(({ uid }) => uid === booking.rescheduledFromUid)
  if (booking.status === 'pending' || !old) return notifyBooked(context, booking)
  const changes = {
    rescheduleId: old.id,
    rescheduleUid: old.uid,
    rescheduleStartTime: new Date(old.start).toISOString(),
    rescheduleEndTime: new Date(old.end).toISOString(),
    rescheduledBy: booking.rescheduledByEmail,
  }
  return notify(context, 'BOOKING_RESCHEDULED', { booking, changes })
}

export function notifyCancelled(
  context: Context,
  booking: Booking,
  requestReschedule = false,
): Promise<void> {
  const { cancellationReason, cancelledByEmail: cancelledBy } = booking
  return notify(context, 'BOOKING_CANCELLED', {
    booking,
    changes: { cancellationReason, cancelledBy, requestReschedule },
  })
}
