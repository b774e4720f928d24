import type { Scene } from './drill-row.ts'
import type { Offer } from './offers.ts'

const MINUTE = 60_000
/** Lina's calendar at Google. */
const CALENDAR = 'pro@example.com'

/** What the owner of a calendar does there, with an entry of the hub's; `reference` is the provider's. */
interface Owner {
  cancel(scene: Scene, reference: string): Promise<unknown>
  move(scene: Scene, reference: string, to: Offer): Promise<unknown>
}

export type OwnedPlugin = 'calcom' | 'google-calendar'

const eventPath = (id: string) => `/google_calendar/events/${id}?calendar_id=${encodeURIComponent(CALENDAR)}`

export const owners: Record<OwnedPlugin, Owner> = {
  calcom: {
    cancel: ({ site }, uid) =>
      site.control('POST', `/calcom/bookings/${uid}/cancel`, { reason: 'The owner is ill' }),
    move: ({ site }, uid, { start }) =>
      site.control('POST', `/calcom/bookings/${uid}/reschedule`, { start: new Date(start).toISOString() }),
  },
  'google-calendar': {
    cancel: ({ site }, id) => site.control('DELETE', eventPath(id)),
    move: ({ site }, id, { start }) => {
      const end = new Date(Date.parse(start) + 30 * MINUTE).toISOString()
      return site.control('PATCH', eventPath(id), { start: { dateTime: start }, end: { dateTime: end } })
    },
  },
}
