import type { BusyTime, PluginContext, ProviderFact, SyncHandler } from '@askpro/plugin-sdk'
import { type CalcomBooking, eventTypeId, isLive, utc } from './booking-mapping.ts'
import { calcom } from './calcom-api.ts'
import { listBookings } from './list-bookings.ts'
import { entryIdsOf } from './own-bookings.ts'
import { withoutOwn } from './without-own.ts'

interface ConnectedCalendars {
  connectedCalendars?: Array<{
    credentialId: number
    calendars?: Array<{ externalId: string; isSelected?: boolean }>
  }>
}

/**
 * Cal.com has no increments, so each run reads the whole span: what others booked, and what the calendars connected to
 * the account say is busy. A booking of any event type keeps its host busy. Webhooks may get lost (one attempt on
 * self-hosted ones), so moves and cancellations of our own bookings are told from here as well.
 */
export const syncBookings: SyncHandler = {
  async run(ctx, sync) {
    const type = eventTypeId(sync.calendar)
    const span = { from: new Date(sync.from).toISOString(), to: new Date(sync.to).toISOString() }
    const bookings = await listBookings(ctx, span)
    const keys = entryIdsOf(bookings)
    const own = [...keys.keys()]
    const foreign = bookings.filter((booking) => !keys.has(booking) && isLive(booking))
    const elsewhere = await connectedBusyTimes(ctx, span)
    await sync.save({
      checkpoint: null,
      replaces: span,
      busy: [...foreign.map(asBusy), ...withoutOwn(elsewhere, own.filter(isLive).map(asSpan))],
      freed: [],
      facts: own.filter((booking) => typeOf(booking) === type).flatMap((booking) => changesOf(booking, keys)),
    })
  },
}

const typeOf = ({ eventTypeId: id, eventType }: CalcomBooking): number | undefined => id ?? eventType?.id

function asBusy(booking: CalcomBooking): BusyTime {
  return { externalId: booking.uid, start: utc(booking.start), end: utc(booking.end) }
}

const asSpan = ({ start, end }: CalcomBooking) => ({ start: Date.parse(start), end: Date.parse(end) })

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

/** A cancelled booking that was moved is told by its successor. */
function changesOf(booking: CalcomBooking, keys: ReadonlyMap<CalcomBooking, string>): ProviderFact[] {
  const entryId = keys.get(booking)
  if (!entryId) return []
  const base = { entryId, reference: booking.uid }
  if (isLive(booking)) {
    const times = { start: utc(booking.start), end: utc(booking.end) }
    return [{ type: 'calendar.entry_moved', ...base, ...times }, ...absenceOf(booking, base)]
  }
  const successor = [...keys].some(([other, key]) => key === entryId && isLive(other))
  return successor || booking.rescheduledToUid ? [] : [{ type: 'calendar.entry_cancelled', ...base }]
}

/** That somebody came is told by a webhook only: it is what every booking says until it is told otherwise. */
function absenceOf(
  { attendees = [] }: CalcomBooking,
  base: { entryId: string; reference: string },
): ProviderFact[] {
  const absent = attendees.some((one) => one.absent === true)
  return absent ? [{ type: 'calendar.entry_no_show', ...base, absent }] : []
}
