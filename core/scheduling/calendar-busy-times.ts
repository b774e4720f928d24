import type { BusyTime, SyncPage } from '@askpro/plugin-sdk'
import type { BusyTimes, Compared, Comparison, ConnectionRef } from '../integrations/index.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { EventSink, NewEvent } from '../platform/events/event.ts'
import { appointmentEvent } from './appointment-events.ts'
import { findAppointment } from './appointment-repository.ts'
import {
  type BusySpan,
  type Clash,
  clearBusy,
  clearProvisional,
  findClashes,
  findOwnIds,
  findReadCalendars,
  findReaders,
  freeBusy,
  noteSynced,
  putBusy,
  type ReadableCalendar,
} from './busy-repository.ts'
import { calendarDrift } from './calendar-drift.ts'
import { findBusyWithin, findStandingEntries } from './drift-repository.ts'
import { lockForBooking } from './taken-repository.ts'

/**
 * Keeps what outside calendars say is busy, once per calendar: whoever is linked to it is busy then. What a page does
 * not speak of stays in force, so an outage never makes anybody look free.
 */
export class CalendarBusyTimes implements BusyTimes {
  readonly #events: EventSink

  constructor({ events }: { events: EventSink }) {
    this.#events = events
  }

  calendarsOf(tx: Tx, connection: ConnectionRef): Promise<string[]> {
    return findReadCalendars(tx, connection)
  }

  async save(
    tx: Tx,
    connection: ConnectionRef,
    told: { calendar: string; page: SyncPage; syncedAt: number; compare?: Comparison },
  ): Promise<Compared | undefined> {
    const { tenantId } = connection
    const place = { connection, calendar: told.calendar }
    const resourceIds = await findReaders(tx, place)
    // Whoever books now either sees these times or is seen by them.
    await lockForBooking(tx, tenantId, resourceIds)
    const read = await readPage(tx, place, told.page)
    const compared = told.compare && (await compare(tx, place, { ...told, read, within: told.compare }))
    const changed = await this.#put(tx, place, { page: told.page, read })
    await noteSynced(tx, place, new Date(told.syncedAt))
    if (resourceIds.length === 0) return compared
    await clearProvisional(tx, { tenantId, resourceIds })
    const clashes = changed.length === 0 ? [] : await findClashes(tx, { tenantId, resourceIds }, changed)
    await this.#raise(tx, place, { clashes, at: told.syncedAt })
    return compared
  }

  async #put(
    tx: Tx,
    place: ReadableCalendar,
    { page, read }: { page: SyncPage; read: ReadPage },
  ): Promise<BusySpan[]> {
    const spans = [...read.busy, ...read.unknown]
    const keep = spans.map(({ externalId }) => externalId)
    if (page.reset) await clearBusy(tx, place, { within: null, keep })
    if (page.replaces) await clearBusy(tx, place, { within: windowOf(page.replaces), keep })
    await freeBusy(tx, place, [...page.freed, ...cancelledIn(page), ...read.own])
    return putBusy(tx, place, spans)
  }

  async #raise(
    tx: Tx,
    { connection, calendar }: ReadableCalendar,
    { clashes, at }: { clashes: readonly Clash[]; at: number },
  ): Promise<void> {
    const events: NewEvent[] = []
    for (const clash of clashes) {
      const appointment = await findAppointment(tx, connection.tenantId, clash.appointment_id)
      if (!appointment) continue
      const more = {
        why: 'busy_elsewhere',
        connection_id: connection.connectionId,
        calendar,
        busy_start: clash.busy_start.toISOString(),
        busy_end: clash.busy_end.toISOString(),
      }
      events.push(appointmentEvent('appointment.conflict', appointment, { at, more }))
    }
    if (events.length > 0) await this.#events.append(tx, events)
  }
}

/** A page, told apart by whose the entries are. */
interface ReadPage {
  /** Ids in it that are this hub's. */
  own: ReadonlySet<string>
  busy: BusySpan[]
  /** Entries of a hub that this one does not know. */
  unknown: BusySpan[]
}

async function readPage(tx: Tx, { connection }: ReadableCalendar, page: SyncPage): Promise<ReadPage> {
  const told = spansOf(page.busy)
  const entries = entriesIn(page)
  const ids = [...told.map(({ externalId }) => externalId), ...page.freed, ...entries.flatMap(idsOf)]
  const own = await findOwnIds(tx, connection.tenantId, ids)
  const unknown = entries.filter((entry) => !idsOf(entry).some((id) => own.has(id)))
  return { own, busy: told.filter(({ externalId }) => !own.has(externalId)), unknown: spansOf(unknown) }
}

/** Before the page takes the place of what is known. */
async function compare(
  tx: Tx,
  place: ReadableCalendar,
  { page, read, within }: { page: SyncPage; read: ReadPage; within: Comparison },
): Promise<Compared> {
  const known = {
    busy: await findBusyWithin(tx, place, within),
    entries: await findStandingEntries(tx, place, within),
    isOwn: (id: string) => read.own.has(id),
  }
  const told = { busy: read.busy, entries: spansOf(entriesIn(page)), mentioned: mentionedIn(page) }
  return calendarDrift(known, told, within)
}

function mentionedIn({ busy, freed, facts }: SyncPage): Set<string> {
  const ofFacts = facts.flatMap((fact) =>
    fact.type === 'calendar.entry_moved' || fact.type === 'calendar.entry_cancelled'
      ? [fact.reference, ...(fact.entryId === undefined ? [] : [fact.entryId])]
      : [],
  )
  return new Set([...busy.map(({ externalId }) => externalId), ...freed, ...ofFacts])
}

/**
 * What the page tells of entries that a hub has written. One that this hub does not know, since it was restored from a
 * backup or the entry is another hub's, stands for somebody's appointment all the same: its owner is busy.
 */
function entriesIn({ facts }: SyncPage): Array<BusyTime & { entryId: string }> {
  return facts.flatMap((fact) =>
    fact.type === 'calendar.entry_moved' && fact.entryId !== undefined
      ? [{ externalId: fact.reference, entryId: fact.entryId, start: fact.start, end: fact.end }]
      : [],
  )
}

const idsOf = ({ externalId, entryId }: { externalId: string; entryId: string }) => [externalId, entryId]

const cancelledIn = ({ facts }: SyncPage): string[] =>
  facts.flatMap((fact) => (fact.type === 'calendar.entry_cancelled' ? [fact.reference] : []))

/** Each id once, the last word counts; what has no length makes nobody busy. */
function spansOf(busy: readonly BusyTime[]): BusySpan[] {
  const spans = busy.map(({ externalId, start, end }) => ({
    externalId,
    start: Date.parse(start),
    end: Date.parse(end),
  }))
  const once = new Map(spans.map((span) => [span.externalId, span]))
  return [...once.values()].filter(({ start, end }) => start < end)
}

const windowOf = ({ from, to }: { from: string; to: string }) => ({
  from: Date.parse(from),
  to: Date.parse(to),
})
