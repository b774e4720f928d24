import type {
  CalendarEntry,
  CalendarInfo,
  CalendarProvider,
  EntryReference,
  PluginContext,
} from '@askpro/plugin-sdk'
import { acme, ifThere } from './acme-api.ts'

export interface AcmeEntry {
  id: string
  start: string
  end: string
  /** Ours are marked; what others wrote is not. */
  source?: string
}

export const OURS = 'hub'

const pathOf = (calendar: string, id: string) => `/calendars/${encodeURIComponent(calendar)}/entries/${id}`

const asReference = ({ id, start, end }: AcmeEntry): EntryReference => ({ reference: id, start, end })

/** PUT under our own id: the first call makes the entry, a repeat finds it, another time moves it. */
async function put(ctx: PluginContext, { calendar, entryId, start, end, title }: CalendarEntry) {
  const body = { start, end, title, source: OURS }
  return asReference(await acme<AcmeEntry>(ctx, { path: pathOf(calendar, entryId), method: 'PUT', body }))
}

export const calendar: CalendarProvider = {
  listCalendars: (ctx) => acme<CalendarInfo[]>(ctx, { path: '/calendars' }),

  async find(ctx, { calendar: id, entryId }) {
    const entry = await ifThere(acme<AcmeEntry>(ctx, { path: pathOf(id, entryId) }))
    return entry ? asReference(entry) : null
  },

  create: (ctx, entry) => put(ctx, entry),

  move: (ctx, _reference, entry) => put(ctx, entry),

  async cancel(ctx, { calendar: id, reference }) {
    await ifThere(acme<null>(ctx, { path: pathOf(id, reference), method: 'DELETE' }))
  },
}
