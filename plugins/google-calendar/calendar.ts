import { type CalendarProvider, Refused } from '@askpro/plugin-sdk'
import type { calendar_v3 } from '@googleapis/calendar'
import { asEvent, asReference } from './event-mapping.ts'
import { calling, googleApi, reasonOf } from './google-api.ts'

const GONE = new Set(['404', '410', 'notFound', 'deleted', 'resourceGone'])
const isGone = (error: unknown): boolean => GONE.has(reasonOf(error) ?? '')

export const calendar: CalendarProvider = {
  async listCalendars(ctx) {
    const api = await googleApi(ctx)
    const found: calendar_v3.Schema$CalendarListEntry[] = []
    let pageToken: string | undefined
    do {
      const page = await calling(() =>
        api.calendarList.list({ maxResults: 250, ...(pageToken ? { pageToken } : {}) }),
      )
      found.push(...(page.items ?? []))
      pageToken = page.nextPageToken ?? undefined
    } while (pageToken)
    return found.map(({ id, summary, accessRole }) => ({
      id: id ?? '',
      name: summary ?? id ?? '',
      writable: accessRole === 'owner' || accessRole === 'writer',
    }))
  },

  async find(ctx, { entryId, calendar: calendarId }) {
    const api = await googleApi(ctx)
    const event = await calling(() => api.events.get({ calendarId, eventId: entryId })).catch(ignoreGone)
    return event && event.status !== 'cancelled' ? asReference(event) : null
  },

  /** The event's id is ours, so a repeat is a 409: then the event is put the way it should be. */
  async create(ctx, entry) {
    const api = await googleApi(ctx)
    const body = { calendarId: entry.calendar, sendUpdates: 'none', requestBody: asEvent(entry) }
    try {
      return asReference(await calling(() => api.events.insert(body)))
    } catch (error) {
      if (reasonOf(error) !== 'duplicate') throw error
      return asReference(await calling(() => api.events.update({ ...body, eventId: entry.entryId })))
    }
  },

  /** A patch leaves what the owner has added. It merges, so the day of an event made all-day must be taken out. */
  async move(ctx, reference, entry) {
    const api = await googleApi(ctx)
    const { status, start, end, summary } = asEvent(entry)
    const requestBody = { status, summary, start: { ...start, date: null }, end: { ...end, date: null } }
    const event = await calling(() =>
      api.events.patch({ calendarId: entry.calendar, eventId: reference, sendUpdates: 'none', requestBody }),
    )
    return asReference(event)
  },

  async cancel(ctx, { reference, calendar: calendarId }) {
    const api = await googleApi(ctx)
    await calling(() => api.events.delete({ calendarId, eventId: reference, sendUpdates: 'none' })).catch(
      ignoreGone,
    )
  },
}

function ignoreGone(error: unknown): undefined {
  if (error instanceof Refused && isGone(error)) return undefined
  throw error
}
