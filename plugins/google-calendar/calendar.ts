import { type CalendarEntry, type CalendarProvider, Refused } from '@askpro/plugin-sdk'
import type { calendar_v3 } from '@googleapis/calendar'
import { asEvent, asReference } from './event-mapping.ts'
import { calling, googleApi, ifThere, reasonOf } from './google-api.ts'

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
    const event = await ifThere(calling(() => api.events.get({ calendarId, eventId: entryId })))
    return event && event.status !== 'cancelled' ? asReference(event) : null
  },

  /** The event's id is ours, so a repeat is a 409: then it is put where it should be, or comes back to life. */
  async create(ctx, entry) {
    const api = await googleApi(ctx)
    const event = { calendarId: entry.calendar, sendUpdates: 'none', requestBody: asEvent(entry) }
    const body = ctx.settings.meet_links === true ? withMeeting(event, entry) : event
    try {
      return asReference(await calling(() => api.events.insert(body)))
    } catch (error) {
      if (reasonOf(error) !== 'duplicate') throw error
      if (await calendar.find(ctx, entry)) return calendar.move(ctx, entry.entryId, entry)
      return asReference(await calling(() => api.events.update({ ...body, eventId: entry.entryId })))
    }
  },

  /** A patch leaves what the owner has added. It merges, so the day of an event made all-day must be taken out. */
  async move(ctx, reference, entry) {
    const api = await googleApi(ctx)
    const { status, start, end } = asEvent(entry)
    const requestBody = { status, start: { ...start, date: null }, end: { ...end, date: null } }
    const patch = { calendarId: entry.calendar, eventId: reference, sendUpdates: 'none', requestBody }
    const headers = entry.etag === undefined ? {} : { 'if-match': entry.etag }
    return asReference(await calling(() => api.events.patch(patch, { headers })).catch(tellChange))
  },

  async cancel(ctx, { reference, calendar: calendarId }) {
    const api = await googleApi(ctx)
    await ifThere(calling(() => api.events.delete({ calendarId, eventId: reference, sendUpdates: 'none' })))
  },
}

function tellChange(error: unknown): never {
  if (reasonOf(error) !== 'conditionNotMet') throw error
  throw new Refused('changed', 'Somebody has changed the event since.')
}

/** Google makes the meeting after the event, once for each request id. */
function withMeeting<Body extends { requestBody: object }>(body: Body, { entryId }: CalendarEntry) {
  const createRequest = { requestId: entryId, conferenceSolutionKey: { type: 'hangoutsMeet' } }
  const requestBody = { ...body.requestBody, conferenceData: { createRequest } }
  return { ...body, requestBody, conferenceDataVersion: 1 }
}
