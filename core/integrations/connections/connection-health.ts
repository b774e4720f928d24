import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { Logger } from '../../platform/log/logger.ts'
import { type ConnectionRef, type ConnectionState, retryDelay } from './connection.ts'
import { updateConnectionState } from './connection-repository.ts'

/**
 * Turns typed failures of plugin calls into the connection's state. Logs once when a connection goes down and once
 * when it is back, not at every call.
 */
export class ConnectionHealth {
  readonly #database: Database
  readonly #clock: Clock
  readonly #log: Logger
  /** Failures in a row of this process. */
  readonly #failures = new Map<string, number>()
  readonly #known = new Map<string, ConnectionState['is']>()

  constructor({ database, clock, log }: { database: Database; clock: Clock; log: Logger }) {
    this.#database = database
    this.#clock = clock
    this.#log = log
  }

  async watch<T>(ref: ConnectionRef, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work()
      await this.set(ref, { is: 'ready' })
      return result
    } catch (error) {
      const state = this.stateAfter(ref, error)
      if (state) await this.set(ref, state)
      throw error
    }
  }

  /** Undefined where the provider is alive and understood: a refusal says nothing about the connection. */
  stateAfter(ref: ConnectionRef, error: unknown): ConnectionState | undefined {
    if (!(error instanceof Error)) return undefined
    if (error.name === 'ReauthRequired') return { is: 'needs_reauth', why: error.message }
    if (error.name === 'Misconfigured') {
      const field = 'field' in error ? String(error.field) : ''
      return { is: 'misconfigured', field, why: error.message }
    }
    if (error.name !== 'RetryLater') return undefined
    const failures = this.#failures.get(ref.connectionId) ?? 0
    this.#failures.set(ref.connectionId, failures + 1)
    const after = 'after' in error && typeof error.after === 'number' ? error.after : retryDelay(failures)
    return { is: 'retrying', at: this.#clock.now() + after, why: error.message }
  }

  async set(ref: ConnectionRef, state: ConnectionState): Promise<void> {
    if (state.is === 'ready') {
      this.#failures.delete(ref.connectionId)
      if (this.#known.get(ref.connectionId) === 'ready') return
    }
    const touched = await this.#database.outside(() =>
      this.#database.inTenant(ref.tenantId, (tx) => updateConnectionState(tx, ref, state)),
    )
    if (touched > 0 && this.#known.get(ref.connectionId) !== state.is) {
      this.#log.warn({ connection: ref.connectionId, state: state.is }, 'the connection changed its state')
    }
    this.#known.set(ref.connectionId, state.is)
  }
}
