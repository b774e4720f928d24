import { createHash } from 'node:crypto'
import type { ProviderFact, RawRequest } from '@askpro/plugin-sdk'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import { GatheredWrites } from '../../platform/db/gathered-writes.ts'
import { newId } from '../../platform/ids.ts'
import type { JobHandler, JobOutcome, JobRun } from '../../platform/jobs/job.ts'
import { currentContext } from '../../platform/telemetry/request-context.ts'
import type { ConnectionRef } from '../connections/connection.ts'
import type { ConnectionHealth } from '../connections/connection-health.ts'
import type { BoundPlugin, PluginHost } from '../host/plugin-host.ts'
import { outcomeOf } from '../outcome-of.ts'
import type { FactRouter } from './fact-router.ts'
import { acceptDeliveries, type Delivery, findDelivery, markProcessed } from './inbox-repository.ts'

export interface WebhookProcessorParts {
  database: Database
  host: PluginHost
  health: ConnectionHealth
  facts: FactRouter
  clock: Clock
  /** Wakes the courier in this process. */
  poke: () => void
}

/** Proof of the sender, used up when a delivery is accepted: never stored. */
const CREDENTIALS = ['authorization', 'proxy-authorization', 'cookie'] as const
/** Of a dedupe key. An index entry has room for 2,700 bytes, and text in PostgreSQL for neither NUL nor half a character. */
const PLAIN_KEY = /^[\x20-\x7e]{1,200}$/
/** Half of what a statement costs PostgreSQL is the statement, not its rows: docs/decisions/0066. */
const MOST_AT_ONCE = 64
/** Bytes of bodies in one statement. */
const MOST_BYTES = 8 * 1_024 * 1_024

/** Deliveries are stored before they are understood, answered, and worked on as jobs. */
export class WebhookProcessor {
  readonly #parts: WebhookProcessorParts
  readonly #inbox: GatheredWrites<Delivery, Delivery>

  constructor(parts: WebhookProcessorParts) {
    this.#parts = parts
    this.#inbox = new GatheredWrites({
      most: MOST_AT_ONCE,
      size: ({ body }) => body.length,
      mostSize: MOST_BYTES,
      lanes: 2,
      async write(deliveries) {
        await parts.database.insertOnly(acceptDeliveries(deliveries))
        return deliveries
      },
    })
  }

  /** Stores a verified delivery, unless it is known already. Its headers are kept as they are given. */
  async accept(bound: BoundPlugin, hook: string, request: RawRequest): Promise<void> {
    const handler = bound.loaded.plugin.webhooks?.[hook]
    if (!handler) throw new Error(`${bound.loaded.id} has no webhook ${hook}`)
    await this.#inbox.add({
      ref: bound.ref,
      id: newId(),
      hook,
      dedupeKey: indexable(await handler.dedupeKey(request)),
      headers: withoutCredentials(request.headers),
      body: asBuffer(request.body),
      receivedAt: this.#parts.clock.now(),
      trace: currentContext()?.traceparent,
    })
    this.#parts.poke()
  }

  jobs(): JobHandler[] {
    return [{ kind: 'inbox.process', maxAttempts: 20, concurrency: 8, run: (run) => this.#process(run) }]
  }

  async #process({ tenantId, payload }: JobRun): Promise<JobOutcome> {
    const { database, clock, facts } = this.#parts
    if (tenantId === null) return { is: 'cancel', why: 'a delivery belongs to a tenant' }
    const id = String(payload.inbox_id)
    const row = await database.inTenant(tenantId, (tx) => findDelivery(tx, tenantId, id))
    if (!row) return { is: 'cancel', why: 'the delivery is not there any more' }
    if (row.processed_at) return { is: 'done' }
    const ref = { tenantId, connectionId: row.connection_id }
    const receivedAt = row.received_at.getTime()
    try {
      const request = { headers: row.headers, body: row.body, receivedAt }
      for (const fact of await this.#factsOf(ref, row.hook, request))
        await facts.accept(ref, fact, receivedAt)
    } catch (error) {
      return outcomeOf(error, clock.now())
    }
    const at = new Date(clock.now())
    await database.inTenant(tenantId, (tx) => markProcessed(tx, tenantId, { id, at }))
    return { is: 'done' }
  }

  async #factsOf(ref: ConnectionRef, hook: string, request: RawRequest): Promise<ProviderFact[]> {
    const { host, health } = this.#parts
    const { loaded, ctx } = await host.bind(ref)
    try {
      return (await loaded.plugin.webhooks?.[hook]?.facts(ctx, request)) ?? []
    } catch (error) {
      const failure = await health.weigh(ref, error)
      await health.noteFailure(ref, failure)
      throw failure
    }
  }
}

function withoutCredentials(headers: RawRequest['headers']): Record<string, string> {
  if (!CREDENTIALS.some((name) => name in headers)) return headers
  const kept = { ...headers }
  for (const name of CREDENTIALS) if (name in kept) delete kept[name]
  return kept
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function indexable(key: string): string {
  return PLAIN_KEY.test(key) ? key : createHash('sha256').update(key).digest('base64url')
}
