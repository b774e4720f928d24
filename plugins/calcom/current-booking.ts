import type { PluginContext } from '@askpro/plugin-sdk'
import { type CalcomBooking, isLive, pathOf } from './booking-mapping.ts'
import { calcom, ifThere } from './calcom-api.ts'

/** A move leaves the old booking behind as cancelled, pointing to a new one: follows it to the one that lives. */
export async function currentBooking(ctx: PluginContext, uid: string): Promise<CalcomBooking | null> {
  const booking = await ifThere(calcom<CalcomBooking>(ctx, { path: pathOf(uid) }))
  if (!booking || isLive(booking)) return booking ?? null
  return booking.rescheduledToUid ? currentBooking(ctx, booking.rescheduledToUid) : null
}
