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
  /** In the transaction that also stores the checkpoint. `syncedAt` in epoch milliseconds of the business clock. */
  save(
    tx: Tx,
    connection: ConnectionRef,
    page: { calendar: string; page: SyncPage; syncedAt: number },
  ): Promise<void>
}

/** Acts on what a provider told. May be given the same fact twice; throws to be given it again. */
export interface FactSink {
  readonly handles: ReadonlyArray<ProviderFact['type']>
  /** `receivedAt` in epoch milliseconds. */
  accept(connection: ConnectionRef, fact: ProviderFact, receivedAt: number): Promise<void>
}
