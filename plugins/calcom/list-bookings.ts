import type { PluginContext } from '@askpro/plugin-sdk'
import type { CalcomBooking } from './booking-mapping.ts'
import { calcom } from './calcom-api.ts'

const PAGE = 100

/** All bookings in a span, page by page: of one event type, or of the whole account. */
export async function listBookings(
  ctx: PluginContext,
  filter: { eventTypeId?: number; from: string; to: string },
): Promise<CalcomBooking[]> {
  const found: CalcomBooking[] = []
  for (let skip = 0; ; skip += PAGE) {
    const page = await calcom<CalcomBooking[]>(ctx, {
      path: '/v2/bookings',
      query: {
        ...(filter.eventTypeId ? { eventTypeId: String(filter.eventTypeId) } : {}),
        afterStart: filter.from,
        beforeEnd: filter.to,
        // Without an order none of the pages need be the next of the last.
        sortStart: 'asc',
        take: String(PAGE),
        skip: String(skip),
      },
    })
    found.push(...page)
    if (page.length < PAGE) return found
  }
}
