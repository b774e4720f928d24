import type { PluginContext } from '@askpro/plugin-sdk'
import type { CalcomBooking } from './booking-mapping.ts'
import { calcom } from './calcom-api.ts'

const PAGE = 100

/** All bookings of an event type that start in a span, page by page. `status` as Cal.com's filter names it. */
export async function listBookings(
  ctx: PluginContext,
  filter: { eventTypeId: number; from: string; to?: string; status?: string },
): Promise<CalcomBooking[]> {
  const found: CalcomBooking[] = []
  for (let skip = 0; ; skip += PAGE) {
    const page = await calcom<CalcomBooking[]>(ctx, {
      path: '/v2/bookings',
      query: {
        eventTypeId: String(filter.eventTypeId),
        afterStart: filter.from,
        ...(filter.to ? { beforeEnd: filter.to } : {}),
        ...(filter.status ? { status: filter.status } : {}),
        take: String(PAGE),
        skip: String(skip),
      },
    })
    found.push(...page)
    if (page.length < PAGE) return found
  }
}
