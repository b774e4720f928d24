import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { JobOutcome } from '../platform/jobs/job.ts'
import { findAppointment } from './appointment-repository.ts'
import type { BookingLedger } from './booking-ledger.ts'
import { expireHold } from './hold-repository.ts'

/**
 * Tells that a hold has run out. Only that: an expired hold blocks nobody even before, since whoever books next
 * ends it. Due when the hold should end, and again for each time it was renewed.
 */
export class HoldExpiry {
  readonly #database: Database
  readonly #ledger: BookingLedger
  readonly #clock: Clock

  constructor({ database, ledger, clock }: { database: Database; ledger: BookingLedger; clock: Clock }) {
    this.#database = database
    this.#ledger = ledger
    this.#clock = clock
  }

  run(tenantId: string, holdId: string): Promise<JobOutcome> {
    return this.#database.inTenant(tenantId, async (tx) => {
      const holds = await expireHold(tx, tenantId, { id: holdId, now: this.#clock.now() })
      await this.#ledger.ended(tx, tenantId, { holds, why: 'timeout' })
      const hold = await findAppointment(tx, tenantId, holdId)
      if (hold?.status !== 'held' || hold.holdExpiresAt === null) return { is: 'done' }
      return { is: 'snooze', until: hold.holdExpiresAt, why: 'the hold was renewed' }
    })
  }
}
