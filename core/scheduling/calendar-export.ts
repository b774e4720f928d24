import type { BoundCalendar, ProviderDirectory } from '../integrations/index.ts'
import { outcomeOf } from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { JobOutcome, JobRun } from '../platform/jobs/job.ts'
import type { TaskBoard } from '../tasks/index.ts'
import { entrySteps, type KnownEntry, type WantedEntry, wantedEntries } from './calendar-entry.ts'
import type { CalendarLink } from './calendar-link.ts'
import { halvesOf } from './entry-halves.ts'
import { findEntries } from './entry-repository.ts'
import { settleEntryTasks } from './entry-tasks.ts'
import type { EntryWriter } from './entry-writer.ts'
import { takeExportLease } from './export-lease.ts'
import type { ExportSubject, ExportSubjectReader } from './export-subject.ts'

/** Milliseconds. */
const WAIT_FOR_OTHER = 2_000

export interface CalendarExportParts {
  database: Database
  providers: Pick<ProviderDirectory, 'calendar'>
  subjects: ExportSubjectReader
  writer: EntryWriter
  tasks: TaskBoard
  clock: Clock
}

/**
 * Brings the entries of one appointment in line with what it is now, in every calendar that is linked for writing.
 * Whichever version's job runs first writes the newest state; the others find nothing to do.
 */
export class CalendarExport {
  readonly #parts: CalendarExportParts

  constructor(parts: CalendarExportParts) {
    this.#parts = parts
  }

  async run(
    tenantId: string,
    appointmentId: string,
    watch: Pick<JobRun, 'signal' | 'log'>,
  ): Promise<JobOutcome> {
    const { database, clock } = this.#parts
    const place = { tenantId, appointmentId }
    const lease = await takeExportLease(database, place)
    if (!lease) {
      return { is: 'snooze', until: clock.now() + WAIT_FOR_OTHER, why: 'another run writes the entries' }
    }
    try {
      return await this.#all(place, watch)
    } finally {
      await lease.release()
    }
  }

  /** A calendar in trouble does not keep the others waiting; the run is repeated for its sake. */
  async #all(
    place: { tenantId: string; appointmentId: string },
    { signal, log }: Pick<JobRun, 'signal' | 'log'>,
  ): Promise<JobOutcome> {
    const subject = await this.#parts.subjects.read(place)
    if (!subject) return { is: 'cancel', why: 'there is no such appointment' }
    const outcomes: JobOutcome[] = []
    for (const link of subject.links) {
      signal.throwIfAborted()
      outcomes.push(await this.#one(subject, link, log).catch((error: unknown) => broken(error, log)))
    }
    if (subject.links.some(({ segment }) => segment !== null))
      outcomes.push(await this.#takeBackHalves(place).catch((error: unknown) => broken(error, log)))
    const outcome = outcomes.reduce(worse, { is: 'done' })
    // What was not known before can be nothing that somebody was asked about.
    if (outcome.is === 'done' && subject.entries.length > 0) await this.#settleTasks(subject)
    return outcome
  }

  #settleTasks({ appointment }: ExportSubject): Promise<void> {
    const { database, tasks } = this.#parts
    const { tenantId, id } = appointment
    return database.inTenant(tenantId, async (tx) => {
      const entries = await findEntries(tx, tenantId, id)
      await settleEntryTasks(tx, tasks, { appointment, entries })
    })
  }

  /** Segments that have an entry each stand together or not at all. */
  async #takeBackHalves(place: { tenantId: string; appointmentId: string }): Promise<JobOutcome> {
    const { subjects, providers, writer, clock } = this.#parts
    const subject = await subjects.read(place)
    if (!subject) return { is: 'done' }
    try {
      for (const { link, known } of halvesOf(subject)) {
        const { connectionTenantId: tenantId, connectionId } = link
        const calendar = await providers.calendar({ tenantId, connectionId })
        await writer.takeBack({ subject, link, calendar }, known)
      }
      return { is: 'done' }
    } catch (error) {
      return outcomeOf(error, clock.now())
    }
  }

  async #one(subject: ExportSubject, link: CalendarLink, log: JobRun['log']): Promise<JobOutcome> {
    const known = subject.entries.filter(({ linkId }) => linkId === link.id)
    if (!concerns(subject, link, known)) return { is: 'done' }
    const { connectionTenantId: tenantId, connectionId } = link
    try {
      const calendar = await this.#parts.providers.calendar({ tenantId, connectionId })
      await this.#bring(subject, { link, known, calendar })
      await tellAbsence(subject, { known, calendar }).catch(unlessRefused(log))
      return { is: 'done' }
    } catch (error) {
      return outcomeOf(error, this.#parts.clock.now())
    }
  }

  async #bring(
    subject: ExportSubject,
    { link, known, calendar }: { link: CalendarLink; known: readonly KnownEntry[]; calendar: BoundCalendar },
  ): Promise<void> {
    const wanted = wantedOf(subject, link, calendar.entries)
    for (const step of entrySteps(wanted, known)) {
      await this.#parts.writer.write({ step, subject, link, calendar })
    }
  }
}

/** Of a class nobody could tell who of them it was. Whoever came after all is told as well. */
async function tellAbsence(
  { appointment: { status, classId } }: ExportSubject,
  { known, calendar }: { known: readonly KnownEntry[]; calendar: BoundCalendar },
): Promise<void> {
  if (classId !== undefined || (status !== 'no_show' && status !== 'completed')) return
  for (const { state, reference, calendar: id } of known) {
    if (state === 'written' && reference !== null)
      await calendar.markAbsent?.({ reference, calendar: id, absent: status === 'no_show' })
  }
}

/** What it says of an appointment that is over is worth no more than a line. */
const unlessRefused =
  (log: JobRun['log']) =>
  (error: unknown): void => {
    if (!(error instanceof Error) || error.name !== 'Refused') throw error
    log.warn({ err: error }, 'the provider takes no word of who did not come')
  }

/** Nothing that a plugin should throw: its bug must not keep the other calendars waiting either. */
function broken(err: unknown, log: JobRun['log']): JobOutcome {
  log.error({ err }, 'writing into a calendar failed with an exception: this is a bug')
  return { is: 'retry', why: 'A calendar’s plugin failed: see the log for this job.' }
}

/** A class stands in a calendar once, since many calendars refuse two entries at one time. */
const wantedOf = (
  { appointment, standsForItself }: ExportSubject,
  link: CalendarLink,
  mode: 'whole' | 'parts',
): WantedEntry[] => (standsForItself ? wantedEntries(appointment, link, mode) : [])

/** A link of others is not worth waking a provider for. */
function concerns(subject: ExportSubject, link: CalendarLink, known: readonly KnownEntry[]): boolean {
  return known.some(({ state }) => state !== 'cancelled') || wantedOf(subject, link, 'whole').length > 0
}

/** What has to be tried again counts more than what is done; of two waits the shorter. */
function worse(a: JobOutcome, b: JobOutcome): JobOutcome {
  if (a.is === 'snooze' && b.is === 'snooze') return a.until <= b.until ? a : b
  return RANK[a.is] >= RANK[b.is] ? a : b
}

const RANK: Record<JobOutcome['is'], number> = { done: 0, cancel: 1, snooze: 2, retry: 3 }
