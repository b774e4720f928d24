import type { ProviderDirectory } from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { JobOutcome, JobRun } from '../platform/jobs/job.ts'
import type { Appointment } from './appointment.ts'
import { utc } from './appointment-events.ts'
import { findAppointment } from './appointment-repository.ts'
import { isFor, partsOf } from './calendar-entry.ts'
import type { CalendarLink } from './calendar-link.ts'
import { findLinks } from './calendar-link-repository.ts'
import { type ExportPlace, takeExportLease } from './export-lease.ts'
import {
  deleteReservation,
  findReservations,
  putReservation,
  type Reservation,
} from './reservation-repository.ts'

/** Milliseconds. */
const WAIT_FOR_OTHER = 2_000
/** How much longer than the hold it lasts there, so that it need not be told of each renewal. */
const LONGER = 5 * 60_000

export interface HoldReservationParts {
  database: Database
  providers: Pick<ProviderDirectory, 'calendar'>
  clock: Clock
}

/**
 * Reserves held times at the providers, where a link wants it, and lets them go when the hold ends. A courtesy to those who
 * book there: whether the time can be had is decided here, so what goes wrong is a line in the log.
 */
export class HoldReservations {
  readonly #parts: HoldReservationParts

  constructor(parts: HoldReservationParts) {
    this.#parts = parts
  }

  /** Comes again when the hold should end: it may have been renewed. */
  async run(place: ExportPlace, { log }: Pick<JobRun, 'log'>): Promise<JobOutcome> {
    const { database, clock } = this.#parts
    const lease = await takeExportLease(database, place)
    if (!lease) return { is: 'snooze', until: clock.now() + WAIT_FOR_OTHER, why: 'another run is at it' }
    try {
      return await this.#bring(place, log)
    } finally {
      await lease.release()
    }
  }

  async #bring(place: ExportPlace, log: JobRun['log']): Promise<JobOutcome> {
    const { appointment, links, kept } = await this.#read(place)
    const holdsUntil = this.#holdsUntil(appointment)
    const wanted = appointment && holdsUntil > 0 ? links.filter((link) => reserves(link, appointment)) : []
    const left = kept.filter(({ linkId }) => !wanted.some(({ id }) => id === linkId))
    const failed = (err: unknown) => log.warn({ err }, 'a held time could not be reserved or let go there')
    for (const one of left) await this.#release(place, one, links).catch(failed)
    for (const link of wanted) {
      const before = kept.find(({ linkId }) => linkId === link.id)
      if (appointment && (before?.until ?? 0) < holdsUntil)
        await this.#reserve(appointment, { link, before, until: holdsUntil + LONGER }).catch(failed)
    }
    return wanted.length === 0
      ? { is: 'done' }
      : { is: 'snooze', until: holdsUntil, why: 'the hold may be renewed' }
  }

  #read({ tenantId, appointmentId }: ExportPlace) {
    return this.#parts.database.inTenant(tenantId, async (tx) => ({
      appointment: await findAppointment(tx, tenantId, appointmentId),
      links: await findLinks(tx, tenantId),
      kept: await findReservations(tx, tenantId, appointmentId),
    }))
  }

  /** Epoch milliseconds; 0 for what is no hold any more. */
  #holdsUntil(appointment: Appointment | undefined): number {
    const until = appointment?.status === 'held' ? (appointment.holdExpiresAt ?? 0) : 0
    return until > this.#parts.clock.now() ? until : 0
  }

  async #reserve(
    hold: Appointment,
    { link, before, until }: { link: CalendarLink; before: Reservation | undefined; until: number },
  ): Promise<void> {
    const { database, providers } = this.#parts
    const calendar = await providers.calendar(refOf(link))
    const [span] = link.segment === null ? [hold] : partsOf(hold, link)
    if (!span || !calendar.reserve) return
    const { tenantId, id: appointmentId } = hold
    const { reference } = await calendar.reserve({
      calendar: link.calendar,
      start: utc(span.start),
      end: utc(span.end),
      until: utc(until),
      ...(before ? { reference: before.reference } : {}),
    })
    const kept = { linkId: link.id, reference, until }
    await database.inTenant(tenantId, (tx) => putReservation(tx, { tenantId, appointmentId }, kept))
  }

  /** It is forgotten whatever comes of it, since it ends there by itself. */
  async #release(place: ExportPlace, kept: Reservation, links: readonly CalendarLink[]): Promise<void> {
    const { database, providers } = this.#parts
    await database.inTenant(place.tenantId, (tx) => deleteReservation(tx, place, kept))
    const link = links.find(({ id }) => id === kept.linkId)
    const calendar = link && (await providers.calendar(refOf(link)))
    await calendar?.release?.({ reference: kept.reference, calendar: link?.calendar ?? '' })
  }
}

/** A class is booked there once for all: a time that one of them holds may be another's. */
const reserves = (link: CalendarLink, hold: Appointment): boolean =>
  link.reserves && link.writes && hold.classId === undefined && isFor(link, hold)

const refOf = ({ connectionTenantId: tenantId, connectionId }: CalendarLink) => ({ tenantId, connectionId })
