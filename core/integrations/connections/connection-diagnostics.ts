import { createHash } from 'node:crypto'
import type { Clock } from '../../platform/clock.ts'
import type { SecretBox } from '../../platform/crypto/secret-box.ts'
import type { Database } from '../../platform/db/database.ts'
import { HubError } from '../../platform/errors.ts'
import { redact } from '../../platform/log/redact.ts'
import type { PluginCatalog } from '../catalog/plugin-catalog.ts'
import type { PluginHost } from '../host/plugin-host.ts'
import { findRejections } from '../webhooks/rejection-repository.ts'
import type { ConnectionRef } from './connection.ts'
import { findConnection, type SealedConnection } from './connection-repository.ts'
import { countDeliveries, findFailedJobs, findSyncFacts } from './diagnostics-repository.ts'
import { knownSecrets } from './sealed-settings.ts'

export interface ConnectionDiagnosticsParts {
  database: Database
  catalog: PluginCatalog
  host: PluginHost
  box: SecretBox
  clock: Clock
  /** Of the hub. */
  version: string
}

const FAILED_JOBS = 20
/** A secret that is shorter would take ordinary words with it. */
const SHORTEST_SECRET = 6

/**
 * All that says how a connection does, to be handed to whoever helps: without secrets, whatever text they turned up in,
 * and without what a log must not hold. Calendars are named by a hash, since their ids are often addresses.
 */
export class ConnectionDiagnostics {
  readonly #parts: ConnectionDiagnosticsParts

  constructor(parts: ConnectionDiagnosticsParts) {
    this.#parts = parts
  }

  /** Plain JSON. Throws `not_found`. */
  async of(ref: ConnectionRef): Promise<Record<string, unknown>> {
    const { database, clock, version } = this.#parts
    const found = await database.inTenant(ref.tenantId, async (tx) => {
      const connection = await findConnection(tx, ref)
      if (!connection) throw new HubError('not_found')
      const [syncs, deliveries, rejected, failed] = await Promise.all([
        findSyncFacts(tx, ref),
        countDeliveries(tx, ref),
        findRejections(tx, ref),
        findFailedJobs(tx, ref, FAILED_JOBS),
      ])
      return { connection, syncs, deliveries, rejected, failed }
    })
    const { connection, syncs, deliveries, rejected, failed } = found
    const document = {
      generated_at: new Date(clock.now()),
      hub: { version, node: process.version },
      plugin: this.#plugin(connection.plugin),
      connection: this.#connection(connection),
      syncs: syncs.map((sync) => ({ ...sync, calendar: nameless(sync.calendar) })),
      deliveries,
      rejected_deliveries: rejected.map(({ hook, why, count, lastAt }) => ({
        hook,
        why,
        count,
        last_at: new Date(lastAt),
      })),
      failed_jobs: failed,
    }
    return withoutSecrets(document, this.#secretsOf(connection, ref))
  }

  #plugin(id: string) {
    const entry = this.#parts.catalog.list().find((one) => one.id === id)
    if (!entry) return { id, state: 'missing' }
    if (entry.state !== 'loaded') return { id, state: entry.state, reason: entry.reason }
    return { id, state: entry.state, manifest: entry.manifest }
  }

  #connection({ id, plugin, settings, state, shared, version, tokens, secrets }: SealedConnection) {
    const marked = this.#parts.catalog.find(plugin)?.settings.secrets ?? new Set<string>()
    const open = Object.entries(settings).filter(([name]) => !marked.has(name))
    return {
      id,
      plugin,
      state,
      shared,
      version,
      breaker: this.#parts.host.breakerOf(id),
      settings: redact(Object.fromEntries(open)),
      authorized: tokens !== null,
      secrets_readable: this.#parts.box.sealed(secrets),
    }
  }

  #secretsOf(connection: SealedConnection, ref: ConnectionRef): string[] {
    const values = Object.values(knownSecrets(this.#parts.box, ref, connection.secrets))
    return values.filter(
      (value): value is string => typeof value === 'string' && value.length >= SHORTEST_SECRET,
    )
  }
}

const nameless = (calendar: string): string =>
  createHash('sha256').update(calendar).digest('hex').slice(0, 12)

/** In the form that JSON gives them as well. */
function withoutSecrets(document: object, secrets: readonly string[]): Record<string, unknown> {
  const texts = secrets.map((secret) => JSON.stringify(secret).slice(1, -1))
  const text = texts.reduce((all, secret) => all.replaceAll(secret, '[redacted]'), JSON.stringify(document))
  return JSON.parse(text) as Record<string, unknown>
}
