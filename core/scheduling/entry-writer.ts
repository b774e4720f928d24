import {
  type CalendarEntry,
  type EntryReference,
  type ProviderFact,
  Refused,
  RetryLater,
} from '@askpro/plugin-sdk'
import { type BoundCalendar, factJob } from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { EventSink } from '../platform/events/event.ts'
import type { JobSink } from '../platform/jobs/job.ts'
import type { TaskBoard } from '../tasks/index.ts'
import { appointmentEvent, utc } from './appointment-events.ts'
import { freeBusy } from './busy-repository.ts'
import type { EntryStep, KnownEntry, WantedEntry } from './calendar-entry.ts'
import type { CalendarLink } from './calendar-link.ts'
import {
  announceEntry,
  type EntryOutcome,
  isOfAnother,
  isYetToBeLeft,
  settleEntry,
} from './entry-repository.ts'
import { refusalJob, refusedEntryTask } from './entry-tasks.ts'
import type { ExportSubject } from './export-subject.ts'

/** Milliseconds. */
const WAIT_FOR_OTHERS = 3_000
const WITHOUT_OTHERS = 'Another part of the appointment was refused.'

type Put = Exclude<EntryStep, { is: 'cancel' }>

export interface EntryWrite {
  readonly step: EntryStep
  readonly subject: ExportSubject
  readonly link: CalendarLink
  readonly calendar: BoundCalendar
}

export interface EntryWriterParts {
  database: Database
  events: EventSink
  jobs: JobSink
  tasks: TaskBoard
  clock: Clock
}

/**
 * Writes one entry. What is about to be done is committed before the provider is called, so that after a crash or a
 * lost answer the next try knows that it has to look first; the provider is never called in a transaction.
 */
export class EntryWriter {
  readonly #database: Database
  readonly #events: EventSink
  readonly #jobs: JobSink
  readonly #tasks: TaskBoard
  readonly #clock: Clock

  constructor({ database, events, jobs, tasks, clock }: EntryWriterParts) {
    this.#database = database
    this.#events = events
    this.#jobs = jobs
    this.#tasks = tasks
    this.#clock = clock
  }

  /** Throws the provider's failure, unless it refused this entry: that is stored and shown, and others go on. */
  async write(write: EntryWrite): Promise<void> {
    const { step } = write
    const key = step.is === 'cancel' ? step.known.key : step.wanted.key
    try {
      if (step.is === 'cancel') await this.#cancel(write, step.known)
      else await this.#put(write, step)
    } catch (error) {
      if (!isRefusal(error)) throw error
      if (step.is !== 'cancel') await this.#waitForOthers(write, step.wanted)
      await this.#refused(write, { key, error, what: step.is === 'cancel' ? 'removal' : 'write' })
    }
  }

  /** It stands there, but cannot without another part of its appointment: shown as refused, and not written again. */
  async takeBack({ subject, link, calendar }: Omit<EntryWrite, 'step'>, known: KnownEntry): Promise<void> {
    const { tenantId } = subject.appointment
    // Before the provider tells of it as if the owner had done it.
    await this.#settle(tenantId, known.key, { state: 'cancelling' })
    if (known.reference !== null)
      await calendar.cancel({ reference: known.reference, calendar: link.calendar, reason: WITHOUT_OTHERS })
    await this.#settle(tenantId, known.key, { state: 'refused', why: WITHOUT_OTHERS, gone: true })
  }

