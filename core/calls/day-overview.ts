import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { AppointmentService } from '../scheduling/index.ts'
import type { TenantDirectory } from '../tenants/index.ts'
import { type ClientDay, type DayCost, findClientDays, findDayCosts } from './overview-repository.ts'

export interface OverviewParts {
  database: Database
  directory: TenantDirectory
  appointments: Pick<AppointmentService, 'countUnsynced'>
  clock: Clock
}

export interface OverviewRow extends ClientDay {
  costs: readonly DayCost[]
  unsynced: number
}

/** How the day goes for a client, or for each client below an agency or partner. */
export class DayOverview {
  readonly #parts: OverviewParts

  constructor(parts: OverviewParts) {
    this.#parts = parts
  }

  /** `date` as YYYY-MM-DD in each client's zone; without it their today. */
  async read(tenantId: string, date: string | undefined): Promise<OverviewRow[]> {
    const { database, directory, appointments, clock } = this.#parts
    const asked = { date, now: new Date(clock.now()) }
    const ids = await directory.idsWithin(tenantId)
    const [days, costs, unsynced] = await database.outside(() =>
      Promise.all([
        database.inTenant(ids, (tx) => findClientDays(tx, asked)),
        database.inTenant(ids, (tx) => findDayCosts(tx, asked)),
        appointments.countUnsynced(ids, clock.now()),
      ]),
    )
    const costsOf = Map.groupBy(costs, (each) => each.tenantId)
    return days.map((day) => ({
      ...day,
      costs: costsOf.get(day.tenantId) ?? [],
      unsynced: unsynced.get(day.tenantId) ?? 0,
    }))
  }
}
