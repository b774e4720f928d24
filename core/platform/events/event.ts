import type { Tx } from '../db/tx.ts'

/** Something that happened, written in the transaction that made it so. Payloads hold ids and facts, nothing personal. */
export interface NewEvent {
  tenantId: string
  /** `appointment`, `call`, `invoice`... */
  aggregate: string
  aggregateId: string
  /** Of the aggregate, after the change. */
  version: number
  /** `appointment.booked`, past tense. */
  type: string
  payload: Record<string, unknown>
  /** Epoch milliseconds of the business clock. */
  occurredAt: number
}

export interface StoredEvent extends NewEvent {
  id: string
  /** Rises with commit order as readers see it; a cursor. */
  position: number
}

/** Appends events beside the rows they tell of. Implemented by `EventBus`. */
export interface EventSink {
  append(tx: Tx, events: readonly NewEvent[]): Promise<void>
}