  async #put(write: EntryWrite, step: Put): Promise<void> {
    const { calendar, subject } = write
    const entry = entryOf(write, step.wanted)
    const state = step.is === 'create' ? 'creating' : 'moving'
    await this.#announce(write, { wanted: step.wanted, state })
    const standing = step.is === 'settle' ? await find(calendar, entry, step.known) : null
    const reference = step.is === 'move' ? step.reference : standing?.reference
    const stands = standing !== null && sameStart(standing, entry)
    const written = stands ? standing : await this.#putOver(write, { step, entry, reference })
    if (written === undefined) return
    await this.#requireOwn(write, entry, written)
    await requireAskedTime(calendar, entry, written)
    await this.#settle(subject.appointment.tenantId, entry.entryId, {
      state: 'written',
      reference: written.reference,
      etag: written.etag,
      standsUntil: Date.parse(written.end),
    })
    await this.#forgetAsBusy(write, [written.reference, entry.entryId])
  }

  /** Undefined where the owner was faster: then it is the owner's change that is looked at first. */
  async #putOver(
    { calendar, link }: EntryWrite,
    { step, entry, reference }: { step: Put; entry: CalendarEntry; reference: string | undefined },
  ): Promise<EntryReference | undefined> {
    if (step.is !== 'move' || step.known.etag === null) return put(calendar, entry, reference)
    const { known } = step
    const written = await put(calendar, withMark(entry, step.known.etag), reference).catch(unlessChanged)
    if (written) return written
    const found = await find(calendar, entry, known)
    if (found && (sameStart(found, entry) || standsAsKnown(found, known)))
      return put(calendar, withMark(entry, found.etag), found.reference)
    await this.#tellOwners(link, { known, found })
    return undefined
  }

  async #tellOwners(
    { connectionTenantId: tenantId, connectionId }: CalendarLink,
    { known, found }: { known: KnownEntry; found: EntryReference | null },
  ): Promise<void> {
    const told = { entryId: known.key, reference: found?.reference ?? known.reference ?? '' }
    const fact: ProviderFact = found
      ? { type: 'calendar.entry_moved', ...told, start: found.start, end: found.end }
      : { type: 'calendar.entry_cancelled', ...told }
    const job = factJob({ tenantId, connectionId }, fact, this.#clock.now())
    await this.#database.inTenant(tenantId, (tx) => this.#jobs.add(tx, [job]))
  }

  async #cancel({ calendar, subject, link }: EntryWrite, known: KnownEntry): Promise<void> {
    const { tenantId, endReason } = subject.appointment
    await this.#settle(tenantId, known.key, { state: 'cancelling' })
    const found = known.state === 'written' ? known : await find(calendar, lookFor(known, link), known)
    const reference = found?.reference
    if (reference) {
      await calendar.cancel({
        reference,
        calendar: link.calendar,
        ...(endReason ? { reason: endReason } : {}),
      })
    }
    await this.#settle(tenantId, known.key, { state: 'cancelled' })
  }

  /** Before anything is done to it: what is answered may be another appointment's entry, which has to stay. */
  async #requireOwn({ subject, link }: EntryWrite, entry: CalendarEntry, written: EntryReference) {
    const { tenantId } = subject.appointment
    const place = { tenantId, connectionId: link.connectionId, calendar: link.calendar }
    const told = { key: entry.entryId, reference: written.reference }
    const foreign = await this.#database.inTenant(tenantId, (tx) => isOfAnother(tx, place, told))
    if (foreign)
      throw new Refused('other_entry', 'The provider answered with the entry of another appointment.')
  }

  /** Here the time was free; there it is only once the other appointment's entry has gone as well. */
  async #waitForOthers({ subject, link }: EntryWrite, wanted: WantedEntry): Promise<void> {
    const { tenantId, id: appointmentId } = subject.appointment
    const place = { tenantId, appointmentId, connectionId: link.connectionId }
    const taken = await this.#database.inTenant(tenantId, (tx) => isYetToBeLeft(tx, place, wanted))
    if (taken)
      throw new RetryLater('another appointment has yet to leave that time', { after: WAIT_FOR_OTHERS })
  }

  #announce(
    { subject, link }: EntryWrite,
    { wanted, state }: { wanted: WantedEntry; state: 'creating' | 'moving' },
  ): Promise<void> {
    const { tenantId, id: appointmentId } = subject.appointment
    const at = new Date(this.#clock.now())
    return this.#database.inTenant(tenantId, (tx) =>
      announceEntry(tx, { tenantId, appointmentId, link }, { wanted, state, at }),
    )
  }

  #settle(tenantId: string, key: string, outcome: EntryOutcome): Promise<void> {
    const at = new Date(this.#clock.now())
    return this.#database.inTenant(tenantId, (tx) => settleEntry(tx, { tenantId, key }, { outcome, at }))
  }

  /** A sync may have read the entry before its reference was known here. */
  async #forgetAsBusy({ subject, link }: EntryWrite, ids: readonly string[]): Promise<void> {
    const { tenantId } = subject.appointment
    if (link.connectionTenantId !== tenantId) return
    const place = { connection: { tenantId, connectionId: link.connectionId }, calendar: link.calendar }
    await this.#database.inTenant(tenantId, (tx) => freeBusy(tx, place, ids))
  }

  async #refused(
    { subject, link }: EntryWrite,
    { key, error, what }: { key: string; error: Error; what: 'write' | 'removal' },
  ): Promise<void> {
    const { appointment } = subject
    const at = this.#clock.now()
    await this.#database.inTenant(appointment.tenantId, async (tx) => {
      const outcome = { state: 'refused' as const, why: error.message }
      await settleEntry(tx, { tenantId: appointment.tenantId, key }, { outcome, at: new Date(at) })
      const more = { connection_id: link.connectionId, calendar: link.calendar, why: codeOf(error) }
      await this.#events.append(tx, [
        appointmentEvent('appointment.export_refused', appointment, { at, more }),
      ])
      const task = refusedEntryTask(appointment, { key, link, code: codeOf(error), what })
      await this.#tasks.open(tx, appointment.tenantId, task)
      if (what === 'write') await this.#jobs.add(tx, [refusalJob(appointment, key)])
    })
  }
}

