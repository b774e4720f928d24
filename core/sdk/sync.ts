import type { PluginContext } from './context.ts'
import type { ProviderFact } from './webhook.ts'

/**
 * A time that somebody else has taken in a calendar.
 *
 * @example
 * const busy: BusyTime = { externalId: 'evt_81', start: '2026-12-07T09:00:00Z', end: '2026-12-07T10:00:00Z' }
 */
export interface BusyTime {
  /** The provider's id of the entry, stable over changes. */
  externalId: string
  /** RFC 3339 in UTC; half-open. */
  start: string
  end: string
}

/**
 * One step of a sync; the host stores it together with its checkpoint, in one transaction.
 *
 * @example
 * const page: SyncPage = { checkpoint: 'cursor-2', busy: [], freed: ['evt_81'], facts: [] }
 */
export interface SyncPage {
  /** Where to go on after this page; null starts over next time. */
  checkpoint: string | null
  /**
   * Put `busy` in the place of all that is known of this calendar (an expired token, a first run). Such a page must
   * be complete: collect the provider's pages first, or times would look free between two of them.
   */
  reset?: boolean
  /** Drop what is known in this window and put `busy` in its place (providers without increments). */
  replaces?: { from: string; to: string }
  busy: BusyTime[]
  /** External ids that no longer block. */
  freed: string[]
  /**
   * Changes the owner made to the hub's own entries. With `reset` or `replaces`: every one of them that stands there,
   * changed or not, since one that is not told is taken for missing and looked for with `find`.
   */
  facts: ProviderFact[]
}

/**
 * What a sync is asked for.
 *
 * @example
 * async function read({ calendar, checkpoint, save, signal }: SyncRun): Promise<void> {
 *   if (signal.aborted) return
 *   await save({ checkpoint: checkpoint ?? calendar, busy: [], freed: [], facts: [] })
 * }
 */
export interface SyncRun {
  /** The provider's calendar id; empty for a sync of the whole connection. */
  calendar: string
  /** Of the last stored page; null on the first run, and to have everything compared. */
  checkpoint: string | null
  /** Epoch milliseconds: the span the hub needs to know about, for providers that are asked by window. */
  from: number
  to: number
  /** Stores a page. Throws when the run has been given up; then stop. */
  save(page: SyncPage): Promise<void>
  signal: AbortSignal
}

/**
 * Reads one calendar, or what else a connection has to tell, from where the last run ended.
 *
 * @example
 * const entries: SyncHandler = {
 *   async run(ctx, { calendar, from, to, save }) {
 *     const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
 *     const response = await ctx.fetch(`https://api.acme.example/calendars/${calendar}?${new URLSearchParams(span)}`)
 *     const busy = (await response.json()) as BusyTime[]
 *     await save({ checkpoint: null, replaces: span, busy, freed: [], facts: [] })
 *   },
 * }
 */
export interface SyncHandler {
  run(ctx: PluginContext, sync: SyncRun): Promise<void>
}
