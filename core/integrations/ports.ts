import type { CallRouting, FunctionCall, InboundCall, ProviderFact, SyncPage } from '@askpro/plugin-sdk'
import type { Tx } from '../platform/db/tx.ts'
import type { ConnectionRef } from './connections/connection.ts'

/** What this slice needs from others. They implement it; core/app puts it together. */

export const CALL_DESK = Symbol('CallDesk')
export const BUSY_TIMES = Symbol('BusyTimes')
export const FACT_SINKS = Symbol('FactSinks')

/** Answers while a caller waits. */
export interface CallDesk {
  inbound(connection: ConnectionRef, call: InboundCall): Promise<CallRouting>
  /** Never throws: whatever goes wrong becomes something speakable. */
  functionCall(connection: ConnectionRef, call: FunctionCall): Promise<unknown>
}

/** Keeps what calendars say is busy. */
export interface BusyTimes {
  /** The provider's ids of the calendars that are read over this connection. */
  calendarsOf(tx: Tx, connection: ConnectionRef): Promise<string[]>
  /**
   * In the transaction that also stores the checkpoint. `syncedAt` in epoch milliseconds of the business clock. Of a
   * complete page it gives what differs from what was known, if it is told what to compare.
   */
  save(
    tx: Tx,
    connection: ConnectionRef,
    page: { calendar: string; page: SyncPage; syncedAt: number; compare?: Comparison },
  ): Promise<Compared | undefined>
}

/** Epoch milliseconds: between which times, and before when the hub must have written what the page has to speak of. */
export interface Comparison {
  from: number
  to: number
  before: number
}

export interface Compared {
  drift: Drift
  /** Entries of the hub's that the page does not speak of: to be looked for, one by one. */
  missed: MissedEntry[]
}

export interface MissedEntry {
  entryId: string
  reference: string
  /** RFC 3339. */
  start: string
}

/** What a full comparison found. The words are the API's. */
export interface Drift {
  busy: DriftCount
  /** The hub's own. */
  entries: DriftCount
  sample: DriftItem[]
}

export interface DriftCount {
  missing_here: number
  missing_there: number
  different: number
}

export interface DriftItem {
  kind: 'busy' | 'entry'
  is: keyof DriftCount
  /** The provider's id, or the hub's own of an entry. */
  id: string
  known: { start: string; end: string } | null
  told: { start: string; end: string } | null
}

/** Acts on what a provider told. May be given the same fact twice; throws to be given it again. */
export interface FactSink {
  readonly handles: ReadonlyArray<ProviderFact['type']>
  /** `receivedAt` in epoch milliseconds. */
  accept(connection: ConnectionRef, fact: ProviderFact, receivedAt: number): Promise<void>
}
