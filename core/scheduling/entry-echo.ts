import type { Appointment } from './appointment.ts'
import { type KnownEntry, partsOf } from './calendar-entry.ts'
import type { CalendarLink } from './calendar-link.ts'

/** Where a provider says an entry stands. Epoch milliseconds. */
export interface ToldMove {
  readonly start: number
  readonly end: number
  readonly receivedAt: number
}

/** How long after a move of ours a word about where the entry stood before is taken for late news. */
const LATE_NEWS = 10 * 60_000

/**
 * Whether a provider only tells what the hub knows of the entry already, or what the hub has overwritten since.
 * Measured against the entry and not against the appointment: one that was moved while the provider was out would
 * be moved back by the first sync that still finds the entry in its old place.
 */
export function isEcho(entry: KnownEntry, told: ToldMove): boolean {
  if (entry.state === 'cancelling' || entry.state === 'cancelled') return true
  // The provider's word may come before its answer, and an event type has a length of its own.
  if (told.start === entry.start && (entry.state === 'creating' || entry.state === 'moving')) return true
  if (told.start === entry.start && (told.end === entry.end || told.end === entry.standsUntil)) return true
  if (told.start !== entry.previousStart) return false
  return entry.state === 'moving' || told.receivedAt - entry.updatedAt < LATE_NEWS
}

/** Where the owner wants the appointment (epoch milliseconds), if the told entry is the whole or a part of it. */
export function ownerWish(
  entry: KnownEntry,
  { appointment, link }: { appointment: Appointment; link: CalendarLink },
  told: ToldMove,
): number {
  const { start, end } = appointment
  const isWhole = entry.end - entry.start === end - start
  const part = isWhole ? undefined : partsOf(appointment, link)[entry.part]
  return told.start - ((part?.start ?? start) - start)
}