/** By name: a plugin may bring its own copy of the SDK's classes. */
const isRefusal = (error: unknown): error is Error => error instanceof Error && error.name === 'Refused'

/** The provider's code only: its text may quote a name. */
const codeOf = (error: Error): string => ('code' in error ? String(error.code) : 'refused')

const put = (
  calendar: BoundCalendar,
  entry: CalendarEntry,
  reference: string | undefined,
): Promise<EntryReference> =>
  reference === undefined ? calendar.create(entry) : calendar.move(reference, entry)

const sameStart = (a: { start: string }, b: { start: string }): boolean =>
  Date.parse(a.start) === Date.parse(b.start)

const withMark = (entry: CalendarEntry, etag: string | undefined): CalendarEntry =>
  etag === undefined ? entry : { ...entry, etag }

function unlessChanged(error: unknown): undefined {
  if (!isRefusal(error) || codeOf(error) !== 'changed') throw error
}

/** As the hub last knew it: what has changed is in a field of the owner's. */
const standsAsKnown = (found: EntryReference, { start, end, standsUntil }: KnownEntry): boolean =>
  Date.parse(found.start) === start && [end, standsUntil].includes(Date.parse(found.end))

type LookedFor = Pick<CalendarEntry, 'entryId' | 'calendar' | 'start'>

/** Some providers look around a time only: it may stand at the new one or still at the old. */
async function find(
  calendar: BoundCalendar,
  entry: LookedFor,
  { previousStart, start }: KnownEntry,
): Promise<EntryReference | null> {
  const starts = [Date.parse(entry.start), start, ...(previousStart === null ? [] : [previousStart])]
  for (const time of new Set(starts)) {
    const found = await calendar.find({ entryId: entry.entryId, calendar: entry.calendar, start: utc(time) })
    if (found) return found
  }
  return null
}

const lookFor = ({ key, start }: KnownEntry, { calendar }: CalendarLink): LookedFor => ({
  entryId: key,
  calendar,
  start: utc(start),
})

/** An entry at another time than asked for is taken back: nobody agreed to it. */
async function requireAskedTime(
  calendar: BoundCalendar,
  entry: CalendarEntry,
  written: EntryReference,
): Promise<void> {
  if (sameStart(written, entry)) return
  await calendar.cancel({ reference: written.reference, calendar: entry.calendar, reason: 'wrong time' })
  throw new Refused('other_time', `The provider wrote ${written.start} instead of ${entry.start}.`)
}

function entryOf({ subject, link }: EntryWrite, { key, start, end }: WantedEntry): CalendarEntry {
  const { appointment, customer, location, service } = subject
  const attendee = {
    name: appointment.attendeeName ?? customer?.name ?? customer?.phone ?? NOBODY[location.language],
    language: customer?.language ?? location.language,
    ...(customer?.email ? { email: customer.email } : {}),
    ...(customer?.phone ? { phone: customer.phone } : {}),
  }
  return {
    entryId: key,
    appointmentId: appointment.id,
    calendar: link.calendar,
    start: utc(start),
    end: utc(end),
    zone: location.zone,
    title: appointment.classId ? service.name : `${service.name}: ${attendee.name}`,
    attendee,
  }
}

/** For somebody who gave neither name nor number. */
const NOBODY = { de: 'Gast', en: 'Guest' } as const
