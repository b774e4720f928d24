import type { PluginContext } from './context.ts'
import type { ProviderFact } from './webhook.ts'

export interface BusyTime {
  /** The provider's id of the entry, stable over changes. */
  externalId: string
  /** RFC 3339 in UTC; half-open. */
  start: string
  end: string
}

/** One step of a sync; the host stores it together with its checkpoint, in one transaction. */
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

export interface SyncRun {
  /** The provider's calendar id. */
  calendar: string
  /** Of the last stored page; null on the first run. */
  checkpoint: string | null
  /** Epoch milliseconds: the span the hub needs to know about, for providers that are asked by window. */
  from: number
  to: number
  /** Stores a page. Throws when the run has been given up; then stop. */
  save(page: SyncPage): Promise<void>
  signal: AbortSignal
}

export interface SyncHandler {
  run(ctx: PluginContext, sync: SyncRun): Promise<void>
}
