import type { CalendarEntry, PluginContext } from '@askpro/plugin-sdk'
import { eventTypeId } from './booking-mapping.ts'
import { calcom, ifThere } from './calcom-api.ts'
import { type EventType, lengthsOf } from './event-type-mapping.ts'

const MINUTE = 60_000
/** Milliseconds that the lengths of an event type are remembered: bookings come more often than they change. */
const REMEMBERED = 60 * MINUTE

/**
 * Minutes to ask for where the event type lets whoever books choose and has that length. Undefined elsewhere: then its
 * own is booked, and Cal.com refuses to be told another.
 */
export async function chosenLength(
  ctx: PluginContext,
  { calendar, start, end }: Pick<CalendarEntry, 'calendar' | 'start' | 'end'>,
): Promise<number | undefined> {
  const wanted = (Date.parse(end) - Date.parse(start)) / MINUTE
  const lengths = await rememberedLengths(ctx, eventTypeId(calendar))
  return lengths.length > 1 && lengths.includes(wanted) ? wanted : undefined
}

async function rememberedLengths(ctx: PluginContext, id: number): Promise<number[]> {
  const key = `lengths:${id}`
  const kept = (await ctx.store.get(key)) as { lengths: number[]; until: number } | undefined
  if (kept && kept.until > ctx.now()) return kept.lengths
  const type = await ifThere(calcom<EventType>(ctx, { path: `/v2/event-types/${id}` }))
  const lengths = type ? lengthsOf(type) : []
  await ctx.store.set(key, { lengths, until: ctx.now() + REMEMBERED })
  return lengths
}
