import { type PluginContext, Refused } from '@askpro/plugin-sdk'
import { type CalcomBooking, isLive } from './booking-mapping.ts'
import { calcom } from './calcom-api.ts'

/** A move leaves the old booking behind as cancelled, pointing to a new one: follows it to the one that lives. */
export async function currentBooking(ctx: PluginContext, uid: string): Promise<CalcomBooking | null> {
  const booking = await readBooking(ctx, uid)
  if (!booking || isLive(booking)) return booking
  return booking.rescheduledToUid ? currentBooking(ctx, booking.rescheduledToUid) : null
}

async function readBooking(ctx: PluginContext, uid: string): Promise<CalcomBooking | null> {
  try {
    return await calcom<CalcomBooking>(ctx, { path: `/v2/bookings/${encodeURIComponent(uid)}` })
  } catch (error) {
    if (error instanceof Refused && error.code === '404') return null
    throw error
  }
}
