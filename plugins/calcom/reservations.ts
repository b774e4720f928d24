import type { CalendarProvider, PluginContext, ReservationWish } from '@askpro/plugin-sdk'
import { eventTypeId, utc } from './booking-mapping.ts'
import { calcomIfAllowed, ifThere } from './calcom-api.ts'
import { chosenLength } from './chosen-length.ts'

const PATH = '/v2/slots/reservations'
const MINUTE = 60_000

/**
 * What is reserved Cal.com offers to nobody else; it is let go by itself. A booking over the API is not kept out by it, so
 * ours need not give it back first.
 */
export const reserve: NonNullable<CalendarProvider['reserve']> = async (ctx, wish) => {
  const longer = wish.reference === undefined ? undefined : await prolong(ctx, wish.reference, wish)
  const { reservationUid: reference } =
    longer ?? (await calcomIfAllowed<CalcomReservation>(ctx, { path: PATH, body: await bodyOf(ctx, wish) }))
  return { reference }
}

export const release: NonNullable<CalendarProvider['release']> = async (ctx, { reference }) => {
  await ifThere(calcomIfAllowed(ctx, { path: pathOf(reference), method: 'DELETE' }))
}

interface CalcomReservation {
  reservationUid: string
}

/** Undefined where it has ended meanwhile. */
const prolong = async (
  ctx: PluginContext,
  uid: string,
  wish: ReservationWish,
): Promise<CalcomReservation | undefined> =>
  ifThere(
    calcomIfAllowed<CalcomReservation>(ctx, {
      path: pathOf(uid),
      method: 'PATCH',
      body: await bodyOf(ctx, wish),
    }),
  )

async function bodyOf(ctx: PluginContext, wish: ReservationWish): Promise<Record<string, unknown>> {
  const { calendar, start, until } = wish
  const slotDuration = await chosenLength(ctx, wish)
  const minutes = Math.ceil((Date.parse(until) - ctx.now()) / MINUTE)
  return {
    eventTypeId: eventTypeId(calendar),
    slotStart: utc(start),
    ...(slotDuration === undefined ? {} : { slotDuration }),
    reservationDuration: Math.max(1, minutes),
  }
}

const pathOf = (uid: string): string => `${PATH}/${encodeURIComponent(uid)}`
