import type { ProviderFact } from '@askpro/plugin-sdk'
import type { ConnectionRef, FactSink } from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { EventSink } from '../platform/events/event.ts'
import type { JobSink } from '../platform/jobs/job.ts'
import type { TaskBoard } from '../tasks/index.ts'
import type { TenantDirectory } from '../tenants/index.ts'
import { type Appointment, statusAfter } from './appointment.ts'
import { type AppointmentEventType, appointmentEvent, exportJob, utc } from './appointment-events.ts'
import { findAppointment } from './appointment-repository.ts'
import type { BookResult } from './booking.ts'
import type { BookingOrchestrator } from './booking-orchestrator.ts'
import type { KnownEntry } from './calendar-entry.ts'
import type { CalendarLink } from './calendar-link.ts'
import { findLink } from './calendar-link-repository.ts'
import { findParticipants } from './class-repository.ts'
import { isEcho, ownerWish, type ToldMove } from './entry-echo.ts'
import { findToldEntry, noteMovedEntry, settleEntry } from './entry-repository.ts'
import { ownerWishTask, topicOfEntry } from './entry-tasks.ts'

type Moved = Extract<ProviderFact, { type: 'calendar.entry_moved' }>
type Cancelled = Extract<ProviderFact, { type: 'calendar.entry_cancelled' }>
type NoShow = Extract<ProviderFact, { type: 'calendar.entry_no_show' }>

export interface CalendarFactParts {
  database: Database
  orchestrator: BookingOrchestrator
  directory: Pick<TenantDirectory, 'childIds'>
  events: EventSink
  jobs: JobSink
  tasks: TaskBoard
  clock: Clock
}

interface Told {
  tenantId: string
  entry: KnownEntry
}

interface OwnerMove {
  appointment: Appointment
  entry: KnownEntry
  link: CalendarLink
  move: ToldMove
}

/**
 * What the owner did to the hub's entries in the own calendar. Whether it counts as a wish, like a customer's, the link
 * of that calendar says.
 */
export class CalendarFacts implements FactSink {
  readonly handles: FactSink['handles'] = [
    'calendar.entry_moved',
    'calendar.entry_cancelled',
    'calendar.entry_no_show',
  ]
  readonly #parts: CalendarFactParts

  constructor(parts: CalendarFactParts) {
    this.#parts = parts
  }

