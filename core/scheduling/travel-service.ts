import type { Database } from '../platform/db/database.ts'
import { sqlState } from '../platform/db/database-problem.ts'
import { HubError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { deleteTravelTime, findTravelTimes, insertTravelTime, updateTravelTime } from './travel-repository.ts'
import type { TravelTime } from './travel-time.ts'

/** The ways between a client's locations. What is booked already stays. */
export class TravelService {
  readonly #database: Database

  constructor({ database }: { database: Database }) {
    this.#database = database
  }

  async create(tenantId: string, wanted: Pick<TravelTime, 'locationIds' | 'minutes'>): Promise<TravelTime> {
    const [first, second] = wanted.locationIds
    if (first === second) {
      throw new HubError('invalid', { detail: 'A way leads from one location to another.' })
    }
    const travel = { ...wanted, tenantId, id: newId() }
    await this.#database.inTenant(tenantId, (tx) => insertTravelTime(tx, travel).catch(misplaced))
    return travel
  }

  list(tenantId: string): Promise<TravelTime[]> {
    return this.#database.inTenant(tenantId, (tx) => findTravelTimes(tx, tenantId))
  }

  async update(tenantId: string, id: string, minutes: number): Promise<TravelTime> {
    const updated = await this.#database.inTenant(tenantId, (tx) =>
      updateTravelTime(tx, { tenantId, id, minutes }),
    )
    if (updated) return updated
    throw new HubError('not_found')
  }

  async remove(tenantId: string, id: string): Promise<void> {
    const touched = await this.#database.inTenant(tenantId, (tx) => deleteTravelTime(tx, tenantId, id))
    if (touched === 0) throw new HubError('not_found')
  }
}

function misplaced(error: unknown): never {
  if (sqlState(error) === '23505') {
    throw new HubError('conflict', {
      detail: 'There is a travel time between these two already.',
      cause: error,
    })
  }
  if (sqlState(error) !== '23503') throw error
  throw new HubError('invalid', {
    detail: 'location_ids names a location that does not exist.',
    cause: error,
  })
}
