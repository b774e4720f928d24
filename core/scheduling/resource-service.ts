import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { sqlState } from '../platform/db/database-problem.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { versionConflict } from '../platform/version-conflict.ts'
import type { LocationService } from '../tenants/index.ts'
import type { Resource, Skill } from './resource.ts'
import {
  findResource,
  findResources,
  insertResource,
  type ResourceFields,
  replaceSkills,
  updateResource,
} from './resource-repository.ts'

export type NewResource = Pick<ResourceFields, 'locationId' | 'name' | 'kind'> & {
  /** Default 1. */
  seats?: number
  /** Default none. */
  limits?: ResourceFields['limits']
} & WantedSkills
export type ResourceChange = Partial<ResourceFields> & WantedSkills & { version?: number }

/** Without a weight or a priority, a skill keeps the one it has; a new one has weight 1 and priority 0. */
type WantedSkill = Pick<Skill, 'serviceId'> & { [K in keyof Skill]?: Skill[K] | undefined }

/** Which services it is able to provide, said in one of the two ways. */
interface WantedSkills {
  serviceIds?: readonly string[] | undefined
  skills?: readonly WantedSkill[] | undefined
}

/** Staff, rooms and equipment, with what they are able to do. */
export class ResourceService {
  readonly #database: Database
  readonly #locations: LocationService
  readonly #clock: Clock

  constructor(parts: { database: Database; locations: LocationService; clock: Clock }) {
    this.#database = parts.database
    this.#locations = parts.locations
    this.#clock = parts.clock
  }

  create(tenantId: string, wanted: NewResource): Promise<Resource> {
    const { serviceIds, skills, seats = 1, limits = {}, ...fields } = wanted
    const place = { tenantId, id: newId(), at: new Date(this.#clock.now()) }
    return this.#database.inTenant(tenantId, async (tx) => {
      await this.#requireLocation(tenantId, fields.locationId)
      await insertResource(tx, place, { ...fields, seats, limits, active: true })
      await this.#skills(tx, place, { serviceIds, skills })
      return this.get(tenantId, place.id)
    })
  }

  list(tenantId: string): Promise<Resource[]> {
    return this.#database.inTenant(tenantId, (tx) => findResources(tx, tenantId))
  }

  async get(tenantId: string, id: string): Promise<Resource> {
    const resource = await this.#database.inTenant(tenantId, (tx) => findResource(tx, tenantId, id))
    if (!resource) throw new HubError('not_found')
    return resource
  }

  /** What is booked with it stays booked, also when it is made inactive or loses a skill or a seat. */
  update(tenantId: string, id: string, wanted: ResourceChange): Promise<Resource> {
    const { version, serviceIds, skills, ...change } = wanted
    return this.#database.inTenant(tenantId, async (tx) => {
      const before = await this.get(tenantId, id)
      if (change.locationId) await this.#requireLocation(tenantId, change.locationId)
      if (!(await updateResource(tx, { tenantId, id, version }, { ...before, ...change }))) {
        throw versionConflict('resource', (await this.get(tenantId, id)).version)
      }
      await this.#skills(tx, { tenantId, id }, { serviceIds, skills })
      return this.get(tenantId, id)
    })
  }

  async #skills(
    tx: Tx,
    place: { tenantId: string; id: string },
    { serviceIds, skills }: WantedSkills,
  ): Promise<void> {
    const wanted = skills ?? serviceIds?.map((serviceId) => ({ serviceId }))
    if (!wanted) return
    const { skills: kept } = await this.get(place.tenantId, place.id)
    await replaceSkills(tx, place, completed(wanted, kept)).catch((error: unknown) => {
      if (sqlState(error) !== FOREIGN_KEY) throw error
      const field = skills ? 'skills' : 'service_ids'
      throw new HubError('invalid', {
        detail: `${field} names a service that does not exist.`,
        cause: error,
      })
    })
  }

  async #requireLocation(tenantId: string, locationId: string): Promise<void> {
    const all = await this.#locations.list(tenantId)
    if (all.some(({ id }) => id === locationId)) return
    throw new HubError('invalid', { detail: 'location_id names a location that does not exist.' })
  }
}

/** Each service once. */
function completed(wanted: readonly WantedSkill[], kept: readonly Skill[]): Skill[] {
  const once = new Map(wanted.map((skill) => [skill.serviceId.toLowerCase(), skill]))
  return [...once].map(([serviceId, { weight, priority }]) => {
    const before = kept.find((skill) => skill.serviceId === serviceId)
    return {
      serviceId,
      weight: weight ?? before?.weight ?? 1,
      priority: priority ?? before?.priority ?? 0,
    }
  })
}

const FOREIGN_KEY = '23503'