  async accept(connection: ConnectionRef, fact: ProviderFact, receivedAt: number): Promise<void> {
    if (!isOfEntry(fact)) return
    const told = await this.#find(connection, fact)
    // An entry of another hub, or of an appointment that was erased.
    if (!told) return
    await this.#parts.database.inTenant(told.tenantId, (tx) => {
      if (fact.type === 'calendar.entry_moved') return this.#moved(tx, told, { fact, receivedAt })
      if (fact.type === 'calendar.entry_cancelled') return this.#cancelled(tx, told, { fact, receivedAt })
      return this.#absent(tx, told, fact)
    })
  }

  async #moved(tx: Tx, { tenantId, entry }: Told, { fact, receivedAt }: { fact: Moved; receivedAt: number }) {
    const appointment = await findAppointment(tx, tenantId, entry.appointmentId)
    const move = { start: Date.parse(fact.start), end: Date.parse(fact.end), receivedAt }
    if (!appointment || isEcho(entry, move)) return
    const link = await linkOf(tx, tenantId, entry)
    const restores = link.ownerChanges === 'restore'
    const told = { reference: fact.reference, ...move, keepsLength: !restores }
    await noteMovedEntry(tx, { tenantId, id: entry.id }, told)
    if (restores) return this.#insist(tx, appointment, { why: 'restored', move })
    if (move.start === entry.start) return this.#conflict(tx, appointment, { why: 'length_changed', move })
    if (link.ownerChanges === 'ask') return this.#ask(tx, appointment, { why: 'moved', entry, link, move })
    await this.#follow(tx, { appointment, entry, link, move })
  }

  async #follow(tx: Tx, wish: OwnerMove): Promise<void> {
    const { appointment, move } = wish
    // Where it may not be moved any more our truth is written again; there is nobody left to ask.
    if (!statusAfter('move', appointment.status))
      return this.#insist(tx, appointment, { why: 'not_movable', move })
    // It is the entry of several, each of whom moves alone.
    if (await this.#standsForOthers(tx, appointment))
      return this.#insist(tx, appointment, { why: 'class', move })
    const result = await this.#reschedule(wish)
    if (result.is === 'refused') await this.#insist(tx, appointment, { why: result.code, move })
  }

  #reschedule({ appointment, entry, link, move }: OwnerMove): Promise<BookResult> {
    return this.#parts.orchestrator.reschedule(appointment.tenantId, {
      appointmentId: appointment.id,
      start: ownerWish(entry, { appointment, link }, move),
      // It stays in that calendar, so with whoever it belongs to.
      resourceId: link.resourceId ?? undefined,
      requestKey: `entry ${entry.key} ${move.start} ${move.receivedAt}`,
      actor: 'owner',
    })
  }

  async #cancelled(
    tx: Tx,
    { tenantId, entry }: Told,
    { fact, receivedAt }: { fact: Cancelled; receivedAt: number },
  ) {
    const ours = entry.state === 'cancelling' || entry.state === 'cancelled'
    // A moved booking leaves its former reference behind as cancelled.
    const former = entry.reference !== null && entry.reference !== fact.reference
    // It was taken back at the provider, or never stood there.
    const gone = entry.state === 'refused' && entry.reference === null
    if (ours || former || gone) return
    const appointment = await findAppointment(tx, tenantId, entry.appointmentId)
    if (appointment?.status !== 'confirmed') return
    const outcome = { state: 'cancelled' as const }
    await settleEntry(tx, { tenantId, key: entry.key }, { outcome, at: new Date(this.#parts.clock.now()) })
    const link = await linkOf(tx, tenantId, entry)
    const change = { why: 'removed', entry, link, move: null } as const
    if (link.ownerChanges === 'ask') return this.#ask(tx, appointment, change)
    if (link.ownerChanges === 'restore') return this.#writeBack(tx, appointment, receivedAt)
    const reason = fact.reason ?? 'cancelled_in_calendar'
    for (const appointmentId of await this.#all(tx, appointment))
      await this.#parts.orchestrator.cancel(tenantId, { appointmentId, reason, actor: 'owner' })
  }

  /** Who came is the owner's to say, unless the link has it that nothing there counts. */
  async #absent(tx: Tx, { tenantId, entry }: Told, { absent }: NoShow): Promise<void> {
    const appointment = await findAppointment(tx, tenantId, entry.appointmentId)
    const action = absent ? 'mark_no_show' : 'complete'
    if (!appointment || (appointment.status === 'no_show') === absent) return
    if (!statusAfter(action, appointment.status) || (await this.#standsForOthers(tx, appointment))) return
    const link = await linkOf(tx, tenantId, entry)
    if (link.ownerChanges === 'restore') return
    const why = absent ? 'no_show' : 'came'
    if (link.ownerChanges === 'ask') return this.#ask(tx, appointment, { why, entry, link, move: null })
    const { orchestrator } = this.#parts
    await (absent
      ? orchestrator.noShow(tenantId, appointment.id)
      : orchestrator.complete(tenantId, appointment.id))
  }

  /** Nothing follows by itself; whoever decides sees both times. */
  async #ask(
    tx: Tx,
    appointment: Appointment,
    {
      why,
      entry,
      link,
      move,
    }: { why: 'moved' | 'removed' | 'no_show' | 'came' } & Pick<OwnerMove, 'entry' | 'link'> & {
        move: ToldMove | null
      },
  ): Promise<void> {
    const wish = move && ownerWish(entry, { appointment, link }, move)
    const facts = { why, calendar: link.calendar, wished_start: wish && utc(wish), ...toldTimes(move) }
    await this.#append(tx, appointment, 'appointment.owner_wish', {
      ...facts,
      connection_id: link.connectionId,
    })
    const { tasks } = this.#parts
    // Put back by the owner's own hand: there is nothing to be decided any more.
    if (wish === appointment.start) return tasks.settle(tx, appointment.tenantId, [topicOfEntry(entry.key)])
    await tasks.open(tx, appointment.tenantId, ownerWishTask(appointment, { key: entry.key, link, facts }))
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
    await this.#writeBack(tx, appointment, told.move.receivedAt)
  }

  #writeBack(tx: Tx, appointment: Appointment, receivedAt: number): Promise<void> {
    return this.#parts.jobs.add(tx, [exportJob(appointment, `after-${receivedAt}`)])
  }

  #conflict(tx: Tx, appointment: Appointment, { why, move }: { why: string; move: ToldMove }): Promise<void> {
    return this.#append(tx, appointment, 'appointment.conflict', { why, ...toldTimes(move) })
  }

  #append(tx: Tx, appointment: Appointment, type: AppointmentEventType, more: object): Promise<void> {
    const at = this.#parts.clock.now()
    return this.#parts.events.append(tx, [appointmentEvent(type, appointment, { at, more: { ...more } })])
  }

  /** Over an agency's shared connection the entry is that of one of its clients. */
  async #find(connection: ConnectionRef, fact: Moved | Cancelled | NoShow): Promise<Told | undefined> {
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

const isOfEntry = (fact: ProviderFact): fact is Moved | Cancelled | NoShow =>
  fact.type === 'calendar.entry_moved' ||
  fact.type === 'calendar.entry_cancelled' ||
  fact.type === 'calendar.entry_no_show'

async function linkOf(tx: Tx, tenantId: string, { linkId }: KnownEntry): Promise<CalendarLink> {
  const link = await findLink(tx, tenantId, linkId)
  if (!link) throw new Error('an entry without its link')
  return link
}

const toldTimes = (move: ToldMove | null) =>
  move ? { told_start: utc(move.start), told_end: utc(move.end) } : {}
