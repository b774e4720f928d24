import type { Tx } from '../platform/db/tx.ts'
import type { Appointment } from './appointment.ts'
import { lockAppointment } from './appointment-repository.ts'
import type { AvailabilityRequest } from './availability-request.ts'
import { type Booked, NOTHING_BOOKED } from './booking-limits.ts'
import { type BookingSetting, countedFor, requestOf, type Taken } from './booking-setting.ts'
import { acceptedOf } from './candidate.ts'
import type { ChangeTerms } from './change-terms.ts'
import { findChoice } from './choice-repository.ts'
import { type Claim, subjectOf } from './claim.ts'
import { findEarlier } from './earlier-request.ts'
import { countLiveHolds, findLiveHolds, type LiveHolds } from './hold-repository.ts'
import { findBooked } from './limit-repository.ts'
import { findTermsSetting } from './policy-repository.ts'
import { judge } from './read-terms.ts'
import { startRange } from './start-range.ts'
import { findTaken, lockForBooking } from './taken-repository.ts'

const MINUTE = 60_000

/** What is known once nobody else can book for the candidates any more. */
export interface ClaimScene {
  readonly claim: Claim
  readonly setting: BookingSetting
  readonly request: AvailabilityRequest
  /** What counts against limits. */
  readonly booked: Booked
  readonly ownHolds: readonly string[]
  /** All that are alive; only looked at for another hold. */
  readonly liveHolds: LiveHolds | undefined
  /** The appointment that is to change its place, if it is there. */
  readonly subject: Appointment | undefined
  /** What the customer who moves it may do; undefined for anybody else. */
  readonly terms: ChangeTerms | undefined
  /** What the request key stood for before. */
  readonly earlier: Appointment | undefined
  /** A hold that has run out still occupies time in the table, or a place within a limit. */
  readonly lapsed: boolean
}

/** `now` in epoch milliseconds. */
export async function lookAround(
  tx: Tx,
  claim: Claim,
  { setting, now }: { setting: BookingSetting; now: number },
): Promise<ClaimScene> {
  const { tenantId, holder, only, wished, purpose, customerId } = claim
  const resourceIds = candidatesOf(claim, setting)
  const subjectId = subjectOf(claim)
  const from = claim.start / MINUTE
  const ruled = claim.actor === 'owner' ? atWill(setting) : setting
  const counted = countedFor(ruled, { from, to: from + 1, customerId })
  const range = startRange(ruled, from)
  // One round trip, in this order: what follows the lock sees all that was committed while the lock was waited for.
  const [, earlier, subject, live, taken, liveHolds, terms, choice, booked] = await Promise.all([
    lockForBooking(tx, tenantId, [...resourceIds, ...countedOf(claim, counted?.customerId)]),
    findEarlier(tx, tenantId, claim.request),
    subjectId ? lockAppointment(tx, tenantId, subjectId) : undefined,
    holder ? findLiveHolds(tx, tenantId, { holder, now }) : [],
    findTaken(tx, tenantId, { resourceIds, range, travel: setting.travel }),
    purpose.is === 'hold' ? countLiveHolds(tx, tenantId, { ...purpose.facts, now }) : undefined,
    isCustomersMove(claim) && subjectId ? findTermsSetting(tx, tenantId, subjectId) : undefined,
    findChoice(tx, tenantId, { setting, customerId, now }),
    counted ? findBooked(tx, tenantId, counted) : NOTHING_BOOKED,
  ])
  const ownHolds = live.map(({ id }) => id)
  const wish = { resourceId: wished, onlyResourceIds: only, ignoreAppointmentId: subject?.id }
  const asked = { from, to: from + 1, ...wish, ownHoldIds: ownHolds }
  const request = requestOf(ruled, asked, { now, taken, choice, booked })
  return {
    claim,
    setting,
    request,
    booked,
    ownHolds,
    liveHolds,
    subject,
    earlier,
    terms:
      subject &&
      terms &&
      (await judge(tx, subject, { change: 'reschedule', at: claim.askedAt ?? now, setting: terms })),
    lapsed: hasLapsedHold(taken, booked, now),
  }
}

const isCustomersMove = ({ purpose, actor }: Claim): boolean => purpose.is === 'move' && actor === 'customer'

/**
 * Whose appointments and holds are counted: nobody else may count them meanwhile. `customerId`: only of somebody with
 * limits; for another hold, all that have a limit of holds.
 */
function countedOf({ holder, purpose }: Claim, customerId: string | null | undefined): string[] {
  const always = [holder, customerId].filter((name) => typeof name === 'string')
  if (purpose.is !== 'hold') return always
  const { callerKey } = purpose.facts
  return [...always, ...(callerKey ? [`caller ${callerKey}`] : []), 'holds']
}

/** Whom the claim can come to occupy. */
function candidatesOf({ only }: Claim, { resources, standIns }: BookingSetting): string[] {
  const among = { resources, onlyResourceIds: only }
  const accepted = resources.filter((one) => acceptedOf(one.kind, among).includes(one)).map(({ id }) => id)
  const others = standIns.filter(({ resourceId }) => only.includes(resourceId))
  return [...accepted, ...others.map(({ standInId }) => standInId)]
}

/** The owner moves it in the own calendar wherever it fits: grid, notice and limits are for customers. */
function atWill(setting: BookingSetting): BookingSetting {
  const service = {
    ...setting.service,
    grid: { policy: 'free_start', minutes: 1 },
    noticeMinutes: 0,
  } as const
  const resources = setting.resources.map((resource) => ({ ...resource, limits: {} }))
  return { ...setting, service, resources, customerLimits: {} }
}

/** Also one that is only counted: it could still be booked, and would then be one too many. */
function hasLapsedHold({ occupied }: Taken, { ofResources }: Booked, now: number): boolean {
  const all = [...occupied.values(), ...ofResources.values()].flat()
  return all.some(({ heldUntil }) => heldUntil != null && heldUntil * MINUTE <= now)
}
