import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { StoredEvent } from '../platform/events/event.ts'
import type { DurableConsumer } from '../platform/events/event-consumer.ts'
import { newId } from '../platform/ids.ts'
import type { JobSink } from '../platform/jobs/job.ts'
import { deliveryJob } from './delivery.ts'
import { findListeners, insertDeliveries, type NewDelivery } from './delivery-repository.ts'
import { wants } from './endpoint.ts'

export interface EventFanOutParts {
  database: Database
  jobs: JobSink
  clock: Clock
}

/**
 * Makes a delivery and its job of each event for each endpoint that wants it, in one transaction. Events that are read
 * a second time, after a crash before the cursor moved, make nothing.
 */
export class EventFanOut implements DurableConsumer {
  readonly name = 'webhooks'
  readonly reach = 'once'
  readonly from = 'now'
  /** A delivery need not be quicker, and a hub at work then writes its cursor five times a second instead of fifty. */
  readonly restMs = 200
  readonly #parts: EventFanOutParts

  constructor(parts: EventFanOutParts) {
    this.#parts = parts
  }

  async handle(events: readonly StoredEvent[]): Promise<void> {
    const { database, jobs, clock } = this.#parts
    const tenants = [...new Set(events.map(({ tenantId }) => tenantId))]
    await database.asCourier(async (tx) => {
      const listeners = await findListeners(tx, tenants)
      const wanted = deliveriesOf(events, listeners)
      if (wanted.length === 0) return
      const fresh = await insertDeliveries(tx, wanted, new Date(clock.now()))
      const made = wanted.filter(({ id }) => fresh.has(id))
      await jobs.add(
        tx,
        made.map((delivery) => deliveryJob({ ...delivery, round: 1 })),
      )
    })
  }
}

function deliveriesOf(
  events: readonly StoredEvent[],
  listeners: Awaited<ReturnType<typeof findListeners>>,
): NewDelivery[] {
  return events.flatMap(({ id: eventId, tenantId, type: eventType }) =>
    listeners
      .filter((listener) => listener.tenantId === tenantId && wants(listener, eventType))
      .map(({ id: endpointId }) => ({ id: newId(), tenantId, endpointId, eventId, eventType })),
  )
}
