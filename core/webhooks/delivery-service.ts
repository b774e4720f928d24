import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { JobSink } from '../platform/jobs/job.ts'
import { type Attempt, type Delivery, deliveryJob } from './delivery.ts'
import {
  type DeliveryPage,
  findAttempts,
  findDeliveries,
  findDelivery,
  insertDeliveries,
  restartDelivery,
  restartFailed,
} from './delivery-repository.ts'
import { PING } from './endpoint.ts'
import { findEndpoint } from './endpoint-repository.ts'

export interface DeliveryServiceParts {
  database: Database
  jobs: JobSink
  clock: Clock
}

/** Deliveries that are started again by one request. */
const MOST_AT_ONCE = 1_000

/** What was sent to an endpoint, and sending it again. */
export class DeliveryService {
  readonly #parts: DeliveryServiceParts

  constructor(parts: DeliveryServiceParts) {
    this.#parts = parts
  }

  /** Newest first. */
  list(tenantId: string, page: DeliveryPage): Promise<Delivery[]> {
    return this.#parts.database.inTenant(tenantId, async (tx) => {
      await requireEndpoint(tx, tenantId, page.endpointId)
      return findDeliveries(tx, tenantId, page)
    })
  }

  get(tenantId: string, id: string): Promise<{ delivery: Delivery; attempts: Attempt[] }> {
    return this.#parts.database.inTenant(tenantId, async (tx) => {
      const delivery = await findDelivery(tx, tenantId, id)
      if (!delivery) throw new HubError('not_found')
      return { delivery, attempts: await findAttempts(tx, tenantId, id) }
    })
  }

  /** Sends it once more, from the first attempt on, whatever became of it before. */
  redeliver(tenantId: string, id: string): Promise<Delivery> {
    return this.#parts.database.inTenant(tenantId, async (tx) => {
      const known = await findDelivery(tx, tenantId, id)
      if (!known) throw new HubError('not_found')
      await requireEnabled(tx, tenantId, known.endpointId)
      const restarted = await restartDelivery(tx, tenantId, id)
      if (!restarted) throw new HubError('not_found')
      await this.#parts.jobs.add(tx, [deliveryJob(restarted)])
      return restarted
    })
  }

  /** The oldest that failed since then; `more` where a second request is needed for the rest. */
  redeliverFailed(
    tenantId: string,
    endpointId: string,
    since: Date,
  ): Promise<{ deliveries: number; more: boolean }> {
    return this.#parts.database.inTenant(tenantId, async (tx) => {
      await requireEnabled(tx, tenantId, endpointId)
      const restarted = await restartFailed(tx, tenantId, { endpointId, since, limit: MOST_AT_ONCE })
      await this.#parts.jobs.add(tx, restarted.map(deliveryJob))
      return { deliveries: restarted.length, more: restarted.length === MOST_AT_ONCE }
    })
  }

  /** A delivery like any other, with an event of its own. */
  ping(tenantId: string, endpointId: string): Promise<Delivery> {
    return this.#parts.database.inTenant(tenantId, async (tx) => {
      await requireEnabled(tx, tenantId, endpointId)
      const id = newId()
      const ping = { id, tenantId, endpointId, eventId: newId(), eventType: PING }
      await insertDeliveries(tx, [ping], new Date(this.#parts.clock.now()))
      await this.#parts.jobs.add(tx, [deliveryJob({ ...ping, round: 1 })])
      const delivery = await findDelivery(tx, tenantId, id)
      if (!delivery) throw new Error('a ping that was inserted is not there')
      return delivery
    })
  }
}

async function requireEndpoint(tx: Tx, tenantId: string, id: string) {
  const endpoint = await findEndpoint(tx, tenantId, id)
  if (!endpoint) throw new HubError('not_found')
  return endpoint
}

async function requireEnabled(tx: Tx, tenantId: string, id: string): Promise<void> {
  const { state } = await requireEndpoint(tx, tenantId, id)
  if (state.is === 'disabled') throw new HubError('conflict', { detail: 'Enable the endpoint first.' })
}
