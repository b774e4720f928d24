import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { HubError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { versionConflict } from '../platform/version-conflict.ts'
import type { PricedService } from './catalog-service.ts'
import { type Service, serviceProblems } from './service.ts'
import {
  findService,
  findServices,
  insertService,
  type ServiceFields,
  updateService,
} from './service-repository.ts'
import { matchSpokenName, type SpokenMatch } from './spoken-service-name.ts'

/** What is not said is ordinary: no buffers, a start every 15 minutes, bookable from an hour to 180 days ahead. */
const ORDINARY = {
  spokenNames: [],
  spoken: {},
  description: '',
  priceMinor: null,
  bufferBefore: 0,
  bufferAfter: 0,
  bufferPolicy: 'max',
  grid: { policy: 'window', minutes: 15 },
  noticeMinutes: 60,
  horizonDays: 180,
} as const

export type NewService = Pick<ServiceFields, 'name' | 'segments'> & Partial<ServiceFields>
export type ServiceChange = Partial<ServiceFields> & { active?: boolean; version?: number }

/** The services a client offers. */
export class ServiceCatalog {
  readonly #database: Database
  readonly #clock: Clock

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database
    this.#clock = clock
  }

  async create(tenantId: string, wanted: NewService): Promise<PricedService> {
    const fields = { ...ORDINARY, ...wanted }
    requireBookable(fields)
    const place = { tenantId, id: newId(), at: new Date(this.#clock.now()) }
    return this.#database.inTenant(tenantId, (tx) => insertService(tx, place, fields))
  }

  /** By name, those that are offered no more included. */
  list(tenantId: string): Promise<PricedService[]> {
    return this.#database.inTenant(tenantId, (tx) => findServices(tx, tenantId))
  }

  async get(tenantId: string, id: string): Promise<PricedService> {
    const service = await this.#database.inTenant(tenantId, (tx) => findService(tx, tenantId, id))
    if (!service) throw new HubError('not_found')
    return service
  }

  /** What is booked already keeps its length. `active: false` takes it out of the offer. */
  update(tenantId: string, id: string, { version, ...change }: ServiceChange): Promise<PricedService> {
    return this.#database.inTenant(tenantId, async (tx) => {
      const before = await this.get(tenantId, id)
      const after = { ...before, ...change }
      requireBookable(after)
      const updated = await updateService(tx, { tenantId, id, version }, after)
      if (updated) return updated
      throw versionConflict('service', (await this.get(tenantId, id)).version)
    })
  }

  /** Which of the services on offer a caller may mean; never a guess between two. */
  async findBySpokenName(tenantId: string, text: string): Promise<SpokenMatch> {
    const services = await this.list(tenantId)
    return matchSpokenName(
      services.filter(({ active }) => active),
      text,
    )
  }
}

function requireBookable(service: Omit<Service, 'id'>): void {
  const problems = serviceProblems({ ...service, id: '' })
  if (problems.length === 0) return
  const errors = problems.map(({ code, ...where }) => ({ code, ...where }))
  throw new HubError('invalid', { detail: 'A service like that can’t be scheduled.', extra: { errors } })
}
