import { type BusyTime, Refused, type SyncRun } from '@askpro/plugin-sdk'
import type { calendar_v3 } from '@googleapis/calendar'
import { calling } from './google-api.ts'

/** Milliseconds asked for at once. */
const CHUNK = 60 * 86_400_000

/** Reads a span of a calendar of which only free or busy may be seen. Errors come inside a 200, per calendar. */
export async function readFreeBusy(api: calendar_v3.Calendar, sync: SyncRun): Promise<void> {
  // A time that lies over the border of two chunks comes with both.
  const busy = new Map<string, BusyTime>()
  for (let from = sync.from; from < sync.to; from += CHUNK) {
    sync.signal.throwIfAborted()
    const found = await chunk(api, sync.calendar, { from, to: Math.min(from + CHUNK, sync.to) })
    for (const time of found) busy.set(time.externalId, time)
  }
  const replaces = { from: new Date(sync.from).toISOString(), to: new Date(sync.to).toISOString() }
  await sync.save({ checkpoint: null, replaces, busy: [...busy.values()], freed: [], facts: [] })
}

async function chunk(
  api: calendar_v3.Calendar,
  id: string,
  span: { from: number; to: number },
): Promise<BusyTime[]> {
  const requestBody = {
    timeMin: new Date(span.from).toISOString(),
    timeMax: new Date(span.to).toISOString(),
    items: [{ id }],
  }
  const reply = await calling(() => api.freebusy.query({ requestBody }))
  const calendar = reply.calendars?.[id]
  const problem = calendar?.errors?.[0]?.reason
  if (problem) throw new Refused('no_calendar', `Google cannot read ${id}: ${problem}.`)
  return (calendar?.busy ?? []).flatMap(({ start, end }) =>
    start && end ? [{ externalId: `busy:${start}:${end}`, start, end }] : [],
  )
}
