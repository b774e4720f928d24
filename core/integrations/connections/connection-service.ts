import { RetryLater } from '@askpro/plugin-sdk'
import type { Clock } from '../../platform/clock.ts'
import type { SecretBox } from '../../platform/crypto/secret-box.ts'
import type { Database } from '../../platform/db/database.ts'
import { sqlState } from '../../platform/db/database-problem.ts'
import { RecentReads } from '../../platform/db/recent-reads.ts'
import type { Tx } from '../../platform/db/tx.ts'
import { HubError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import type { JobSink, JobWaker } from '../../platform/jobs/job.ts'
import { versionConflict } from '../../platform/version-conflict.ts'
import type { PluginCatalog } from '../catalog/plugin-catalog.ts'
import { ConnectionGone } from '../host/connection-gone.ts'
import type { PluginHost } from '../host/plugin-host.ts'
import type { Farewells } from '../watches/farewells.ts'
import { tendJob } from '../watches/watch-jobs.ts'
import { type Connection, type ConnectionRef, type ConnectionState, isUsable, whyNot } from './connection.ts'
import type { ConnectionHealth } from './connection-health.ts'
import { ConnectionProof, refusedSettings, validSettings } from './connection-proof.ts'
import {
  type ConnectionChange,
  deleteConnection,
  findConnection,
  findConnections,
  insertConnection,
  type SealedConnection,
  updateConnection,
  withoutSealed,
} from './connection-repository.ts'
import type { ConnectionTasks } from './connection-tasks.ts'
import type { OAuthWithdrawal } from './oauth-withdrawal.ts'
import { knownSecrets, sealSecrets, splitSettings } from './sealed-settings.ts'
import { ENTER_AGAIN, leadsElsewhere } from './secrets-elsewhere.ts'
import { wakeAgainJob } from './wake-again.ts'

type Settings = Record<string, unknown>

export interface NewConnection {
  plugin: string
  name: string
  settings: Settings
  shared?: boolean | undefined
}

export interface ConnectionUpdate {
  name?: string | undefined
  /** Only what changes: a setting that is not sent stays, null takes one away. */
  settings?: Settings | undefined
  shared?: boolean | undefined
  /** The operator's own doing, not an admin's: the stored secrets go along to another address. */
  secretsMove?: boolean | undefined
  /** Of the connection as the admin saw it. */
  version?: number | undefined
}

export interface ConnectionServiceParts {
  database: Database
  catalog: PluginCatalog
  host: PluginHost
  health: ConnectionHealth
  withdrawal: OAuthWithdrawal
  farewells: Farewells
  connectionTasks: ConnectionTasks
  jobs: JobSink & JobWaker
  box: SecretBox
  clock: Clock
  /** Milliseconds that hooks go by what they read of their connection; see `RecentReads`. */
  hooksRecent?: number
}

/**
 * Connections as admins see them. Settings are proven before they are saved: a definite refusal (wrong key, wrong
 * setting) blocks the save, while an outage saves as `retrying`, since it is not the admin's fault.
 */
export class ConnectionService {
  readonly #parts: ConnectionServiceParts
  readonly #proof: ConnectionProof

  constructor(parts: ConnectionServiceParts) {
    this.#parts = parts
    this.#proof = new ConnectionProof(parts)
  }

  async create(tenantId: string, wanted: NewConnection): Promise<Connection> {
    const { catalog, database, box } = this.#parts
    const loaded = catalog.get(wanted.plugin)
    const settings = validSettings(loaded.settings, wanted.settings)
    const { open, secret } = splitSettings(loaded.settings, settings)
    const ref = { tenantId, connectionId: newId() }
    const connection: SealedConnection = {
      id: ref.connectionId,
      tenantId,
      plugin: loaded.id,
      name: wanted.name,
      settings: open,
      secrets: sealSecrets(box, ref, secret),
      tokens: null,
      shared: wanted.shared ?? false,
      state: { is: 'connecting' },
      version: 1,
    }
    if (loaded.manifest.auth.kind === 'key') connection.state = await this.#proof.prove(connection, settings)
    await database.inTenant(tenantId, async (tx) => {
      await insertConnection(tx, connection, this.#now())
      await this.#parts.connectionTasks.note(tx, ref, connection)
      await this.#tendWatches(tx, ref, { plugin: loaded.id, slot: 'version-1' })
    })
    return withoutSealed(connection)
  }

  async update(ref: ConnectionRef, wanted: ConnectionUpdate): Promise<Connection> {
    const { name, shared, settings, secretsMove = false, version } = wanted
    const before = await this.#sealed(ref)
    if (version !== undefined && version !== before.version)
      throw versionConflict('connection', before.version)
    await this.#write(before, {
      ...(name === undefined ? {} : { name }),
      ...(shared === undefined ? {} : { shared }),
      ...(settings === undefined ? {} : await this.#proven(before, settings, secretsMove)),
    })
    if (settings !== undefined) this.#startAnew(ref)
    return this.get(ref)
  }

  async get(ref: ConnectionRef): Promise<Connection> {
    return withoutSealed(await this.#sealed(ref))
  }

  async list(tenantId: string): Promise<Connection[]> {
    const { database } = this.#parts
    const connections = await database.inTenant(tenantId, (tx) => findConnections(tx, tenantId))
    return connections.map(withoutSealed)
  }

  /** As `list`, outside of whatever transaction is open: an agency's connections while a client is acted for. */
  listAs(ownerId: string): Promise<Connection[]> {
    return this.#parts.database.outside(() => this.list(ownerId))
  }

  /** Tries the settings against the provider now and stores what came of it. */
  async check(ref: ConnectionRef): Promise<Connection> {
    const { host, health } = this.#parts
    const bound = await host.bind(ref)
    if (bound.connection.state.is === 'disabled') {
      throw new HubError('conflict', { detail: 'The connection is switched off: enable it first.' })
    }
    await health.set(ref, await this.#proof.outcomeOf(bound))
    const { database, clock } = this.#parts
    const told = { plugin: bound.loaded.id, slot: `check-${clock.now()}` }
    await database.inTenant(ref.tenantId, (tx) => this.#tendWatches(tx, ref, told))
    const after = await this.get(ref)
    await this.#wake(ref, bound.connection.state, after.state)
    return after
  }

  /** A look at a connection in trouble whose time has come. What a check cannot make sense of is looked at once more. */
  async lookAgain(ref: ConnectionRef): Promise<Connection> {
    const { host, health } = this.#parts
    const bound = await host.bind(ref)
    if (bound.connection.state.is !== 'retrying') return this.get(ref)
    const state = await this.#proof.outcomeOf(bound)
    const next = state.is === 'failed' ? health.stateAfter(ref, new RetryLater(state.why)) : state
    await health.set(ref, next ?? state)
    return this.get(ref)
  }

  async disable(ref: ConnectionRef): Promise<Connection> {
    await this.#write(await this.#sealed(ref), { state: { is: 'disabled' } })
    this.#startAnew(ref)
    return this.get(ref)
  }

  async enable(ref: ConnectionRef): Promise<Connection> {
    const before = await this.#sealed(ref)
    if (before.state.is !== 'disabled') return withoutSealed(before)
    const state = await this.#proof.outcomeOf(await this.#parts.host.bind(ref))
    await this.#write(before, { state })
    return this.get(ref)
  }

  /** The hub forgets it at once; the provider is told once, or by a job where it was asked to tell of changes. */
  async remove(ref: ConnectionRef): Promise<void> {
    const { database, withdrawal, farewells, connectionTasks } = this.#parts
    const withdraw = await withdrawal.prepare(ref)
    const { touched, later } = await database
      .inTenant(ref.tenantId, async (tx) => {
        tx.afterCommit(this.#outlived)
        const prepared = await farewells.prepare(tx, ref)
        await connectionTasks.settle(tx, ref)
        return { touched: await deleteConnection(tx, ref), later: prepared }
      })
      .catch(inUse)
    if (touched === 0) throw new ConnectionGone()
    // What has to be closed there first needs the consent.
    if (!later) await withdraw()
    this.#startAnew(ref)
  }

  async #proven(before: SealedConnection, sent: Settings, secretsMove: boolean): Promise<ConnectionChange> {
    const { catalog, box } = this.#parts
    const { settings: schema, manifest } = catalog.get(before.plugin)
    const ref = { tenantId: before.tenantId, connectionId: before.id }
    const known = knownSecrets(box, ref, before.secrets)
    const merged = Object.entries({ ...before.settings, ...known, ...sent }).filter(
      ([, value]) => value !== null,
    )
    const settings = validSettings(schema, Object.fromEntries(merged))
    const moves = !secretsMove && leadsElsewhere(schema, before.settings, settings)
    if (moves) requireAgain(Object.keys(known).filter((name) => !(name in sent)))
    const { open, secret } = splitSettings(schema, settings)
    const change = {
      settings: open,
      secrets: sealSecrets(box, ref, secret),
      ...(moves ? { tokens: null } : {}),
    }
    if (before.state.is === 'disabled') return change
    // Without consent there is nothing to prove with.
    const isConsented = before.tokens !== null && !moves
    if (manifest.auth.kind === 'key' || isConsented)
      return { ...change, state: await this.#proof.prove(before, settings) }
    return { ...change, ...(moves ? { state: { is: 'connecting' as const } } : {}) }
  }

  #startAnew({ connectionId }: ConnectionRef): void {
    this.#parts.health.forget(connectionId)
    this.#parts.host.forget(connectionId)
  }

  async #sealed(ref: ConnectionRef): Promise<SealedConnection> {
    const { database } = this.#parts
    const connection = await database.inTenant(ref.tenantId, (tx) => findConnection(tx, ref))
    if (!connection) throw new ConnectionGone()
    return connection
  }

  /** Once it resolves the hooks of every process go by the change. */
  async #write(before: SealedConnection, change: ConnectionChange): Promise<void> {
    const { tenantId, id, plugin, version } = before
    const { database, connectionTasks } = this.#parts
    const ref = { tenantId, connectionId: id }
    const update = { change, version, at: this.#now() }
    const { state } = change
    const touched = await database.inTenant(tenantId, async (tx) => {
      tx.afterCommit(this.#outlived)
      tx.afterCommit(() => this.#wake(ref, before.state, change.state ?? before.state))
      await this.#tendWatches(tx, ref, { plugin, slot: `version-${version + 1}` })
      const changed = await updateConnection(tx, ref, update)
      if (changed > 0 && state) await connectionTasks.note(tx, ref, { plugin, state })
      return changed
    })
    if (touched === 0) throw versionConflict('connection', (await this.#sealed(ref)).version)
  }

  /** At once, not at the next turn. */
  async #tendWatches(
    tx: Tx,
    ref: ConnectionRef,
    { plugin, slot }: { plugin: string; slot: string },
  ): Promise<void> {
    const { catalog, jobs } = this.#parts
    if (catalog.find(plugin)?.manifest.watches?.length) await jobs.add(tx, [tendJob(ref, slot)])
  }

  /** Work that waited for somebody to do something about the connection goes on at once. */
  async #wake(ref: ConnectionRef, before: ConnectionState, after: ConnectionState): Promise<void> {
    if (isUsable({ state: before }) || !isUsable({ state: after })) return
    const { database, jobs, clock } = this.#parts
    const why = whyNot(before)
    await database.outside(() =>
      database.asCourier(async (tx) => {
        await jobs.wake(tx, why)
        await jobs.add(tx, [wakeAgainJob(ref, why, clock.now())])
      }),
    )
  }

  readonly #outlived = () => RecentReads.outlived(this.#parts.hooksRecent)

  #now(): Date {
    return new Date(this.#parts.clock.now())
  }
}

function requireAgain(names: readonly string[]): void {
  if (names.length > 0) throw refusedSettings(names.map((field) => ({ field, message: ENTER_AGAIN })))
}

/** What was made at the provider over it could be taken away by nobody any more. */
function inUse(error: unknown): never {
  if (sqlState(error) !== '23503') throw error
  throw new HubError('conflict', { detail: 'Voice agents stand at the provider over it: remove them first.' })
}
