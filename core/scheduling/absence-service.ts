import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { sqlState } from '../platform/db/database-problem.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import type { EventSink } from '../platform/events/event.ts'
import { newId } from '../platform/ids.ts'
import type { Absence, AbsenceConflict } from './absence.ts'
import { type AbsenceFilter, deleteAbsence, findAbsences, insertAbsence } from './absence-repository.ts'
import { type Appointment, hasEnded } from './appointment.ts'
import { appointmentEvent, utc } from './appointment-events.ts'
import { findAppointment } from './appointment-repository.ts'
import { findClashes } from './busy-repository.ts'
import { lockForBooking } from './taken-repository.ts'

export type NewAbsence = Pick<Absence, 'resourceId' | 'start' | 'end'> & {
  reason?: string | undefined
  standInId?: string | null | undefined
}

const MINUTE = 60_000

/** Who is away when, and who stands in for them. */
export class AbsenceService {
  readonly #database: Database
  readonly #events: EventSink
  readonly #clock: Clock

  constructor({ database, events, clock }: { database: Database; events: EventSink; clock: Clock }) {
    this.#database = database
    this.#events = events
    this.#clock = clock
  }

  /** What is booked with the resource then stays and is named, here and in an event. */
  async create(
    tenantId: string,
    { reason = '', standInId = null, ...wanted }: NewAbsence,
  ): Promise<{ absence: Absence; conflicts: AbsenceConflict[] }> {
    const absence = { ...wanted, tenantId, id: newId(), reason, standInId }
    requireSense(absence)
    return this.#database.inTenant(tenantId, async (tx) => {
      const there = await this.#insert(tx, absence)
      await this.#raise(tx, absence, there)
      return { absence, conflicts: there.map(({ id, start, end }) => ({ appointmentId: id, start, end })) }
    })
  }

  /** In order of start. */
  list(tenantId: string, filter: AbsenceFilter = {}): Promise<Absence[]> {
    return this.#database.inTenant(tenantId, (tx) => findAbsences(tx, tenantId, filter))
  }

  /** Whether one of these stands in for the one that is away at that instant (epoch milliseconds). */
  async standsIn(
    tenantId: string,
    { absentId, among, at }: { absentId: string; among: readonly string[]; at: number },
  ): Promise<boolean> {
    const away = await this.list(tenantId, { resourceId: absentId, from: at, to: at + MINUTE })
    return away.some(({ standInId }) => standInId !== null && among.includes(standInId))
  }

  async remove(tenantId: string, id: string): Promise<void> {
    const touched = await this.#database.inTenant(tenantId, (tx) => deleteAbsence(tx, tenantId, id))
    if (touched === 0) throw new HubError('not_found')
  }

  /** Whoever books now either sees it or is seen by it. Gives what is booked then. */
  async #insert(tx: Tx, absence: Absence): Promise<Appointment[]> {
    const { tenantId, id, resourceId, start, end } = absence
    await Promise.all([
      lockForBooking(tx, tenantId, [resourceId]),
      insertAbsence(tx, absence, new Date(this.#clock.now())).catch(unknownResource),
    ])
    const span = { externalId: id, start, end }
    const clashes = await findClashes(tx, { tenantId, resourceIds: [resourceId] }, [span])
    const found = await Promise.all(
      clashes.map(({ appointment_id }) => findAppointment(tx, tenantId, appointment_id)),
    )
    return found
      .filter((each) => each !== undefined)
      .filter(({ status }) => !hasEnded(status) && status !== 'completed' && status !== 'no_show')
      .sort((a, b) => a.start - b.start)
  }

  async #raise(tx: Tx, absence: Absence, there: readonly Appointment[]): Promise<void> {
    const more = {
      why: 'absence',
      absence_id: absence.id,
      busy_start: utc(absence.start),
      busy_end: utc(absence.end),
    }
    const at = this.#clock.now()
    const events = there.map((each) => appointmentEvent('appointment.conflict', each, { at, more }))
    if (events.length > 0) await this.#events.append(tx, events)
  }
}

function requireSense({ start, end, resourceId, standInId }: Absence): void {
  if (start >= end) throw new HubError('invalid', { detail: 'from must lie before to.' })
  if (resourceId !== standInId) return
  throw new HubError('invalid', { detail: 'Nobody can stand in for themselves.' })
}

function unknownResource(error: unknown): never {
  if (sqlState(error) !== '23503') throw error
  throw new HubError('invalid', {
    detail: 'resource_id or stand_in_resource_id names a resource that does not exist.',
    cause: error,
  })
}
