import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { EventSink } from '../platform/events/event.ts'
import type { JobOutcome } from '../platform/jobs/job.ts'
import type { Logger } from '../platform/log/logger.ts'
import type { Delivery } from './delivery.ts'
import type { Sent } from './delivery-attempt.ts'
import { insertAttempt, settleDelivery } from './delivery-repository.ts'
import { type DisabledWhy, type Endpoint, isHopeless, waitAfter } from './endpoint.ts'
import { disableEndpoint, noteFailure, noteSuccess } from './endpoint-repository.ts'

export interface DeliveryLedgerParts {
  database: Database
  events: EventSink
  clock: Clock
  log: Logger
  random?: () => number
}

interface Task {
  delivery: Delivery
  endpoint: Endpoint
}

const GONE = 410

/** Writes down what became of an attempt, of its delivery and of its endpoint, all in one transaction. */
export class DeliveryLedger {
  readonly #parts: DeliveryLedgerParts

  constructor(parts: DeliveryLedgerParts) {
    this.#parts = parts
  }

  record(task: Task, sent: Sent): Promise<JobOutcome> {
    return sent.attempt.error === undefined
      ? this.#recordSuccess(task, sent)
      : this.#recordFailure(task, sent, sent.attempt.error)
  }

  /** There will be no attempt (any more). */
  async drop({ delivery }: Task, why: string): Promise<JobOutcome> {
    await this.#inTenant(delivery, (tx, at) =>
      settleDelivery(tx, delivery, { state: 'failed', error: why, tried: 0, at }),
    )
    return { is: 'cancel', why }
  }

  async disable({ delivery, endpoint }: Task, why: DisabledWhy): Promise<JobOutcome> {
    const error = `The endpoint was disabled: ${why}.`
    await this.#inTenant(delivery, async (tx, at) => {
      await settleDelivery(tx, delivery, { state: 'failed', error, tried: 0, at })
      await this.#disable(tx, endpoint, { why, at })
    })
    return { is: 'cancel', why: error }
  }

  async #recordSuccess({ delivery, endpoint }: Task, { attempt }: Sent): Promise<JobOutcome> {
    await this.#inTenant(delivery, async (tx, at) => {
      await insertAttempt(tx, delivery, attempt)
      await settleDelivery(tx, delivery, { state: 'delivered', error: undefined, tried: 1, at })
      await noteSuccess(tx, endpoint)
    })
    return { is: 'done' }
  }

  async #recordFailure(task: Task, { attempt, retryAfter }: Sent, error: string): Promise<JobOutcome> {
    const { delivery, endpoint } = task
    const { clock, random = Math.random } = this.#parts
    const why = endOf(endpoint, attempt.status, clock.now())
    const after = why ? undefined : waitAfter(delivery.tries + 1, random(), retryAfter)
    await this.#inTenant(delivery, async (tx, at) => {
      await insertAttempt(tx, delivery, attempt)
      const state = after === undefined ? 'failed' : 'waiting'
      await settleDelivery(tx, delivery, { state, error, tried: 1, at })
      await noteFailure(tx, endpoint, at)
      if (why) await this.#disable(tx, endpoint, { why, at })
    })
    return after === undefined ? { is: 'cancel', why: error } : { is: 'retry', why: error, after }
  }

  /** The event is the notice: whoever follows the tenant's events sees it, and the endpoint says it as well. */
  async #disable(tx: Tx, endpoint: Endpoint, { why, at }: { why: DisabledWhy; at: Date }): Promise<void> {
    const disabled = await disableEndpoint(tx, endpoint, { why, at })
    if (!disabled) return
    const { tenantId, id, version, url } = disabled
    await this.#parts.events.append(tx, [
      {
        tenantId,
        aggregate: 'webhook_endpoint',
        aggregateId: id,
        version,
        type: 'webhook_endpoint.disabled',
        payload: {
          why,
          host: new URL(url).host,
          failing_since: endpoint.failingSince ? new Date(endpoint.failingSince).toISOString() : null,
        },
        occurredAt: at.getTime(),
      },
    ])
    const fields = { endpoint: id, tenant: tenantId, why }
    tx.afterCommit(() => this.#parts.log.warn(fields, 'a webhook endpoint was disabled'))
  }

  #inTenant<T>({ tenantId }: Delivery, work: (tx: Tx, at: Date) => Promise<T>): Promise<T> {
    const at = new Date(this.#parts.clock.now())
    return this.#parts.database.inTenant(tenantId, (tx) => work(tx, at))
  }
}

function endOf(endpoint: Endpoint, status: number | undefined, now: number): DisabledWhy | undefined {
  if (status === GONE) return 'gone'
  return isHopeless(endpoint, now) ? 'failing' : undefined
}
