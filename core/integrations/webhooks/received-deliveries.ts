import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { Tx } from '../../platform/db/tx.ts'
import { HubError } from '../../platform/errors.ts'
import type { ConnectionRef } from '../connections/connection.ts'
import { findConnection } from '../connections/connection-repository.ts'
import {
  findReceived,
  findReceivedById,
  findReplayable,
  type Received,
  type ReceivedFilter,
  type ReceivedWhole,
  replay,
} from './delivery-repository.ts'

export interface ReceivedDeliveriesParts {
  database: Database
  clock: Clock
  /** Wakes the courier in this process. */
  poke: () => void
}

/** Deliveries that are replayed by one request. */
const MOST_AT_ONCE = 1_000

/** What providers delivered, and working on it once more. Facts may be given to the slices twice. */
export class ReceivedDeliveries {
  readonly #parts: ReceivedDeliveriesParts

  constructor(parts: ReceivedDeliveriesParts) {
    this.#parts = parts
  }

  /** Newest first. */
  list(filter: ReceivedFilter, page: { after: string | undefined; limit: number }): Promise<Received[]> {
    const { ref } = filter
    return this.#parts.database.inTenant(ref.tenantId, async (tx) => {
      await requireConnection(tx, ref)
      return findReceived(tx, filter, page)
    })
  }

  async get(tenantId: string, id: string): Promise<ReceivedWhole> {
    const found = await this.#parts.database.inTenant(tenantId, (tx) => findReceivedById(tx, tenantId, id))
    if (!found) throw new HubError('not_found')
    return found
  }

  /** Throws `conflict` while it is being worked on. */
  async replay(tenantId: string, id: string): Promise<ReceivedWhole> {
    return this.#parts.database.inTenant(tenantId, async (tx) => {
      if (!(await findReceivedById(tx, tenantId, id))) throw new HubError('not_found')
      const restarted = await this.#replay(tx, tenantId, [id])
      if (restarted === 0) throw new HubError('conflict', { detail: 'It is being worked on right now.' })
      const found = await findReceivedById(tx, tenantId, id)
      if (!found) throw new HubError('not_found')
      return found
    })
  }

  /** The oldest of the range; `more` where a second request is needed for the rest, from `resume_from` on. */
  replayRange(
    filter: ReceivedFilter,
    range: { from: Date; to: Date },
  ): Promise<{ deliveries: number; resumeFrom: Date | null }> {
    const { ref } = filter
    return this.#parts.database.inTenant(ref.tenantId, async (tx) => {
      await requireConnection(tx, ref)
      const ids = await findReplayable(tx, filter, { ...range, limit: MOST_AT_ONCE })
      const deliveries = ids.length === 0 ? 0 : await this.#replay(tx, ref.tenantId, ids)
      const last = ids.length === MOST_AT_ONCE ? ids.at(-1) : undefined
      if (last === undefined) return { deliveries, resumeFrom: null }
      const resumeFrom = (await findReceivedById(tx, ref.tenantId, last))?.receivedAt ?? null
      return { deliveries, resumeFrom }
    })
  }

  async #replay(tx: Tx, tenantId: string, ids: readonly string[]): Promise<number> {
    tx.afterCommit(this.#parts.poke)
    return replay(tx, tenantId, { ids, at: new Date(this.#parts.clock.now()) })
  }
}

async function requireConnection(tx: Tx, ref: ConnectionRef): Promise<void> {
  if (!(await findConnection(tx, ref))) throw new HubError('not_found')
}
