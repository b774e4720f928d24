import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { sqlState } from '../platform/db/database-problem.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import type { LocationService } from '../tenants/index.ts'
import { type Appointment, hasEnded, statusAfter } from './appointment.ts'
import { lockAppointment } from './appointment-repository.ts'
import { slotAt } from './availability.ts'
import type { AvailabilityRequest } from './availability-request.ts'
import { HOLD_LASTS, HOLDS_PER_HOLDER } from './booking.ts'
import type { BookingLedger } from './booking-ledger.ts'
import type { Placement } from './booking-repository.ts'
import { type BookingSetting, requestOf, staleCalendars } from './booking-setting.ts'
import { type Claim, type ClaimOutcome, subjectOf } from './claim.ts'
import { explainRefusal, type Refusal } from './conflict-resolver.ts'
import { findEarlier } from './earlier-request.ts'
import { endHolds, expireHolds, findLiveHolds, renewHolds } from './hold-repository.ts'
import { overlaps } from './interval.ts'
import { loadSetting } from './load-setting.ts'
import { occupanciesOf, type PlannedOccupancy } from './occupancy.ts'
import { loadRange } from './premises.ts'
import { requireResource } from './require-resource.ts'
import { findTaken, lockForBooking } from './taken-repository.ts'
import type { TimeSlot } from './time-slot.ts'

const MINUTE = 60_000

export interface SlotClaimParts {
  database: Database
  locations: LocationService
  ledger: BookingLedger
  clock: Clock
}

/** What is known once nobody else can book for the candidates any more. */
interface Scene {
  readonly claim: Claim
  readonly setting: BookingSetting
  readonly request: AvailabilityRequest
  readonly ownHolds: readonly string[]
  /** The appointment that is to change its place. */
  readonly subject: Appointment | undefined
  /** What the request key stood for, if that has ended. */
  readonly replaces: string | null
}

/**
 * The one path on which time is occupied. In one transaction: lock the candidates, then look (in later statements,
 * since what was read before the lock may be old), let the engine decide, write. The exclusion constraints of the
 * table are the last wall behind it; alone they would deadlock under contention instead of queueing.
 */
export class SlotClaims {
  readonly #parts: SlotClaimParts

  constructor(parts: SlotClaimParts) {
    this.#parts = parts
  }

  /** Throws `not_found`, `invalid`, or `conflict` for a request key that was used for something else. */
  async claim(claim: Claim): Promise<ClaimOutcome> {
    if (!Number.isInteger(claim.start / MINUTE)) {
      throw new HubError('invalid', { detail: 'start must be a whole minute.' })
    }
    try {
      return await this.#attempt(claim)
    } catch (error) {
      if (!wasRolledBackByChance(error)) throw error
      return this.#attempt(claim)
    }
  }

