import type { Clock } from '../../platform/clock.ts'
import type { SecretBox } from '../../platform/crypto/secret-box.ts'
import type { Database } from '../../platform/db/database.ts'
import { HubError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import type { PluginCatalog } from '../catalog/plugin-catalog.ts'
import type { SettingsSchema } from '../catalog/settings-schema.ts'
import type { PluginHost } from '../host/plugin-host.ts'
import type { Connection, ConnectionRef, ConnectionState } from './connection.ts'
import type { ConnectionHealth } from './connection-health.ts'
import {
  deleteConnection,
  findConnection,
  findConnections,
  insertConnection,
  type SealedConnection,
  updateConnection,
} from './connection-repository.ts'
import { openSecrets, sealSecrets, splitSettings } from './sealed-settings.ts'

type Settings = Record<string, unknown>

export interface NewConnection {
  plugin: string
  name: string
  settings: Settings
  shared?: boolean | undefined
}

export interface ConnectionUpdate {
  name?: string | undefined
  /** Only what changes; a secret that is not sent stays. */
  settings?: Settings | undefined
  shared?: boolean | undefined
}

export interface ConnectionServiceParts {
  database: Database
  catalog: PluginCatalog
  host: PluginHost
  health: ConnectionHealth
  box: SecretBox
  clock: Clock
}

/**
 * Connections as admins see them. Settings are proven before they are saved: a definite refusal (wrong key, wrong
 * setting) blocks the save, while an outage saves as `retrying`, since it is not the admin's fault.
 */
export class ConnectionService {
  readonly #parts: ConnectionServiceParts

  constructor(parts: ConnectionServiceParts) {
    this.#parts = parts
  }

  async create(tenantId: string, wanted: NewConnection): Promise<Connection> {
    const { catalog, database, box } = this.#parts
    const loaded = catalog.get(wanted.plugin)
    const settings = { ...wanted.settings }
    requireValid(loaded.settings, settings)
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
    if (loaded.manifest.auth.kind === 'key') connection.state = await this.#prove(connection, settings)
    await database.inTenant(tenantId, (tx) => insertConnection(tx, connection, this.#now()))
    return connection
  }

  async update(ref: ConnectionRef, wanted: ConnectionUpdate): Promise<Connection> {
    const before = await this.#sealed(ref)
    const { settings: schema, manifest } = this.#parts.catalog.get(before.plugin)
    const settings = {
      ...before.settings,
      ...openSecrets(this.#parts.box, ref, before.secrets),
      ...wanted.settings,
    }
    requireValid(schema, settings)
    const { open, secret } = splitSettings(schema, settings)
    const proven =
      wanted.settings !== undefined && manifest.auth.kind === 'key' && before.state.is !== 'disabled'
    const change = {
      ...(wanted.name === undefined ? {} : { name: wanted.name }),
      ...(wanted.shared === undefined ? {} : { shared: wanted.shared }),
      settings: open,
      secrets: sealSecrets(this.#parts.box, ref, secret),
      ...(proven ? { state: await this.#prove(before, settings) } : {}),
    }
    await this.#write(ref, change)
    return this.get(ref)
  }

  get(ref: ConnectionRef): Promise<Connection> {
    return this.#sealed(ref)
  }

  list(tenantId: string): Promise<Connection[]> {
    return this.#parts.database.inTenant(tenantId, (tx) => findConnections(tx, tenantId))
  }

  /** Tries the settings against the provider now and stores what came of it. */
  async check(ref: ConnectionRef): Promise<Connection> {
    const bound = await this.#parts.host.bind(ref)
    if (bound.connection.state.is === 'disabled') {
      throw new HubError('conflict', { detail: 'The connection is switched off: enable it first.' })
    }
    const state = await this.#outcome(ref, () => bound.loaded.plugin.check(bound.ctx))
    await this.#write(ref, { state })
    return this.get(ref)
  }

  async disable(ref: ConnectionRef): Promise<Connection> {
    await this.#sealed(ref)
    await this.#write(ref, { state: { is: 'disabled' } })
    return this.get(ref)
  }

  async enable(ref: ConnectionRef): Promise<Connection> {
    const { state } = await this.#sealed(ref)
    if (state.is !== 'disabled') return this.get(ref)
    await this.#write(ref, { state: { is: 'connecting' } })
    return this.check(ref)
  }

  async remove(ref: ConnectionRef): Promise<void> {
    const { database } = this.#parts
    const touched = await database.inTenant(ref.tenantId, (tx) => deleteConnection(tx, ref))
    if (touched === 0) throw new HubError('not_found')
  }

  async #prove(connection: SealedConnection, settings: Settings): Promise<ConnectionState> {
    const ref = { tenantId: connection.tenantId, connectionId: connection.id }
    const bound = this.#parts.host.bindTo(connection, settings)
    const state = await this.#outcome(ref, () => bound.loaded.plugin.check(bound.ctx))
    if (state.is === 'misconfigured') throw refused([{ field: state.field, message: state.why }])
    if (state.is === 'needs_reauth') throw refused([{ field: 'settings', message: state.why }])
    return state
  }

  async #outcome(ref: ConnectionRef, check: () => Promise<void>): Promise<ConnectionState> {
    try {
      await check()
      return { is: 'ready' }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      return this.#parts.health.stateAfter(ref, error) ?? { is: 'failed', why }
    }
  }

  async #sealed(ref: ConnectionRef): Promise<SealedConnection> {
    const { database } = this.#parts
    const connection = await database.inTenant(ref.tenantId, (tx) => findConnection(tx, ref))
    if (!connection) throw new HubError('not_found')
    return connection
  }

  #write(ref: ConnectionRef, change: Parameters<typeof updateConnection>[2]['change']): Promise<number> {
    const { database } = this.#parts
    return database.inTenant(ref.tenantId, (tx) => updateConnection(tx, ref, { change, at: this.#now() }))
  }

  #now(): Date {
    return new Date(this.#parts.clock.now())
  }
}

function requireValid(schema: SettingsSchema, settings: Settings): void {
  const issues = schema.check(settings)
  if (issues.length > 0) throw refused(issues)
}

function refused(issues: Array<{ field: string; message: string }>): HubError {
  const errors = issues.map(({ field, message }) => ({ path: `/settings/${field}`, message }))
  const detail = issues.map(({ field, message }) => `${field}: ${message}`).join('; ')
  return new HubError('invalid', { detail, extra: { errors } })
}
