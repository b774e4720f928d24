import type { Drift, DriftItem, MissedEntry } from '../integrations/index.ts'
import { utc } from './appointment-events.ts'
import type { BusySpan } from './busy-repository.ts'
import type { StandingEntry } from './drift-repository.ts'

/** What a complete page says stands in a calendar. Epoch milliseconds. */
export interface ToldCalendar {
  readonly busy: readonly BusySpan[]
  /** Entries that a hub wrote; `externalId` is this hub's key or reference of it, or anything where it is not this hub's. */
  readonly entries: readonly BusySpan[]
  /** Every id that the page speaks of, whatever it says. */
  readonly mentioned: ReadonlySet<string>
}

export interface KnownCalendar {
  readonly busy: readonly BusySpan[]
  readonly entries: readonly StandingEntry[]
  /** Whether that id is one of this hub's. */
  readonly isOwn: (id: string) => boolean
}

interface Span {
  readonly start: number
  readonly end: number
}

/** Differences that are shown one by one; all are counted. */
const SAMPLE = 20

/**
 * What a complete page says beside what was known between two times. An entry of this hub's that the page does not
 * speak of is no difference yet: it is missed, and somebody has to look for it.
 */
export function calendarDrift(
  known: KnownCalendar,
  told: ToldCalendar,
  within: { from: number; to: number },
): { drift: Drift; missed: MissedEntry[] } {
  const isWithin = ({ start, end }: Span) => start < within.to && end > within.from
  const items = [
    ...busyItems(known, told).filter(({ spans }) => spans.some(isWithin)),
    ...entryItems(known, told).filter(({ spans }) => spans.some(isWithin)),
  ].map(({ item }) => item)
  const missed = known.entries.filter(
    ({ key, reference }) => !told.mentioned.has(key) && !told.mentioned.has(reference),
  )
  return {
    drift: { busy: count(items, 'busy'), entries: count(items, 'entry'), sample: items.slice(0, SAMPLE) },
    missed: missed.map(({ key, reference, start }) => ({ entryId: key, reference, start: utc(start) })),
  }
}

interface Difference {
  readonly item: DriftItem
  readonly spans: readonly Span[]
}

/** What a hub wrote is no busy time, even where it is kept as one. */
function busyItems(known: KnownCalendar, told: ToldCalendar): Difference[] {
  const entries = new Set(told.entries.map(({ externalId }) => externalId))
  const before = known.busy.filter(({ externalId }) => !entries.has(externalId))
  const ids = new Set([...before, ...told.busy].map(({ externalId }) => externalId))
  const was = byId(before)
  const is = byId(told.busy)
  return [...ids].flatMap((id) => differenceOf('busy', id, { was: was.get(id), is: is.get(id) }))
}

function entryItems(known: KnownCalendar, told: ToldCalendar): Difference[] {
  const was = new Map(known.entries.flatMap((entry) => [entry.key, entry.reference].map((id) => [id, entry])))
  return told.entries.flatMap(({ externalId: id, ...is }) => {
    const entry = was.get(id)
    if (!entry) return known.isOwn(id) ? [] : differenceOf('entry', id, { was: undefined, is })
    const end = is.end === entry.standsUntil ? is.end : entry.end
    return differenceOf('entry', id, { was: { start: entry.start, end }, is })
  })
}

function differenceOf(
  kind: DriftItem['kind'],
  id: string,
  { was, is }: { was: Span | undefined; is: Span | undefined },
): Difference[] {
  if (was?.start === is?.start && was?.end === is?.end) return []
  const where = was === undefined ? 'missing_here' : is === undefined ? 'missing_there' : 'different'
  const item = { kind, is: where, id, known: shown(was), told: shown(is) } as const
  return [{ item, spans: [was, is].filter((span) => span !== undefined) }]
}

function count(items: readonly DriftItem[], kind: DriftItem['kind']) {
  const of = (is: DriftItem['is']) => items.filter((item) => item.kind === kind && item.is === is).length
  return { missing_here: of('missing_here'), missing_there: of('missing_there'), different: of('different') }
}

const byId = (spans: readonly BusySpan[]) => new Map(spans.map((span) => [span.externalId, span]))

const shown = (span: Span | undefined) => (span ? { start: utc(span.start), end: utc(span.end) } : null)
