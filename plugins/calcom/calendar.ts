import {
  type CalendarEntry,
  type CalendarProvider,
  type EntryReference,
  type PluginContext,
  Refused,
} from '@askpro/plugin-sdk'
import {
  asNewBooking,
  asReference,
  type CalcomBooking,
  eventTypeId,
  isLive,
  pathOf,
  TAKEN_BACK,
  utc,
} from './booking-mapping.ts'
import { calcom, calcomIfAllowed } from './calcom-api.ts'
import { chosenLength } from './chosen-length.ts'
import { currentBooking } from './current-booking.ts'
import { asCalendar, type EventType } from './event-type-mapping.ts'
import { listBookings } from './list-bookings.ts'
import { entryIdsOf } from './own-bookings.ts'
import { release, reserve } from './reservations.ts'

const DAY = 86_400_000

export const calendar: CalendarProvider = {
  async listCalendars(ctx) {
    const types = await calcom<EventType[]>(ctx, { path: '/v2/event-types' })
    const { name: owner } = await calcom<{ name?: string | null }>(ctx, { path: '/v2/me' })
    return types.map((type) => asCalendar(type, owner))
  },

  async find(ctx, entry) {
    const booking = await findBooking(ctx, entry)
    return booking ? asReference(booking) : null
  },

  async slots(ctx, { calendar: type, from, to }) {
    const byDate = await calcom<Record<string, Array<{ start: string; end: string }>>>(ctx, {
      path: '/v2/slots',
      query: {
        eventTypeId: String(eventTypeId(type)),
        start: from,
        end: to,
        format: 'range',
        timeZone: 'UTC',
      },
    })
    return Object.values(byDate)
      .flat()
      .map(({ start, end }) => ({ start: utc(start), end: utc(end) }))
  },

  /** There is no idempotency key at Cal.com, and a pending booking keeps no second one away: so it looks first. */
  async create(ctx, entry) {
    const there = await findBooking(ctx, entry)
    if (there) return ensureTime(ctx, there, entry)
    const body = asNewBooking(ctx, entry, await chosenLength(ctx, entry))
    const booking = await calcom<CalcomBooking>(ctx, { path: '/v2/bookings', body })
    return accept(ctx, booking, entry.start)
  },

  async move(ctx, reference, entry) {
    const booking = await currentBooking(ctx, reference)
    if (!booking)
      throw new Refused('cancelled', `The booking ${reference} does not stand at Cal.com any more.`)
    return ensureTime(ctx, booking, entry)
  },

  async cancel(ctx, { reference, reason }) {
    try {
      await cancelBooking(ctx, reference, reason)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const booking = await currentBooking(ctx, reference)
      if (booking?.uid === reference) throw error
      if (booking) await cancelBooking(ctx, booking.uid, reason)
    }
  },

  reserve,
  release,

  async markAbsent(ctx, { reference, absent }) {
    const booking = await currentBooking(ctx, reference)
    const attendees = (booking?.attendees ?? [])
      .filter((one) => (one.absent ?? false) !== absent)
      .map(({ email }) => ({ email, absent }))
    if (!booking || attendees.length === 0) return
    await calcomIfAllowed(ctx, { path: `${pathOf(booking.uid)}/mark-absent`, body: { attendees } })
  },
}

async function findBooking(
  ctx: PluginContext,
  { entryId, calendar: type, start }: Pick<CalendarEntry, 'entryId' | 'calendar' | 'start'>,
): Promise<CalcomBooking | undefined> {
  const around = Date.parse(start)
  const from = new Date(around - DAY).toISOString()
  const to = new Date(around + 2 * DAY).toISOString()
  const bookings = await listBookings(ctx, { eventTypeId: eventTypeId(type), from, to })
  const keys = entryIdsOf(bookings)
  const own = bookings.filter((booking) => keys.get(booking) === entryId)
  const live = own.find(isLive)
  if (live) return live
  // It stood here and was moved farther away than was looked.
  const moved = own.find(({ rescheduledToUid }) => rescheduledToUid !== undefined)
  return (moved?.rescheduledToUid && (await currentBooking(ctx, moved.rescheduledToUid))) || undefined
}

/** A move makes a new booking with a new uid, so one to the time that it has already must not happen. */
async function ensureTime(
  ctx: PluginContext,
  booking: CalcomBooking,
  { start }: CalendarEntry,
): Promise<EntryReference> {
  if (utc(booking.start) === utc(start)) return asReference(booking)
  const moved = await calcom<CalcomBooking>(ctx, {
    path: `${pathOf(booking.uid)}/reschedule`,
    body: { start: utc(start), reschedulingReason: 'Moved by the business' },
  })
  return accept(ctx, moved, start)
}

/** A booking at another instant than asked for is taken back: nobody agreed to it. */
async function accept(ctx: PluginContext, booking: CalcomBooking, start: string): Promise<EntryReference> {
  if (utc(booking.start) === utc(start)) return asReference(booking)
  await cancelBooking(ctx, booking.uid, TAKEN_BACK)
  throw new Refused('other_time', `Cal.com booked ${booking.start} instead of ${start}.`)
}

function cancelBooking(ctx: PluginContext, uid: string, reason: string | undefined): Promise<unknown> {
  return calcom(ctx, {
    path: `${pathOf(uid)}/cancel`,
    body: { cancellationReason: reason ?? 'Cancelled by the business' },
  })
}
