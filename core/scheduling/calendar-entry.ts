import { createHash } from 'node:crypto'
import type { Appointment, ExternalEntry } from './appointment.ts'
import type { CalendarLink } from './calendar-link.ts'

/** One entry as it should stand in an outside calendar. Times in epoch milliseconds. */
export interface WantedEntry {
  readonly linkId: string
  readonly part: number
  /** 32 hex digits, the same whenever it is worked out again. */
  readonly key: string
  readonly start: number
  readonly end: number
}

/** One entry as the hub last knew it. */
export interface KnownEntry extends WantedEntry {
  readonly id: string
  readonly appointmentId: string
  readonly connectionId: string
  readonly calendar: string
  readonly state: ExternalEntry['state']
  readonly reference: string | null
  /** The provider's version mark of it, where it has one and the hub wrote last. */
  readonly etag: string | null
  /** The end that the provider made of it, where it told. */
  readonly standsUntil: number | null
  /** Where it stood before the hub moved it last. */
  readonly previousStart: number | null
  /** When the hub last wrote it. */
  readonly updatedAt: number
}

export type EntryStep =
  | { readonly is: 'create'; readonly wanted: WantedEntry }
  | {
      readonly is: 'move'
      readonly wanted: WantedEntry
      readonly known: KnownEntry
      readonly reference: string
    }
  /** The outcome of an earlier try is not known: look, before anything is done a second time. */
  | { readonly is: 'settle'; readonly wanted: WantedEntry; readonly known: KnownEntry }
  | { readonly is: 'cancel'; readonly known: KnownEntry }

/** The entries that a link wants of an appointment; none once it has ended, or where the link is for others. */
export function wantedEntries(
  appointment: Appointment,
  link: CalendarLink,
  mode: 'whole' | 'parts',
): WantedEntry[] {
  if (!link.writes || !standsInCalendars(appointment) || !isFor(link, appointment)) return []
  const spans = link.segment === null && mode === 'whole' ? [appointment] : partsOf(appointment, link)
  return spans.map(({ start, end }, part) => ({
    linkId: link.id,
    part,
    start,
    end,
    key: entryKey(appointment.id, link.id, part),
  }))
}

/** What has to be done so that what is known becomes what is wanted. */
export function entrySteps(wanted: readonly WantedEntry[], known: readonly KnownEntry[]): EntryStep[] {
  const byKey = new Map(known.map((entry) => [entry.key, entry]))
  const puts = wanted.flatMap((entry) => putStep(entry, byKey.get(entry.key)))
  const keep = new Set(wanted.map(({ key }) => key))
  const gone = known.filter((entry) => !keep.has(entry.key) && mayStand(entry))
  return [...puts, ...gone.map((entry): EntryStep => ({ is: 'cancel', known: entry }))]
}

function putStep(wanted: WantedEntry, known: KnownEntry | undefined): EntryStep[] {
  if (!known || known.state === 'cancelled') return [{ is: 'create', wanted }]
  const same = known.start === wanted.start && known.end === wanted.end
  if (same && (known.state === 'written' || known.state === 'refused')) return []
  if (known.state === 'written' && known.reference !== null) {
    return [{ is: 'move', wanted, known, reference: known.reference }]
  }
  return [{ is: 'settle', wanted, known }]
}

const mayStand = ({ state, reference }: KnownEntry): boolean =>
  state !== 'cancelled' && !(state === 'refused' && reference === null)

const standsInCalendars = ({ status }: Appointment): boolean =>
  status === 'confirmed' || status === 'completed' || status === 'no_show'

/** Whether the appointment is of its service and resource. */
export function isFor({ resourceId, serviceId }: CalendarLink, appointment: Appointment): boolean {
  if (serviceId !== null && serviceId !== appointment.serviceId) return false
  return resourceId === null || appointment.occupancies.some((each) => each.resourceId === resourceId)
}

/** The stretches that the link is for: one of them, where it is that of a segment. */
export function partsOf(appointment: Appointment, link: CalendarLink): Array<{ start: number; end: number }> {
  const stretches = stretchesOf(appointment, link)
  return link.segment === null ? stretches : stretches.slice(link.segment - 1, link.segment)
}

/** Each stretch at work; with additive buffers those are part of it, as far as they lie within the appointment. */
function stretchesOf(
  { occupancies, start, end }: Appointment,
  link: CalendarLink,
): Array<{ start: number; end: number }> {
  const resourceId = link.resourceId ?? occupancies[0]?.resourceId
  return occupancies
    .filter((each) => each.resourceId === resourceId)
    .map((each) => ({ start: Math.max(each.start, start), end: Math.min(each.end, end) }))
}

function entryKey(appointmentId: string, linkId: string, part: number): string {
  return createHash('sha256').update(`entry ${appointmentId} ${linkId} ${part}`).digest('hex').slice(0, 32)
}
