import type { Database } from '../platform/db/database.ts'
import { HubError } from '../platform/errors.ts'
import type { Appointment } from './appointment.ts'
import { type AppointmentFilter, findAppointment, findAppointments } from './appointment-repository.ts'

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
}
