import type { BusyTime, PluginContext, ProviderFact, SyncHandler, SyncRun } from '@askpro/plugin-sdk'
import { type CalcomBooking, entryIdOf, eventTypeId, isLive, utc } from './booking-mapping.ts'
import { calcom } from './calcom-api.ts'
import { listBookings } from './list-bookings.ts'

interface ConnectedCalendars {
  connectedCalendars?: Array<{
    credentialId: number
    calendars?: Array<{ externalId: string; isSelected?: boolean }>
  }>
}

/**
 * Cal.com has no increments, so each run reads the whole span: what others booked on the event type, and what the
 * calendars connected to the account say is busy. Its webhooks may get lost (one attempt on self-hosted ones), so
 * moves and cancellations of our own bookings are told from here as well.
 */
export const syncBookings: SyncHandler = {
  async run(ctx, sync) {
    const span = { from: new Date(sync.from).toISOString(), to: new Date(sync.to).toISOString() }
    const bookings = await listBookings(ctx, { eventTypeId: eventTypeId(sync.calendar), ...span })
    const own = bookings.filter((booking) => entryIdOf(booking) !== undefined)
    const foreign = bookings.filter((booking) => entryIdOf(booking) === undefined && isLive(booking))
    const elsewhere = await connectedBusyTimes(ctx, span)
    await sync.save({
      checkpoint: null,
      replaces: span,
      busy: [...foreign.map(asBusy), ...elsewhere.filter((time) => !isOneOf(own, time))],
      freed: [],
      facts: own.flatMap((booking) => changesOf(booking, bookings)),
    } satisfies Parameters<SyncRun['save']>[0])
  },
}

function asBusy(booking: CalcomBooking): BusyTime {
  return { externalId: booking.uid, start: utc(booking.start), end: utc(booking.end) }
}

async function connectedBusyTimes(
  ctx: PluginContext,
  span: { from: string; to: string },
): Promise<BusyTime[]> {
  const { connectedCalendars = [] } = await calcom<ConnectedCalendars>(ctx, { path: '/v2/calendars' })
  const chosen = connectedCalendars.flatMap(({ credentialId, calendars = [] }) =>
    calendars
      .filter(({ isSelected }) => isSelected !== false)
      .map(({ externalId }) => ({ credentialId, externalId })),
  )
  const lists = await Promise.all(chosen.map((one) => busyTimesOf(ctx, one, span)))
  return lists.flat()
}

async function busyTimesOf(
  ctx: PluginContext,
  { credentialId, externalId }: { credentialId: number; externalId: string },
  span: { from: string; to: string },
): Promise<BusyTime[]> {
  const times = await calcom<Array<{ start: string; end: string }>>(ctx, {
    path: '/v2/calendars/busy-times',
    query: {
      credentialId: String(credentialId),
      externalId,
      timeZone: 'UTC',
      dateFrom: span.from,
      dateTo: span.to,
    },
  })
  return times.map(({ start, end }) => {
    const time = { start: utc(start), end: utc(end) }
    return { externalId: `busy:${credentialId}:${time.start}:${time.end}`, ...time }
  })
}

/** Our own bookings stand in the connected calendar too; there they must not block themselves. */
function isOneOf(own: readonly CalcomBooking[], time: BusyTime): boolean {
  return own.some((booking) => utc(booking.start) === time.start && utc(booking.end) === time.end)
}

/** A cancelled booking that was moved is told by its successor. */
function changesOf(booking: CalcomBooking, all: readonly CalcomBooking[]): ProviderFact[] {
  const entryId = entryIdOf(booking)
  if (!entryId) return []
  const base = { entryId, reference: booking.uid }
  if (isLive(booking)) {
    return [{ type: 'calendar.entry_moved', ...base, start: utc(booking.start), end: utc(booking.end) }]
  }
  const successor = all.some((other) => entryIdOf(other) === entryId && isLive(other))
  return successor || booking.rescheduledToUid ? [] : [{ type: 'calendar.entry_cancelled', ...base }]
}
