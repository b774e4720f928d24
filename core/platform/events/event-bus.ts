import type { Tx } from '../db/tx.ts'
import { newId } from '../ids.ts'
import type { EventSink, NewEvent } from './event.ts'

const APPEND = `insert into events
    (id, tenant_id, aggregate, aggregate_id, version, type, payload, trace, occurred_at)
  select id, tenant_id, aggregate, aggregate_id, version, type, payload, trace, occurred_at
  from jsonb_to_recordset($1::jsonb) as event
    (id uuid, tenant_id uuid, aggregate text, aggregate_id uuid, version integer, type text, payload jsonb,
     trace text, occurred_at timestamptz)`

export interface EventBusOptions {
  /** Called after each commit that appended events: wakes the relay of this process. Must not throw or wait. */
  poke: () => void
  /** The W3C trace of the request at work. */
  trace?: () => string | undefined
}

/** Appends events in the caller's transaction: they exist exactly when the change that they tell of does. */
export class EventBus implements EventSink {
  readonly #options: EventBusOptions

  constructor(options: EventBusOptions) {
    this.#options = options
  }

  async append(tx: Tx, events: readonly NewEvent[]): Promise<void> {
    if (events.length === 0) return
    const rows = events.map((event) => this.#rowOf(event))
    tx.runAtCommit({ name: 'events-append', text: APPEND, values: [JSON.stringify(rows)] })
    tx.afterCommit(this.#options.poke)
  }

  #rowOf(event: NewEvent): Record<string, unknown> {
    return {
      id: newId(),
      tenant_id: event.tenantId,
      aggregate: event.aggregate,
      aggregate_id: event.aggregateId,
      version: event.version,
      type: event.type,
      payload: event.payload,
      trace: this.#options.trace?.() ?? null,
      occurred_at: new Date(event.occurredAt),
    }
  }
}
