import type { ProviderFact } from '@askpro/plugin-sdk'
import type { ConnectionRef, FactSink } from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { EventSink } from '../platform/events/event.ts'
import type { JobSink } from '../platform/jobs/job.ts'
import type { TenantDirectory } from '../tenants/index.ts'
import { type Appointment, statusAfter } from './appointment.ts'
import { appointmentEvent, exportJob } from './appointment-events.ts'
import { findAppointment } from './appointment-repository.ts'
import type { BookResult } from './booking.ts'
import type { BookingOrchestrator } from './booking-orchestrator.ts'
import type { KnownEntry } from './calendar-entry.ts'
import { findLink } from './calendar-link-repository.ts'
import { findParticipants } from './class-repository.ts'
import { isEcho, ownerWish, type ToldMove } from './entry-echo.ts'
import { findToldEntry, noteMovedEntry, settleEntry } from './entry-repository.ts'

type Moved = Extract<ProviderFact, { type: 'calendar.entry_moved' }>
type Cancelled = Extract<ProviderFact, { type: 'calendar.entry_cancelled' }>

export interface CalendarFactParts {
  database: Database
  orchestrator: BookingOrchestrator
  directory: Pick<TenantDirectory, 'childIds'>
  events: EventSink
  jobs: JobSink
  clock: Clock
}

interface Told {
  tenantId: string
  entry: KnownEntry
}

/** What the owner did to the hub's entries in the own calendar: it counts as a wish, like a customer's. */
export class CalendarFacts implements FactSink {
  readonly handles: FactSink['handles'] = ['calendar.entry_moved', 'calendar.entry_cancelled']
  readonly #parts: CalendarFactParts

  constructor(parts: CalendarFactParts) {
    this.#parts = parts
  }

  async accept(connection: ConnectionRef, fact: ProviderFact, receivedAt: number): Promise<void> {
    if (fact.type !== 'calendar.entry_moved' && fact.type !== 'calendar.entry_cancelled') return
    const told = await this.#find(connection, fact)
    // An entry of another hub, or of an appointment that was erased.
    if (!told) return
    await this.#parts.database.inTenant(told.tenantId, (tx) =>
      fact.type === 'calendar.entry_moved'
        ? this.#moved(tx, told, { fact, receivedAt })
        : this.#cancelled(tx, told, fact),
    )
  }

  async #moved(tx: Tx, { tenantId, entry }: Told, { fact, receivedAt }: { fact: Moved; receivedAt: number }) {
    const appointment = await findAppointment(tx, tenantId, entry.appointmentId)
    const move = { start: Date.parse(fact.start), end: Date.parse(fact.end), receivedAt }
    if (!appointment || isEcho(entry, move)) return
    await noteMovedEntry(tx, { tenantId, id: entry.id }, { reference: fact.reference, ...move })
    if (move.start === entry.start) return this.#conflict(tx, appointment, { why: 'length_changed', move })
    // Where it may not be moved any more our truth is written again; there is nobody left to ask.
    if (!statusAfter('move', appointment.status))
      return this.#insist(tx, appointment, { why: 'not_movable', move })
    // It is the entry of several, each of whom moves alone.
    if (await this.#standsForOthers(tx, appointment))
      return this.#insist(tx, appointment, { why: 'class', move })
    const result = await this.#reschedule(tx, { appointment, entry, move })
    if (result.is === 'refused') await this.#insist(tx, appointment, { why: result.code, move })
  }

  async #reschedule(
    tx: Tx,
    { appointment, entry, move }: { appointment: Appointment; entry: KnownEntry; move: ToldMove },
  ): Promise<BookResult> {
    const { tenantId, id } = appointment
    const link = await findLink(tx, tenantId, entry.linkId)
    if (!link) throw new Error('an entry without its link')
    return this.#parts.orchestrator.reschedule(tenantId, {
      appointmentId: id,
      start: ownerWish(entry, { appointment, link }, move),
      // It stays in that calendar, so with whoever it belongs to.
      resourceId: link.resourceId ?? undefined,
      requestKey: `entry ${entry.key} ${move.start} ${move.receivedAt}`,
      actor: 'owner',
    })
  }

  async #cancelled(tx: Tx, { tenantId, entry }: Told, fact: Cancelled): Promise<void> {
    const ours = entry.state === 'cancelling' || entry.state === 'cancelled'
    // A moved booking leaves its former reference behind as cancelled.
    const former = entry.reference !== null && entry.reference !== fact.reference
    if (ours || former) return
    const appointment = await findAppointment(tx, tenantId, entry.appointmentId)
    if (appointment?.status !== 'confirmed') return
    const outcome = { state: 'cancelled' as const }
    await settleEntry(tx, { tenantId, key: entry.key }, { outcome, at: new Date(this.#parts.clock.now()) })
    const reason = fact.reason ?? 'cancelled_in_calendar'
    for (const appointmentId of await this.#all(tx, appointment))
      await this.#parts.orchestrator.cancel(tenantId, { appointmentId, reason, actor: 'owner' })
  }

  /** The entry of one that takes part in a class is that of all. */
  #all(tx: Tx, { tenantId, id, classId }: Appointment): Promise<string[]> {
    return classId ? findParticipants(tx, tenantId, classId) : Promise.resolve([id])
  }

  async #standsForOthers(tx: Tx, appointment: Appointment): Promise<boolean> {
    return (await this.#all(tx, appointment)).length > 1
  }

  /** The owner's wish can't be had: shown, and the entry is put back to where the appointment is. */
  async #insist(tx: Tx, appointment: Appointment, told: { why: string; move: ToldMove }): Promise<void> {
    await this.#conflict(tx, appointment, told)
    await this.#parts.jobs.add(tx, [exportJob(appointment, `after-${told.move.receivedAt}`)])
  }

  #conflict(tx: Tx, appointment: Appointment, { why, move }: { why: string; move: ToldMove }): Promise<void> {
    const told = {
      told_start: new Date(move.start).toISOString(),
      told_end: new Date(move.end).toISOString(),
    }
    const at = this.#parts.clock.now()
    const event = appointmentEvent('appointment.conflict', appointment, { at, more: { why, ...told } })
    return this.#parts.events.append(tx, [event])
  }

  /** Over an agency's shared connection the entry is that of one of its clients. */
  async #find(connection: ConnectionRef, fact: Moved | Cancelled): Promise<Told | undefined> {
    const previous = fact.type === 'calendar.entry_moved' ? fact.previousReference : undefined
    const references = [fact.reference, ...(previous ? [previous] : [])]
    const look = (tenants: readonly string[]) =>
      this.#parts.database.inTenant(tenants, (tx) =>
        findToldEntry(tx, connection, { entryId: fact.entryId, references }),
      )
    const own = await look([connection.tenantId])
    if (own) return own
    const below = await this.#below(connection.tenantId)
    return below.length === 0 ? undefined : look(below)
  }

  async #below(tenantId: string): Promise<string[]> {
    const children = await this.#parts.directory.childIds(tenantId)
    const further = await Promise.all(children.map((id) => this.#parts.directory.childIds(id)))
    return [...children, ...further.flat()]
  }
}
