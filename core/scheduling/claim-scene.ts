import type { Tx } from '../platform/db/tx.ts'
import type { Appointment } from './appointment.ts'
import { lockAppointment } from './appointment-repository.ts'
import type { AvailabilityRequest } from './availability-request.ts'
import { type BookingSetting, requestOf, type Taken } from './booking-setting.ts'
import { acceptedOf } from './candidate.ts'
import type { ChangeTerms } from './change-terms.ts'
import { findChoice } from './choice-repository.ts'
import { type Claim, subjectOf } from './claim.ts'
import { findEarlier } from './earlier-request.ts'
import { countLiveHolds, findLiveHolds, type LiveHolds } from './hold-repository.ts'
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
  readonly ownHolds: readonly string[]
  /** All that are alive; only looked at for another hold. */
  readonly liveHolds: LiveHolds | undefined
  /** The appointment that is to change its place, if it is there. */
  readonly subject: Appointment | undefined
  /** What the customer who moves it may do; undefined for anybody else. */
  readonly terms: ChangeTerms | undefined
  /** What the request key stood for before. */
  readonly earlier: Appointment | undefined
  /** A hold that has run out still occupies time in the table. */
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
  const ruled = { ...setting, service: claim.actor === 'owner' ? atWill(setting.service) : setting.service }
  const range = startRange(ruled, from)
  // One round trip, in this order: what follows the lock sees all that was committed while the lock was waited for.
  const [, earlier, subject, live, taken, liveHolds, terms, choice] = await Promise.all([
    lockForBooking(tx, tenantId, [...resourceIds, ...countedOf(claim)]),
    findEarlier(tx, tenantId, claim.request),
    subjectId ? lockAppointment(tx, tenantId, subjectId) : undefined,
    holder ? findLiveHolds(tx, tenantId, { holder, now }) : [],
    findTaken(tx, tenantId, { resourceIds, range }),
    purpose.is === 'hold' ? countLiveHolds(tx, tenantId, { ...purpose.facts, now }) : undefined,
    isCustomersMove(claim) && subjectId ? findTermsSetting(tx, tenantId, subjectId) : undefined,
    findChoice(tx, tenantId, { setting, customerId, now }),
  ])
  const ownHolds = live.map(({ id }) => id)
  const wish = { resourceId: wished, onlyResourceIds: only, ignoreAppointmentId: subject?.id }
  const asked = { from, to: from + 1, ...wish, ownHoldIds: ownHolds }
  const request = requestOf(ruled, asked, { now, taken, choice })
  return {
    claim,
    setting,
    request,
    ownHolds,
    liveHolds,
    subject,
    earlier,
    terms:
      subject &&
      terms &&
      (await judge(tx, subject, { change: 'reschedule', at: claim.askedAt ?? now, setting: terms })),
    lapsed: hasLapsedHold(taken, now),
  }
}

const isCustomersMove = ({ purpose, actor }: Claim): boolean => purpose.is === 'move' && actor === 'customer'

/** What is counted while the claim waits for nobody: the holder's holds, and for another hold all that have a limit. */
function countedOf({ holder, purpose }: Claim): string[] {
  const ofHolder = holder ? [holder] : []
  if (purpose.is !== 'hold') return ofHolder
  const { callerKey } = purpose.facts
  return [...ofHolder, ...(callerKey ? [`caller ${callerKey}`] : []), 'holds']
}

/** Whom the claim can come to occupy. */
function candidatesOf({ only }: Claim, { resources, standIns }: BookingSetting): string[] {
  const among = { resources, onlyResourceIds: only }
  const accepted = resources.filter((one) => acceptedOf(one.kind, among).includes(one)).map(({ id }) => id)
  const others = standIns.filter(({ resourceId }) => only.includes(resourceId))
  return [...accepted, ...others.map(({ standInId }) => standInId)]
}

/** The owner moves it in the own calendar wherever it fits: grid and notice are for customers. */
function atWill(service: BookingSetting['service']): BookingSetting['service'] {
  return { ...service, grid: { policy: 'free_start', minutes: 1 }, noticeMinutes: 0 }
}

function hasLapsedHold({ occupied }: Taken, now: number): boolean {
  const all = [...occupied.values()].flat()
  return all.some(({ heldUntil }) => heldUntil != null && heldUntil * MINUTE <= now)
}
