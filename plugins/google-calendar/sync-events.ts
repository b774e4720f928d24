import type { BusyTime, ProviderFact, SyncHandler, SyncPage, SyncRun } from '@askpro/plugin-sdk'
import type { calendar_v3 } from '@googleapis/calendar'
import { asBusy, blocks, spanOf } from './event-mapping.ts'
import { readFreeBusy } from './free-busy.ts'
import { calling, googleApi, reasonOf } from './google-api.ts'
import { entryIn, repeatedEntries } from './repeated-entries.ts'

type Api = calendar_v3.Calendar
type Event = calendar_v3.Schema$Event
type Events = calendar_v3.Schema$Events

/** The same at every call: Google refuses a sync token together with other parameters than its first list had. */
const LIST = { singleEvents: true, maxResults: 2500 }

/** A 410, with Google's reason or without one: the token is good for nothing any more. */
const TOO_OLD = new Set(['fullSyncRequired', '410'])

/** A calendar that is shared as free or busy only cannot be listed, but asked. */
const NOT_LISTABLE = new Set(['forbidden', 'requiredAccessLevel'])

export const syncEvents: SyncHandler = {
  async run(ctx, sync) {
    const api = await googleApi(ctx)
    try {
      if (sync.checkpoint === null) await full(api, sync)
      else await incremental(api, sync, sync.checkpoint)
    } catch (error) {
      if (TOO_OLD.has(reasonOf(error) ?? '')) return full(api, sync)
      if (NOT_LISTABLE.has(reasonOf(error) ?? '')) return readFreeBusy(api, sync)
      throw error
    }
  },
}

/** Only the last page carries the token for the next run, and a reset must be one whole page. */
async function full(api: Api, sync: SyncRun): Promise<void> {
  const whole: SyncPage = { checkpoint: null, reset: true, busy: [], freed: [], facts: [] }
  let page: Events = {}
  do {
    sync.signal.throwIfAborted()
    const pageToken = page.nextPageToken
    page = await calling(() =>
      api.events.list({ calendarId: sync.calendar, ...LIST, ...(pageToken ? { pageToken } : {}) }),
    )
    const read = await readPage(api, page, sync)
    whole.busy.push(...read.busy)
    whole.facts.push(...read.facts)
  } while (page.nextPageToken)
  await sync.save({ ...whole, checkpoint: page.nextSyncToken ?? null })
}

/** Pages are stored one by one; the token moves on with the last, so a crash repeats at most this run. */
async function incremental(api: Api, sync: SyncRun, syncToken: string): Promise<void> {
  let page: Events = {}
  do {
    sync.signal.throwIfAborted()
    const pageToken = page.nextPageToken
    page = await calling(() =>
      api.events.list({ calendarId: sync.calendar, ...LIST, syncToken, ...(pageToken ? { pageToken } : {}) }),
    )
    await sync.save({ checkpoint: page.nextSyncToken ?? syncToken, ...(await readPage(api, page, sync)) })
  } while (page.nextPageToken)
}

type Read = Pick<SyncPage, 'busy' | 'freed' | 'facts'>

async function readPage(api: Api, page: Events, sync: SyncRun): Promise<Read> {
  const zone = page.timeZone ?? 'UTC'
  const events = page.items ?? []
  const repeated = await repeatedEntries(api, sync.calendar, events)
  const entryOf = (event: Event) => entryIn(event, repeated, zone)
  const foreign = events.filter((event) => entryOf(event) === undefined)
  const busy = foreign
    .filter(blocks)
    .map((event) => asBusy(event, zone))
    .filter((time): time is BusyTime => time !== undefined && isWithin(time, sync))
  const kept = new Set(busy.map(({ externalId }) => externalId))
  const freed = foreign.map(({ id }) => id ?? '').filter((id) => id !== '' && !kept.has(id))
  const gone = [...repeated].flatMap(([id, event]) => (event ? [] : [id]))
  const told = events.flatMap((event) => factsOf(event, entryOf(event), zone))
  return { busy, freed, facts: [...told, ...gone.map(cancelled)] }
}

const isWithin = ({ start, end }: BusyTime, { from, to }: SyncRun): boolean =>
  Date.parse(end) > from && Date.parse(start) < to

/** The list reports our own writes as well; whoever takes the facts knows an echo when it sees one. */
function factsOf(event: Event, entryId: string | undefined, zone: string): ProviderFact[] {
  if (entryId === undefined) return []
  if (event.status === 'cancelled') return [cancelled(entryId)]
  const span = spanOf(event, zone)
  return span ? [{ type: 'calendar.entry_moved', entryId, reference: entryId, ...span }] : []
}

const cancelled = (entryId: string): ProviderFact => ({
  type: 'calendar.entry_cancelled',
  entryId,
  reference: entryId,
})
