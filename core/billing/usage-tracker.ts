import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { JobSink } from '../platform/jobs/job.ts'
import type { Logger } from '../platform/log/logger.ts'
import { parseDecimal } from '../platform/money.ts'
import { draftRequest } from './draft-request.ts'
import type { MeterId } from './meter.ts'
import { findUsage, insertUsage } from './usage-repository.ts'

export interface NewUsage {
  tenantId: string
  /** Provider, call and meter: the same for every telling of the same usage. */
  eventId: string
  meter: MeterId
  /** Decimal string in the meter's own unit. */
  quantity: string
  /** Epoch milliseconds: when it was used, not when it was told. */
  occurredAt: number
  source?: { callId?: string }
}

export type Recorded = 'recorded' | 'duplicate' | 'conflict'

/**
 * Counts usage once. Row and follow-up job are written in the caller's transaction, so a failed write leaves nothing
 * behind that would make the repeat look like a duplicate.
 */
export class UsageTracker {
  readonly #jobs: JobSink
  readonly #clock: Clock
  readonly #log: Logger

  constructor({ jobs, clock, log }: { jobs: JobSink; clock: Clock; log: Logger }) {
    this.#jobs = jobs
    this.#clock = clock
    this.#log = log
  }

  /** `conflict`: the id is stored with other content, which is left as it was and shown in the log. */
  async record(tx: Tx, usage: NewUsage): Promise<Recorded> {
    const row = {
      tenantId: usage.tenantId,
      eventId: usage.eventId,
      meter: usage.meter,
      quantity: usage.quantity,
      callId: usage.source?.callId ?? null,
      occurredAt: new Date(usage.occurredAt),
    }
    const now = this.#clock.now()
    const id = await insertUsage(tx, row, new Date(now))
    if (id === undefined) return this.#compare(tx, usage)
    await this.#jobs.add(tx, [draftRequest(usage.tenantId, 'used', now)])
    return 'recorded'
  }

  async #compare(tx: Tx, usage: NewUsage): Promise<Recorded> {
    const stored = await findUsage(tx, usage.tenantId, usage.eventId)
    const same =
      stored !== undefined &&
      stored.meter === usage.meter &&
      parseDecimal(stored.quantity).equals(parseDecimal(usage.quantity)) &&
      stored.occurred_at.getTime() === usage.occurredAt
    if (same) return 'duplicate'
    this.#log.error(
      { usage_event: usage.eventId, tenant: usage.tenantId },
      'usage was told again with other content',
    )
    return 'conflict'
  }
}
