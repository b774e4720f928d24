import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { RecentReads } from '../platform/db/recent-reads.ts'
import { HubError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { versionConflict } from '../platform/version-conflict.ts'
import { requireHolidayRules } from './public-holidays.ts'
import type { Location } from './tenant.ts'
import {
  findLocation,
  findLocations,
  insertLocation,
  type LocationFields,
  updateLocation,
} from './tenant-repository.ts'
import { requireZone } from './zone.ts'

export type NewLocation = Pick<LocationFields, 'name' | 'zone' | 'language' | 'address'> &
  Partial<LocationFields>

const ORDINARY = { holidayRegion: null, holidaysOpen: [], customerLimits: {} }

export class LocationService {
  readonly #database: Database
  readonly #clock: Clock
  readonly #zones = new RecentReads<string>()

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database
    this.#clock = clock
  }

  async create(tenantId: string, fields: NewLocation): Promise<Location> {
    requireZone(fields.zone)
    const location = { ...ORDINARY, ...fields, id: newId(), tenantId, version: 1 }
    this.#requireHolidays(fields, location)
    await this.#database.inTenant(tenantId, (tx) => insertLocation(tx, location, new Date(this.#clock.now())))
    return location
  }

  async get(tenantId: string, id: string): Promise<Location> {
    const location = await this.#database.inTenant(tenantId, (tx) => findLocation(tx, tenantId, id))
    if (!location) throw new HubError('not_found')
    return location
  }

  /** To write times in: a change of it shows a second later. Throws `not_found`. */
  async zoneOf(tenantId: string, id: string): Promise<string> {
    const read = () => this.#database.inTenant(tenantId, (tx) => findLocation(tx, tenantId, id))
    const zone = await this.#zones.get(`${tenantId} ${id}`, () =>
      // Others may wait for it who have no part in the transaction that may be open here.
      this.#database.outside(async () => (await read())?.zone),
    )
    if (zone === undefined) throw new HubError('not_found')
    return zone
  }

  list(tenantId: string): Promise<Location[]> {
    return this.#database.inTenant(tenantId, (tx) => findLocations(tx, tenantId))
  }

  async update(
    tenantId: string,
    id: string,
    { version, ...change }: Partial<NewLocation> & { version?: number },
  ): Promise<Location> {
    if (change.zone) requireZone(change.zone)
    return this.#database.inTenant(tenantId, async (tx) => {
      const after = { ...(await this.get(tenantId, id)), ...change }
      this.#requireHolidays(change, after)
      const touched = await updateLocation(tx, { tenantId, id, version }, change)
      const present = await this.get(tenantId, id)
      if (touched > 0) return present
      throw versionConflict('location', present.version)
    })
  }

  /** Only where something about them changes, as it takes the calendars of all countries. */
  #requireHolidays(change: Partial<LocationFields>, after: LocationFields): void {
    if (change.holidayRegion == null && !change.holidaysOpen?.length) return
    requireHolidayRules(after, new Date(this.#clock.now()).getUTCFullYear())
  }
}
