import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import type { Appointment } from './appointment.ts'
import { type AppointmentNames, findNames } from './appointment-names-repository.ts'
import {
  type AppointmentFilter,
  countUnsynced,
  findAppointment,
  findAppointments,
} from './appointment-repository.ts'

/** Reads appointments and holds; whatever changes one goes through `BookingOrchestrator`. */
export class AppointmentService {
  readonly #database: Database

  constructor({ database }: { database: Database }) {
    this.#database = database
  }

  async get(tenantId: string, id: string): Promise<Appointment> {
    const appointment = await this.#database.inTenant(tenantId, (tx) => findAppointment(tx, tenantId, id))
    if (!appointment) throw new HubError('not_found')
    return appointment
  }

  /** In order of start, at most 200 unless `limit` says otherwise. */
  list(tenantId: string, filter: AppointmentFilter = {}): Promise<Appointment[]> {
    return this.#database.inTenant(tenantId, (tx) => findAppointments(tx, tenantId, filter))
  }

  /** The same with what people call it all, and whether it stands in outside calendars as it should. */
  listNamed(tenantId: string, filter: AppointmentFilter): Promise<NamedAppointment[]> {
    return this.#database.inTenant(tenantId, async (tx) =>
      withNames(tx, tenantId, await findAppointments(tx, tenantId, filter)),
    )
  }

  /** By tenant: how many that start after `now` (epoch milliseconds) do not stand in calendars as they should. */
  countUnsynced(tenantIds: readonly string[], now: number): Promise<Map<string, number>> {
    return this.#database.inTenant(tenantIds, (tx) => countUnsynced(tx, tenantIds, { now }))
  }

  async getNamed(tenantId: string, id: string): Promise<NamedAppointment> {
    const [named] = await this.#database.inTenant(tenantId, async (tx) => {
      const found = await findAppointment(tx, tenantId, id)
      return found ? withNames(tx, tenantId, [found]) : []
    })
    if (!named) throw new HubError('not_found')
    return named
  }
}

export type NamedAppointment = Appointment & AppointmentNames

async function withNames(
  tx: Tx,
  tenantId: string,
  appointments: readonly Appointment[],
): Promise<NamedAppointment[]> {
  const names = await findNames(
    tx,
    tenantId,
    appointments.map(({ id }) => id),
  )
  return appointments.flatMap((each) => {
    const named = names.get(each.id)
    return named ? [{ ...each, ...named }] : []
  })
}
