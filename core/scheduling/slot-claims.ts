import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { sqlState } from '../platform/db/database-problem.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import { type Appointment, hasEnded, statusAfter } from './appointment.ts'
import { slotAt } from './availability.ts'
import { blocks } from './blocking.ts'
import { HOLD_LASTS } from './booking.ts'
import type { BookingLedger } from './booking-ledger.ts'
import { holdsBeyond } from './booking-limits.ts'
import type { Placement } from './booking-repository.ts'
import { staleCalendars } from './booking-setting.ts'
import { type Claim, type ClaimOutcome, subjectOf, type TimeRefusal } from './claim.ts'
import { type ClaimScene, lookAround } from './claim-scene.ts'
import { partyFor } from './class-place.ts'
import { explainRefusal } from './conflict-resolver.ts'
import { reachedLimit } from './hold-limits.ts'
import { endHolds, expireHolds, renewHolds } from './hold-repository.ts'
import { loadSetting } from './load-setting.ts'
import { collides, occupanciesOf, type PlannedOccupancy } from './occupancy.ts'
import { requireResource } from './require-resource.ts'
import type { TimeSlot } from './time-slot.ts'
import { zoneOffsets } from './zone-offsets.ts'

const MINUTE = 60_000

export interface SlotClaimParts {
  database: Database
  ledger: BookingLedger
  clock: Clock
}

/**
 * The one path on which time is occupied. In one transaction: lock the candidates, then look (in later statements,
 * since what was read before the lock may be old), let the engine decide, write: four round trips. The exclusion
 * constraints of the table are the last wall behind it; alone they would deadlock under contention instead of queueing.
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
    const { tenantId, insisted, purpose, wished } = claim
    const setting = await loadSetting(tx, {
      ...claim,
      inactiveToo: purpose.is === 'move',
      length: claim.newLength ?? (subjectOf(claim) === null ? 'offered' : 'kept'),
    })
    // Nobody is looked for unless it is a stranger to this service.
    await requireResource(tx, tenantId, { resourceId: wished, setting })
    const seen = await lookAround(tx, claim, { setting, now: this.#parts.clock.now() })
    const { earlier } = seen
    if (earlier && !hasEnded(earlier.status)) return this.#again(tx, claim, earlier)
    requireMovable(claim, seen.subject)
    if (seen.terms?.refusal) return { is: 'forbidden', refusal: seen.terms.refusal }
    const scene = seen.lapsed ? await this.#lookWithoutLapsed(tx, seen) : seen
    const slot = slotAt(scene.request, claim.start / MINUTE)
    if (slot) return this.#place(tx, scene, slot)
    for (const resourceId of insisted) await requireResource(tx, tenantId, { resourceId, setting })
    return refused(explainRefusal(scene.request, claim.start / MINUTE) ?? { code: 'slot_taken' })
  }

  /** Asking for the same hold again is a sign of life, and the only one there is outside of a call. */
  async #again(tx: Tx, { tenantId, purpose }: Claim, earlier: Appointment): Promise<ClaimOutcome> {
    if (purpose.is !== 'hold' || earlier.status !== 'held') return { is: 'placed', appointment: earlier }
    const until = this.#parts.clock.now() + HOLD_LASTS
    await renewHolds(tx, tenantId, { holder: earlier.holder ?? '', id: earlier.id, until })
    return { is: 'placed', appointment: { ...earlier, holdExpiresAt: until } }
  }

  /** Ends the holds that ran out, and looks again: one of them may just have been booked. */
  async #lookWithoutLapsed(tx: Tx, { claim, setting }: ClaimScene): Promise<ClaimScene> {
    const { ledger, clock } = this.#parts
    const now = clock.now()
    const onResources = setting.resources.map(({ id }) => id)
    const holds = await expireHolds(tx, claim.tenantId, { onResources, now })
    await ledger.ended(tx, claim.tenantId, { holds, why: 'timeout' })
    return lookAround(tx, claim, { setting, now })
  }

  async #place(tx: Tx, scene: ClaimScene, slot: TimeSlot): Promise<ClaimOutcome> {
    const { claim, setting, subject, earlier } = scene
    const { ledger, clock } = this.#parts
    const plan = occupanciesOf(setting.service, slot.start, slot.resources)
    const party = partyFor(plan, scene.request, slot.start)
    const { classId } = party
    const inTheWay = holdsInTheWay(scene, plan, { start: slot.start, classId })
    const limit = reachedLimit(scene, inTheWay.length)
    if (limit) return refused({ code: 'limit_reached', limit })
    await this.#replaceHolds(tx, claim, inTheWay)
    const stale = new Set(staleCalendars(setting, clock.now()).map(({ resourceId }) => resourceId))
    const placement: Placement = {
      start: slot.start * MINUTE,
      end: slot.end * MINUTE,
      provisional: plan.some(({ resourceId }) => stale.has(resourceId)),
      occupancies: plan,
      party,
    }
    const request = { ...claim.request, replaces: earlier?.id ?? null }
    if (claim.purpose.is === 'move') {
      if (!subject) throw new HubError('not_found')
      const moved = { placement, request, actor: claim.actor, terms: scene.terms }
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

const refused = (refusal: TimeRefusal): ClaimOutcome => ({ is: 'refused', refusal, aborted: false })

function requireMovable(claim: Claim, subject: Appointment | undefined): void {
  if (!subjectOf(claim)) return
  if (!subject) throw new HubError('not_found')
  const allowed =
    claim.purpose.is === 'move' ? statusAfter('move', subject.status) : subject.status === 'expired'
  if (allowed) return
  throw new HubError('conflict', {
    detail: `The appointment is ${subject.status} and can't be moved or booked.`,
  })
}

/** Own holds that the new appointment takes the place of, be it their time or their place within a limit. */
function holdsInTheWay(
  scene: ClaimScene,
  plan: readonly PlannedOccupancy[],
  { start, classId }: { start: number; classId: string | null },
): string[] {
  const { setting, request, booked, ownHolds } = scene
  const clock = zoneOffsets(setting.location.zone)
  const counts = { ...request, ownHoldIds: [] }
  const beyond = setting.resources
    .filter(({ id }) => plan.some(({ resourceId }) => resourceId === id))
    .flatMap(({ id, limits }) => {
      const ofThis = (booked.ofResources.get(id) ?? []).filter((each) => blocks(each, counts))
      return holdsBeyond(limits, { start, classId, booked: ofThis, own: ownHolds }, clock)
    })
  return [...new Set([...collidingHolds(scene, plan), ...beyond])]
}

/** Own holds that the new occupancies would run into: the caller has changed their mind. */
function collidingHolds({ request, ownHolds }: ClaimScene, plan: readonly PlannedOccupancy[]): string[] {
  const inTheWay = (id: string) =>
    request.resources.some((resource) =>
      resource.occupied.some(
        (other) =>
          other.appointmentId === id &&
          plan.some((ours) => ours.resourceId === resource.id && collides(ours, other)),
      ),
    )
  return ownHolds.filter(inTheWay)
}