  async #attempt(claim: Claim): Promise<ClaimOutcome> {
    try {
      return await this.#parts.database.inTenant(claim.tenantId, (tx) => this.#within(tx, claim))
    } catch (error) {
      if (sqlState(error) !== EXCLUDED) throw error
      return { is: 'refused', refusal: { code: 'slot_taken' }, aborted: true }
    }
  }

  async #within(tx: Tx, claim: Claim): Promise<ClaimOutcome> {
    const { tenantId, holder, purpose } = claim
    const inactiveToo = purpose.is === 'move'
    const setting = await loadSetting(tx, this.#parts.locations, { ...claim, inactiveToo })
    const candidates = setting.resources.map(({ id }) => id)
    await lockForBooking(tx, tenantId, [...candidates, ...(holder ? [holder] : [])])
    const earlier = await findEarlier(tx, tenantId, claim.request)
    if (earlier && !hasEnded(earlier.status)) return this.#again(tx, claim, earlier)
    const scene = await this.#look(tx, { claim, setting, replaces: earlier?.id ?? null })
    const slot = slotAt(scene.request, claim.start / MINUTE)
    if (slot) return this.#place(tx, scene, slot)
    for (const resourceId of claim.insisted) await requireResource(tx, tenantId, { resourceId, setting })
    return refused(explainRefusal(scene.request, claim.start / MINUTE) ?? { code: 'slot_taken' })
  }

  /** Asking for the same hold again is a sign of life, and the only one there is outside of a call. */
  async #again(tx: Tx, { tenantId, purpose }: Claim, earlier: Appointment): Promise<ClaimOutcome> {
    if (purpose.is !== 'hold' || earlier.status !== 'held') return { is: 'placed', appointment: earlier }
    const until = this.#parts.clock.now() + HOLD_LASTS
    await renewHolds(tx, tenantId, { holder: earlier.holder ?? '', id: earlier.id, until })
    return { is: 'placed', appointment: { ...earlier, holdExpiresAt: until } }
  }

  async #look(tx: Tx, known: Pick<Scene, 'claim' | 'setting' | 'replaces'>): Promise<Scene> {
    const { claim, setting } = known
    const { tenantId, holder, only, wished } = claim
    const now = this.#parts.clock.now()
    const subject = await lockSubject(tx, claim)
    const resourceIds = setting.resources.map(({ id }) => id)
    const holds = await expireHolds(tx, tenantId, { onResources: resourceIds, now })
    await this.#parts.ledger.ended(tx, tenantId, { holds, why: 'timeout' })
    const live = holder ? await findLiveHolds(tx, tenantId, { holder, now }) : []
    const ownHolds = live.map(({ id }) => id)
    const from = claim.start / MINUTE
    const asked = { from, to: from + 1, resourceId: wished, onlyResourceIds: only, ownHoldIds: ownHolds }
    const ruled = { ...setting, service: claim.actor === 'owner' ? atWill(setting.service) : setting.service }
    const range = loadRange({ ...ruled, ...asked })
    const taken = await findTaken(tx, tenantId, { resourceIds, range })
    const request = requestOf(ruled, { ...asked, ignoreAppointmentId: subject?.id }, { now, taken })
    return { ...known, request, ownHolds, subject }
  }

  async #place(tx: Tx, scene: Scene, slot: TimeSlot): Promise<ClaimOutcome> {
    const { claim, setting, subject, replaces } = scene
    const { ledger, clock } = this.#parts
    const plan = occupanciesOf(setting.service, slot.start, slot.resources)
    const inTheWay = collidingHolds(scene, plan)
    if (claim.purpose.is === 'hold' && scene.ownHolds.length - inTheWay.length >= HOLDS_PER_HOLDER) {
      return refused({ code: 'limit_reached' })
    }
    await this.#replaceHolds(tx, claim, inTheWay)
    const stale = new Set(staleCalendars(setting, clock.now()).map(({ resourceId }) => resourceId))
    const placement: Placement = {
      start: slot.start * MINUTE,
      end: slot.end * MINUTE,
      provisional: plan.some(({ resourceId }) => stale.has(resourceId)),
      occupancies: plan,
    }
    const request = { ...claim.request, replaces }
    if (claim.purpose.is === 'move') {
      if (!subject) throw new HubError('not_found')
      const moved = { placement, request, actor: claim.actor }
      return { is: 'placed', appointment: await ledger.move(tx, subject, moved) }
    }
    const opened = { facts: claim.purpose.facts, placement, revives: subject?.id ?? null, request }
    return { is: 'placed', appointment: await ledger.open(tx, claim.tenantId, opened) }
  }

  async #replaceHolds(tx: Tx, { tenantId, holder }: Claim, ids: readonly string[]): Promise<void> {
    if (ids.length === 0 || !holder) return
    const why = 'replaced'
    const holds = await endHolds(tx, tenantId, { holder, ids, now: this.#parts.clock.now(), why })
    await this.#parts.ledger.ended(tx, tenantId, { holds, why })
  }
}

/** exclusion_violation: a writer came in between that did not take the lock. */
const EXCLUDED = '23P01'
const BY_CHANCE = new Set(['40P01', '40001'])

/**
 * Deadlock or serialization failure of a transaction of our own, which is over. Within somebody else's transaction
 * the raw error comes, and only they can begin again.
 */
function wasRolledBackByChance(error: unknown): boolean {
  return error instanceof HubError && BY_CHANCE.has(sqlState(error.cause) ?? '')
}

const refused = (refusal: Refusal): ClaimOutcome => ({ is: 'refused', refusal, aborted: false })

/** The owner moves it in the own calendar wherever it fits: grid and notice are for customers. */
function atWill(service: BookingSetting['service']): BookingSetting['service'] {
  return { ...service, grid: { policy: 'free_start', minutes: 1 }, noticeMinutes: 0 }
}

async function lockSubject(tx: Tx, claim: Claim): Promise<Appointment | undefined> {
  const id = subjectOf(claim)
  if (!id) return undefined
  const subject = await lockAppointment(tx, claim.tenantId, id)
  if (!subject) throw new HubError('not_found')
  const allowed =
    claim.purpose.is === 'move' ? statusAfter('move', subject.status) : subject.status === 'expired'
  if (allowed) return subject
  throw new HubError('conflict', {
    detail: `The appointment is ${subject.status} and can't be moved or booked.`,
  })
}

/** Own holds that the new occupancies would run into: the caller has changed their mind. */
function collidingHolds({ request, ownHolds }: Scene, plan: readonly PlannedOccupancy[]): string[] {
  const collides = (id: string) =>
    request.resources.some((resource) =>
      resource.occupied.some(
        (other) =>
          other.appointmentId === id &&
          plan.some(
            (ours) =>
              ours.resourceId === resource.id &&
              ours.seat === other.seat &&
              !(ours.layer === 'buffer' && other.layer === 'buffer') &&
              overlaps(ours, other),
          ),
      ),
    )
  return ownHolds.filter(collides)
}
