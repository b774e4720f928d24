import { RetryLater } from '@askpro/plugin-sdk'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { Logger } from '../../platform/log/logger.ts'
import { type Connection, type ConnectionRef, type ConnectionState, retryDelay } from './connection.ts'
import { moveState } from './connection-repository.ts'
import type { ConnectionTasks } from './connection-tasks.ts'
import type { OAuthTokens } from './oauth-tokens.ts'

/** A connection as it was read before the call. */
export interface Watched {
  ref: ConnectionRef
  connection: Pick<Connection, 'state'>
}

export interface ConnectionHealthParts {
  database: Database
  clock: Clock
  log: Logger
  tokens: Pick<OAuthTokens, 'spend'>
  connectionTasks: ConnectionTasks
}

interface Trouble {
  /** In a row, as this process saw them. */
  failures: number
  /** Epoch milliseconds of the business clock: when it is looked at again. */
  at: number
}

/**
 * Turns typed failures of plugin calls into the connection's state. Logs once when a connection goes down and once
 * when it is back, not at every call.
 */
export class ConnectionHealth {
  readonly #database: Database
  readonly #clock: Clock
  readonly #log: Logger
  readonly #tokens: Pick<OAuthTokens, 'spend'>
  readonly #tasks: ConnectionTasks
  readonly #trouble = new Map<string, Trouble>()
  /** Connections that this process last saw in another state than ready. */
  readonly #down = new Set<string>()

  constructor({ database, clock, log, tokens, connectionTasks }: ConnectionHealthParts) {
    this.#database = database
    this.#clock = clock
    this.#log = log
    this.#tokens = tokens
    this.#tasks = connectionTasks
  }

  async watch<T>(watched: Watched, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work()
      await this.#noteSuccess(watched)
      return result
    } catch (error) {
      const failure = await this.weigh(watched.ref, error)
      await this.noteFailure(watched.ref, failure)
      throw failure
    }
  }

  /** The failure that counts: a refused access token is no refused consent. Everything else is given back as it is. */
  async weigh(ref: ConnectionRef, error: unknown): Promise<unknown> {
    if (!(error instanceof Error) || error.name !== 'ReauthRequired') return error
    if (!(await this.#tokens.spend(ref))) return error
    return new RetryLater(`${error.message} Another access token is asked for.`, {
      after: 1_000,
      cause: error,
    })
  }

  /** For calls whose success says nothing about the provider. */
  async noteFailure(ref: ConnectionRef, error: unknown): Promise<void> {
    const state = this.stateAfter(ref, error)
    if (state) await this.#note(ref, state)
  }

  /** Undefined where the provider is alive and understood: a refusal says nothing about the connection. */
  stateAfter(ref: ConnectionRef, error: unknown): ConnectionState | undefined {
    if (!(error instanceof Error)) return undefined
    if (error.name === 'ReauthRequired') return { is: 'needs_reauth', why: error.message }
    if (error.name === 'Misconfigured') {
      const field = 'field' in error ? String(error.field) : ''
      return { is: 'misconfigured', field, why: error.message }
    }
    return error.name === 'RetryLater' ? this.#retrying(ref, error) : undefined
  }

  async set(ref: ConnectionRef, state: ConnectionState): Promise<void> {
    const before = await this.#database.outside(() => this.#move(ref, state))
    if (state.is === 'ready') this.forget(ref.connectionId)
    else this.#down.add(ref.connectionId)
    if (before !== undefined && before !== state.is) this.#tell(ref, state, before)
  }

  #move(ref: ConnectionRef, state: ConnectionState): Promise<ConnectionState['is'] | undefined> {
    return this.#database.inTenant(ref.tenantId, async (tx) => {
      const moved = await moveState(tx, ref, state)
      if (moved) await this.#tasks.note(tx, ref, { plugin: moved.plugin, state })
      return moved?.before
    })
  }

  forget(connectionId: string): void {
    this.#trouble.delete(connectionId)
    this.#down.delete(connectionId)
  }

  /** Calls go well all day: nothing is written unless somebody may have seen it otherwise. */
  async #noteSuccess({ ref, connection }: Watched): Promise<void> {
    if (connection.state.is === 'ready' && !this.#down.has(ref.connectionId)) return
    await this.#note(ref, { is: 'ready' })
  }

  /** What the provider did or did not do stands, whether or not it can be written down. */
  async #note(ref: ConnectionRef, state: ConnectionState): Promise<void> {
    try {
      await this.set(ref, state)
    } catch (err) {
      this.#log.warn({ err, connection: ref.connectionId }, 'the state of a connection could not be stored')
    }
  }

  /** Of many calls that fail in one outage only the first makes the next look later. */
  #retrying({ connectionId }: ConnectionRef, error: Error): ConnectionState {
    const now = this.#clock.now()
    const known = this.#trouble.get(connectionId)
    const same = known !== undefined && known.at > now
    const failures = same ? known.failures : (known?.failures ?? 0) + 1
    const asked =
      'after' in error && typeof error.after === 'number' ? now + Math.ceil(error.after) : undefined
    const at = asked ?? (same ? known.at : now + retryDelay(failures - 1))
    this.#trouble.set(connectionId, { failures, at })
    return { is: 'retrying', at, why: error.message }
  }

  #tell({ connectionId }: ConnectionRef, { is }: ConnectionState, before: ConnectionState['is']): void {
    const fields = { connection: connectionId, state: is, before }
    if (is === 'ready') this.#log.info(fields, 'a connection works')
    else this.#log.warn(fields, 'a connection is in trouble')
  }
}
