import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { type Callback, type CallbackRow, findCallbacks, upsertCallback } from './callback-repository.ts'

/** Wishes to be called back, one per call and number however often the caller repeats it. */
export class CallbackService {
  readonly #database: Database
  readonly #clock: Clock

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database
    this.#clock = clock
  }

  /** Gives the callback's id. */
  note(tenantId: string, callback: Callback): Promise<string> {
    const at = new Date(this.#clock.now())
    return this.#database.inTenant(tenantId, (tx) => upsertCallback(tx, tenantId, { callback, at }))
  }

  /** The latest 200, newest first. */
  list(tenantId: string): Promise<CallbackRow[]> {
    return this.#database.inTenant(tenantId, (tx) => findCallbacks(tx, tenantId))
  }
}
