import type { SyncHandler } from '@askpro/plugin-sdk'
import { acme } from './acme-api.ts'
import { type AcmeEntry, OURS } from './calendar.ts'

/** Acme tells no changes, so each run reads the whole span and replaces what was known of it. */
export const syncEntries: SyncHandler = {
  async run(ctx, { calendar, from, to, save }) {
    const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
    const path = `/calendars/${encodeURIComponent(calendar)}/entries?${new URLSearchParams(span)}`
    const entries = await acme<AcmeEntry[]>(ctx, { path })
    const busy = entries
      .filter(({ source }) => source !== OURS)
      .map(({ id, start, end }) => ({ externalId: id, start, end }))
    await save({ checkpoint: null, replaces: span, busy, freed: [], facts: [] })
  },
}
