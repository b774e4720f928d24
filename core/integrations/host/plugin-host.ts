import { type Capability, type LimitsManifest, Misconfigured, type PluginContext } from '@askpro/plugin-sdk'
import type { Clock } from '../../platform/clock.ts'
import type { SecretBox } from '../../platform/crypto/secret-box.ts'
import type { Database } from '../../platform/db/database.ts'
import type { Logger } from '../../platform/log/logger.ts'
import type { LoadedPlugin } from '../catalog/catalog-entry.ts'
import type { PluginCatalog } from '../catalog/plugin-catalog.ts'
import type { Connection, ConnectionRef } from '../connections/connection.ts'
import { findConnection } from '../connections/connection-repository.ts'
import { connectionStore } from '../connections/connection-store.ts'
import type { ConnectionTally } from '../connections/connection-tally.ts'
import { requireReadable } from '../connections/lost-secrets.ts'
import type { OAuthTokens } from '../connections/oauth-tokens.ts'
import { openSecrets } from '../connections/sealed-settings.ts'
import { type BreakerState, CircuitBreaker } from '../outbound/circuit-breaker.ts'
import type { WireShares } from '../outbound/connection-share.ts'
import { type AllowedHosts, hostKey } from '../outbound/host-allow-list.ts'
import { OutboundFetch } from '../outbound/outbound-fetch.ts'
import type { WireStanding } from '../outbound/wire-standing.ts'
import { knownWatches } from '../watches/watch-secret.ts'
import { ConnectionGone } from './connection-gone.ts'
import { pluginLog } from './plugin-log.ts'

export interface HostParts {
  database: Database
  box: SecretBox
  catalog: PluginCatalog
  tokens: OAuthTokens
  clock: Clock
  log: Logger
  /** Address of the hub as providers see it, without a slash at the end. */
  publicUrl: () => string
  /** `host:port` of private addresses that the operator opened. */
  opened: ReadonlySet<string>
  /** `gone`: the connection was removed or begins anew, and so has no breaker any more. */
  onBreaker?: (connectionId: string, state: BreakerState | 'gone') => void
  /** Counts requests to providers. */
  tally?: Pick<ConnectionTally, 'note'> | undefined
  /** Where there is Redis: what the processes of the hub share of their connections. */
  shares?: Pick<WireShares, 'of'> | undefined
}

/** A plugin together with one connection's context: what a call into plugin code needs. */
export interface BoundPlugin {
  ref: ConnectionRef
  connection: Connection
  loaded: LoadedPlugin
  ctx: PluginContext
}

export interface Binding {
  background?: boolean | undefined
}

type Settings = Record<string, unknown>

interface Wire {
  breaker: CircuitBreaker
  outbound: OutboundFetch
}

/** The only place that builds contexts for plugin code. One breaker and one wire per connection and process. */
export class PluginHost {
  readonly #parts: HostParts
  readonly #wires = new Map<string, Wire>()

  constructor(parts: HostParts) {
    this.#parts = parts
  }

