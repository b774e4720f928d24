import type { PluginContext } from '../context.ts'
import type { BusyTime, SyncHandler, SyncPage } from '../sync.ts'

/**
 * What a sync is run over in a test.
 *
 * @example
 * const span: SyncSpan = { calendar: 'shop', checkpoint: null, from: 0, to: 86_400_000 }
 */
export interface SyncSpan {
  calendar: string
  /** Null for a first run. */
  checkpoint: string | null
  /** Epoch milliseconds. */
  from: number
  to: number
}

/**
 * Runs a sync once and gives the pages it saved.
 *
 * @example
 * const pages = await runSync(handler, ctx, { calendar: 'shop', checkpoint: null, from: 0, to: 86_400_000 })
 */
export async function runSync(handler: SyncHandler, ctx: PluginContext, span: SyncSpan): Promise<SyncPage[]> {
  const pages: SyncPage[] = []
  await handler.run(ctx, {
    ...span,
    save: async (page) => void pages.push(structuredClone(page)),
    signal: new AbortController().signal,
  })
  return pages
}

/**
 * What the hub knows to be busy after a page, given what it knew before.
 *
 * @example
 * const known = applyPage([], { checkpoint: null, busy: [], freed: ['evt_81'], facts: [] })
 */
export function applyPage(known: readonly BusyTime[], page: SyncPage): BusyTime[] {
  const told = new Set([...page.freed, ...page.busy.map(({ externalId }) => externalId)])
  const kept = page.reset ? [] : known.filter((time) => !told.has(time.externalId) && !isReplaced(time, page))
  return [...kept, ...page.busy]
}

function isReplaced({ start, end }: BusyTime, { replaces }: SyncPage): boolean {
  return (
    replaces !== undefined &&
    Date.parse(end) > Date.parse(replaces.from) &&
    Date.parse(start) < Date.parse(replaces.to)
  )
}
