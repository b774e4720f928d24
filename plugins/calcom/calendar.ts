import { type CalendarProvider, type EntryReference, type PluginContext, Refused } from '@askpro/plugin-sdk'
import {
  asNewBooking,
  asReference,
  type CalcomBooking,
  entryIdOf,
  eventTypeId,
  isLive,
  utc,
} from './booking-mapping.ts'
import { calcom } from './calcom-api.ts'
import { listBookings } from './list-bookings.ts'

const DAY = 86_400_000

export const calendar: CalendarProvider = {
  async listCalendars(ctx) {
    const types = await calcom<Array<{ id: number; title: string }>>(ctx, { path: '/v2/event-types' })
    return types.map(({ id, title }) => ({ id: String(id), name: title, writable: true }))
  },

  /** There is no idempotency key at Cal.com: before a second try the booking is looked for by our id. */
  async find(ctx, { entryId, calendar: type, start }) {
    const around = Date.parse(start)
    const from = new Date(around - DAY).toISOString()
    const to = new Date(around + 2 * DAY).toISOString()
    const bookings = await listBookings(ctx, { eventTypeId: eventTypeId(type), from, to })
    const ours = bookings.find((booking) => entryIdOf(booking) === entryId && isLive(booking))
    return ours ? asReference(ours) : null
  },

  async create(ctx, entry) {
    const booking = await calcom<CalcomBooking>(ctx, { path: '/v2/bookings', body: asNewBooking(ctx, entry) })
    return accept(ctx, booking, entry.start)
  },

  /** Makes a new booking with a new uid; the old one stays behind as cancelled. */
  async move(ctx, reference, entry) {
    const booking = await calcom<CalcomBooking>(ctx, {
      path: `/v2/bookings/${encodeURIComponent(reference)}/reschedule`,
      body: { start: utc(entry.start), reschedulingReason: 'Moved by the business' },
    })
    return accept(ctx, booking, entry.start)
  },

  async cancel(ctx, { reference, reason }) {
    try {
      await cancelBooking(ctx, reference, reason)
    } catch (error) {
      if (!(error instanceof Refused) || (await isAlive(ctx, reference))) throw error
    }
  },
}

/** A booking at another instant than asked for is taken back: nobody agreed to it. */
async function accept(ctx: PluginContext, booking: CalcomBooking, start: string): Promise<EntryReference> {
  if (utc(booking.start) === utc(start)) return asReference(booking)
  await cancelBooking(ctx, booking.uid, 'Booked at another time than asked for')
  throw new Refused('other_time', `Cal.com booked ${booking.start} instead of ${start}.`)
}

function cancelBooking(ctx: PluginContext, uid: string, reason: string | undefined): Promise<unknown> {
  return calcom(ctx, {
    path: `/v2/bookings/${encodeURIComponent(uid)}/cancel`,
    body: { cancellationReason: reason ?? 'Cancelled by the business' },
  })
}

async function isAlive(ctx: PluginContext, uid: string): Promise<boolean> {
  try {
    return isLive(await calcom<CalcomBooking>(ctx, { path: `/v2/bookings/${encodeURIComponent(uid)}` }))
  } catch (error) {
    if (error instanceof Refused && error.code === '404') return false
    throw error
  }
}