  /**
   * Reads the connection afresh: a change of its settings counts from the next call on. Throws ConnectionGone where
   * there is none, Misconfigured where its plugin cannot be used, ReauthRequired where its secrets were sealed under
   * a master key that is lost. What can wait binds for the `background`: its calls leave a share of what the provider
   * allows to bookings and to whoever waits for an answer.
   */
  async bind(ref: ConnectionRef, { background = false }: Binding = {}): Promise<BoundPlugin> {
    const connection = await this.#parts.database.inTenant(ref.tenantId, (tx) => findConnection(tx, ref))
    if (!connection) {
      // Removed by another process: what this one remembers of it goes too.
      this.forget(ref.connectionId)
      throw new ConnectionGone()
    }
    requireReadable(this.#parts.box, connection.secrets)
    const settings = { ...connection.settings, ...openSecrets(this.#parts.box, ref, connection.secrets) }
    return this.#bound(connection, settings, { outbound: this.#wireOf(connection).outbound, background })
  }

  /**
   * With settings that are not stored yet, over a wire of their own: what became of the calls to an old address says
   * nothing about a new one.
   */
  async tryOut<T>(
    connection: Connection,
    settings: Settings,
    work: (bound: BoundPlugin) => Promise<T>,
  ): Promise<T> {
    const outbound = new OutboundFetch({ breaker: new CircuitBreaker(), limits: this.#limitsOf(connection) })
    try {
      return await work(this.#bound(connection, settings, { outbound }))
    } finally {
      await outbound.close()
    }
  }

  /** Whether the connection's plugin is loaded and can do that. */
  offers({ plugin }: Connection, capability: Capability): boolean {
    return this.#parts.catalog.find(plugin)?.plugin[capability] !== undefined
  }

  breakerOf(connectionId: string): BreakerState {
    return this.#wires.get(connectionId)?.breaker.state ?? 'closed'
  }

  /** Whether the hub calls out for the connection just now. */
  standingOf(connection: Connection): Promise<WireStanding> {
    return this.#wireOf(connection).outbound.standing()
  }

  /** Starts anew with a connection that was removed or got other settings; calls under way end on the old wire. */
  forget(connectionId: string): void {
    this.#parts.shares?.of(connectionId).forget()
    if (this.#wires.delete(connectionId)) this.#parts.onBreaker?.(connectionId, 'gone')
  }

  async close(): Promise<void> {
    await Promise.all([...this.#wires.values()].map(({ outbound }) => outbound.close()))
    this.#wires.clear()
  }

  #bound(
    connection: Connection,
    settings: Settings,
    { outbound, background = false }: Binding & { outbound: OutboundFetch },
  ): BoundPlugin {
    const loaded = this.#loaded(connection.plugin)
    const ref = { tenantId: connection.tenantId, connectionId: connection.id }
    const { database, box, tokens, clock, publicUrl, log } = this.#parts
    const fetch = outbound.to(this.#allowed(loaded, settings), { background })
    const ctx: PluginContext = {
      connectionId: ref.connectionId,
      settings,
      fetch,
      accessToken: () => tokens.accessToken(ref, { loaded, settings, fetch }),
      hookUrl: (hook) => `${publicUrl()}/hooks/${ref.connectionId}/${hook}`,
      watches: (name) => knownWatches({ database, box }, ref, name),
      store: connectionStore(database, ref),
      log: pluginLog(log, { plugin: loaded.id, connection: ref.connectionId }),
      now: () => clock.now(),
    }
    return { ref, connection, loaded, ctx }
  }

  /** Nothing of an admin's or a caller's making: whoever has work for the plugin keeps it until it is back. */
  #loaded(id: string): LoadedPlugin {
    const { catalog } = this.#parts
    const loaded = catalog.find(id)
    if (loaded) return loaded
    throw new Misconfigured('plugin', catalog.complaintAbout(id))
  }

  #limitsOf({ plugin }: Connection): LimitsManifest | undefined {
    return this.#parts.catalog.find(plugin)?.manifest.limits
  }

  #wireOf(connection: Connection): Wire {
    const { id: connectionId } = connection
    const known = this.#wires.get(connectionId)
    if (known) return known
    const breaker = new CircuitBreaker({
      // A call that was under way when its connection went must not bring the label back.
      onChange: (state) => {
        if (this.#wires.get(connectionId)?.breaker === breaker) this.#parts.onBreaker?.(connectionId, state)
      },
    })
    const limits = this.#limitsOf(connection)
    const share = this.#parts.shares?.of(connectionId)
    const ref = { tenantId: connection.tenantId, connectionId }
    const onCall = (wentWell: boolean) => this.#parts.tally?.note(ref, wentWell)
    const wire = { breaker, outbound: new OutboundFetch({ breaker, limits, share, onCall }) }
    this.#wires.set(connectionId, wire)
    return wire
  }

  #allowed({ manifest, settings: schema }: LoadedPlugin, settings: Settings): AllowedHosts {
    const typedIn = schema.hosts.flatMap((name): Array<[string, string]> => {
      const value = settings[name]
      return typeof value === 'string' && URL.canParse(value) ? [[hostKey(new URL(value)), name]] : []
    })
    const { auth, hosts } = manifest
    const ofAuth = auth.kind === 'oauth2' ? [auth.token_url, auth.revoke_url ?? auth.token_url] : []
    return {
      declared: [...hosts, ...ofAuth.map((address) => new URL(address).hostname)],
      configured: new Map(typedIn),
      opened: this.#parts.opened,
    }
  }
}
