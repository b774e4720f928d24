import type { PluginContext } from '@askpro/plugin-sdk'
import type { Clock } from '../../platform/clock.ts'
import type { SecretBox } from '../../platform/crypto/secret-box.ts'
import type { Database } from '../../platform/db/database.ts'
import { HubError } from '../../platform/errors.ts'
import type { Logger } from '../../platform/log/logger.ts'
import type { LoadedPlugin } from '../catalog/catalog-entry.ts'
import type { PluginCatalog } from '../catalog/plugin-catalog.ts'
import type { Connection, ConnectionRef } from '../connections/connection.ts'
import { findConnection, type SealedConnection } from '../connections/connection-repository.ts'
import { connectionStore } from '../connections/connection-store.ts'
import type { OAuthTokens } from '../connections/oauth-tokens.ts'
import { openSecrets } from '../connections/sealed-settings.ts'
import { type BreakerState, CircuitBreaker } from '../outbound/circuit-breaker.ts'
import { type AllowedHosts, hostKey } from '../outbound/host-allow-list.ts'
import { OutboundFetch } from '../outbound/outbound-fetch.ts'

export interface HostParts {
  database: Database
  box: SecretBox
  catalog: PluginCatalog
  tokens: OAuthTokens
  clock: Clock
  log: Logger
  /** Address of the hub as providers see it, without a final slash. */
  publicUrl: () => string
  /** `host:port` of private addresses that the operator opened. */
  opened: ReadonlySet<string>
  onBreaker?: (connectionId: string, state: BreakerState) => void
}

/** A plugin together with one connection's context: what a call into plugin code needs. */
export interface BoundPlugin {
  ref: ConnectionRef
  connection: Connection
  loaded: LoadedPlugin
  ctx: PluginContext
}

interface Wire {
  breaker: CircuitBreaker
  outbound: OutboundFetch
  hosts: AllowedHosts
}

/** The only place that builds contexts for plugin code. One breaker and one wire per connection and process. */
export class PluginHost {
  readonly #parts: HostParts
  readonly #wires = new Map<
    string,
    { breaker: CircuitBreaker; outbound: OutboundFetch; hosts: AllowedHosts }
  >()

  constructor(parts: HostParts) {
    this.#parts = parts
  }

  /** Reads the connection afresh: a change of its settings counts from the next call on. */
  async bind(ref: ConnectionRef): Promise<BoundPlugin> {
    const connection = await this.#parts.database.inTenant(ref.tenantId, (tx) => findConnection(tx, ref))
    if (!connection) throw new HubError('not_found')
    const secret = openSecrets(this.#parts.box, ref, connection.secrets)
    return this.bindTo(connection, { ...connection.settings, ...secret })
  }

  /** With settings that are not stored (yet): for the check before a save. */
  bindTo(connection: Connection | SealedConnection, settings: Record<string, unknown>): BoundPlugin {
    const loaded = this.#parts.catalog.get(connection.plugin)
    const ref = { tenantId: connection.tenantId, connectionId: connection.id }
    return { ref, connection, loaded, ctx: this.#context(ref, loaded, settings) }
  }

  breakerOf(connectionId: string): BreakerState {
    return this.#wires.get(connectionId)?.breaker.state ?? 'closed'
  }

  async close(): Promise<void> {
    await Promise.all([...this.#wires.values()].map(({ outbound }) => outbound.close()))
    this.#wires.clear()
  }

  #context(ref: ConnectionRef, loaded: LoadedPlugin, settings: Record<string, unknown>): PluginContext {
    const { database, tokens, clock, publicUrl } = this.#parts
    const outbound = this.#wireOf(ref, this.#allowed(loaded, settings))
    return {
      connectionId: ref.connectionId,
      settings,
      fetch: outbound.fetch,
      accessToken: () => tokens.accessToken(ref, { loaded, settings, fetch: outbound.fetch }),
      hookUrl: (hook) => `${publicUrl()}/hooks/${ref.connectionId}/${hook}`,
      store: connectionStore(database, ref),
      log: this.#parts.log,
      now: () => clock.now(),
    }
  }

  #wireOf(ref: ConnectionRef, hosts: AllowedHosts): OutboundFetch {
    const known = this.#wires.get(ref.connectionId)
    if (known) {
      known.hosts = hosts
      return known.outbound
    }
    const onChange = (state: BreakerState) => this.#parts.onBreaker?.(ref.connectionId, state)
    const breaker = new CircuitBreaker({ onChange })
    const wire: Wire = { breaker, hosts, outbound: new OutboundFetch({ breaker, hosts: () => wire.hosts }) }
    this.#wires.set(ref.connectionId, wire)
    return wire.outbound
  }

  #allowed({ manifest, settings: schema }: LoadedPlugin, settings: Record<string, unknown>): AllowedHosts {
    const typedIn = schema.hosts.flatMap((name): Array<[string, string]> => {
      const value = settings[name]
      return typeof value === 'string' && URL.canParse(value) ? [[hostKey(new URL(value)), name]] : []
    })
    return { declared: manifest.hosts, configured: new Map(typedIn), opened: this.#parts.opened }
  }
}
