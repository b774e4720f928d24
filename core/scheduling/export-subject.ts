import type { Customer, CustomerService } from '../customers/index.ts'
import type { Database } from '../platform/db/database.ts'
import type { Location, LocationService } from '../tenants/index.ts'
import type { Appointment } from './appointment.ts'
import { findAppointment } from './appointment-repository.ts'
import type { KnownEntry } from './calendar-entry.ts'
import type { CalendarLink } from './calendar-link.ts'
import { findLinks } from './calendar-link-repository.ts'
import type { CatalogService } from './catalog-service.ts'
import { findClassHead } from './class-repository.ts'
import { findEntries } from './entry-repository.ts'
import { findService } from './service-repository.ts'

/** All that an entry in a calendar is made of. */
export interface ExportSubject {
  readonly appointment: Appointment
  readonly service: Pick<CatalogService, 'name'>
  readonly location: Location
  readonly customer: Customer | undefined
  /** False for whoever takes part in a class for which somebody else's entry stands. */
  readonly standsForItself: boolean
  readonly links: readonly CalendarLink[]
  readonly entries: readonly KnownEntry[]
}

export interface ExportSubjectParts {
  database: Database
  locations: LocationService
  customers: CustomerService
}

export class ExportSubjectReader {
  readonly #parts: ExportSubjectParts

  constructor(parts: ExportSubjectParts) {
    this.#parts = parts
  }

  /** Undefined where there is no such appointment. */
  read({
    tenantId,
    appointmentId,
  }: {
    tenantId: string
    appointmentId: string
  }): Promise<ExportSubject | undefined> {
    const { database, locations, customers } = this.#parts
    return database.inTenant(tenantId, async (tx) => {
      const appointment = await findAppointment(tx, tenantId, appointmentId)
      const service = appointment && (await findService(tx, tenantId, appointment.serviceId))
      if (!appointment || !service) return undefined
      const { locationId, customerId, classId } = appointment
      const head = classId ? await findClassHead(tx, tenantId, classId) : undefined
      return {
        appointment,
        service,
        location: await locations.get(tenantId, locationId),
        customer: customerId === null ? undefined : await customers.get(tenantId, customerId),
        standsForItself: head === undefined || head.id === appointmentId,
        links: await findLinks(tx, tenantId),
        entries: await findEntries(tx, tenantId, appointmentId),
      }
    })
  }
}
