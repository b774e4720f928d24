import type { RawRequest } from '@askpro/plugin-sdk'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import { newId } from '../../platform/ids.ts'
import type { JobHandler, JobOutcome, JobRun } from '../../platform/jobs/job.ts'
import type { ConnectionRef } from '../connections/connection.ts'
import type { BoundPlugin, PluginHost } from '../host/plugin-host.ts'
import { outcomeOf } from '../outcome-of.ts'
import type { FactRouter } from './fact-router.ts'
import { acceptDelivery, findDelivery, INBOX_ATTEMPTS, markProcessed } from './inbox-repository.ts'

export interface WebhookProcessorParts {
  database: Database
  host: PluginHost
  facts: FactRouter
  clock: Clock
  /** Wakes the courier in this process. */
  poke: () => void
}

/** Deliveries are stored before they are understood, answered, and worked on as jobs. */
export class WebhookProcessor {
  readonly #parts: WebhookProcessorParts

  constructor(parts: WebhookProcessorParts) {
    this.#parts = parts
  }

  /** Stores a verified delivery once. Gives false when it was known already. */
  async accept(bound: BoundPlugin, hook: string, request: RawRequest): Promise<boolean> {
    const handler = bound.loaded.plugin.webhooks?.[hook]
    if (!handler) throw new Error(`${bound.loaded.id} has no webhook ${hook}`)
    const statement = acceptDelivery({
      ref: bound.ref,
      id: newId(),
      jobId: newId(),
      hook,
      dedupeKey: await handler.dedupeKey(request),
      headers: request.headers,
      body: Buffer.from(request.body),
      receivedAt: this.#parts.clock.now(),
    })
    const [row] = await this.#parts.database.insertOnly<{ new: number }>(statement)
    this.#parts.poke()
    return row?.new === 1
  }

  jobs(): JobHandler[] {
    return [
      {
        kind: 'inbox.process',
        maxAttempts: INBOX_ATTEMPTS,
        concurrency: 8,
        run: (run) => this.#process(run),
      },
    ]
  }

  async #process({ tenantId, payload }: JobRun): Promise<JobOutcome> {
    const { database, clock } = this.#parts
    if (tenantId === null) return { is: 'cancel', why: 'a delivery belongs to a tenant' }
    const id = String(payload.inbox_id)
    const row = await database.inTenant(tenantId, (tx) => findDelivery(tx, tenantId, id))
    if (!row) return { is: 'cancel', why: 'the delivery was purged' }
    if (row.processed_at) return { is: 'done' }
    const request = { headers: row.headers, body: row.body, receivedAt: row.received_at.getTime() }
    try {
      await this.#act({ tenantId, connectionId: row.connection_id }, row.hook, request)
    } catch (error) {
      return outcomeOf(error, clock.now())
    }
    const at = new Date(clock.now())
    await database.inTenant(tenantId, (tx) => markProcessed(tx, tenantId, { id, at }))
    return { is: 'done' }
  }

  async #act(ref: ConnectionRef, hook: string, request: RawRequest): Promise<void> {
    const bound = await this.#parts.host.bind(ref)
    const facts = (await bound.loaded.plugin.webhooks?.[hook]?.facts(bound.ctx, request)) ?? []
    for (const fact of facts) await this.#parts.facts.accept(ref, fact, request.receivedAt)
  }
}
