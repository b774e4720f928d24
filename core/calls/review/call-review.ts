import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import { HubError } from '../../platform/errors.ts'
import type { EventSink } from '../../platform/events/event.ts'
import type { Call, Review, Reviewer } from '../call.ts'
import { reviewEvent } from '../call-events.ts'
import { findCall, setReview } from '../call-repository.ts'

export interface CallReviewParts {
  database: Database
  events: EventSink
  clock: Clock
}

export interface Decision {
  state: Review['state']
  /** Left out: the one there is stays. */
  note?: string | undefined
  by: Reviewer
}

/** What people decide of calls that somebody should look at. */
export class CallReview {
  readonly #parts: CallReviewParts

  constructor(parts: CallReviewParts) {
    this.#parts = parts
  }

  /** Settles a call, or has it looked at (again). */
  decide(tenantId: string, id: string, { state, note, by }: Decision): Promise<Call> {
    const { database, events, clock } = this.#parts
    return database.inTenant(tenantId, async (tx) => {
      const call = await findCall(tx, tenantId, id)
      if (!call) throw new HubError('not_found')
      const at = clock.now()
      const reasons = call.review?.reasons ?? ['by_hand']
      const kept = note ?? call.review?.note ?? null
      const decided = await setReview(tx, tenantId, {
        id,
        review: { state, reasons, note: kept === '' ? null : kept, by, at },
      })
      if (!decided) throw new HubError('not_found')
      await events.append(tx, [reviewEvent(decided, at)])
      return decided
    })
  }
}
