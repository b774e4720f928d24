import { hash } from 'node:crypto'
import type { Appointment } from './appointment.ts'
import { type BookRequest, HOLD_LASTS, type HoldRequest, type RescheduleRequest } from './booking.ts'
import type { Claim } from './claim.ts'

/** A time and place that was asked for, after tokens have been opened. `only`: see `Claim`. */
export interface AskedSlot {
  readonly serviceId: string
  readonly locationId: string
  readonly start: number
  readonly durationMinutes?: number | undefined
  readonly only: readonly string[]
  readonly insisted: readonly string[]
  readonly wished?: string | undefined
}

/** `now` in epoch milliseconds. */
export function holdClaim(
  tenantId: string,
  slot: AskedSlot,
  { wanted, now }: { wanted: HoldRequest; now: number },
): Claim {
  const { holder, caller, callId = null, customerId = null, source = 'voice', requestKey } = wanted
  const { serviceId, locationId } = slot
  const facts = {
    status: 'held' as const,
    serviceId,
    locationId,
    customerId: null,
    callId,
    attendeeName: null,
    notes: '',
    source,
    holder,
    holdExpiresAt: now + HOLD_LASTS,
    callerKey: caller === undefined ? null : callerKey(tenantId, caller),
  }
  return {
    tenantId,
    ...slot,
    customerId,
    holder,
    actor: 'customer',
    request: { key: requestKey, fingerprint: fingerprintOf('hold', slot) },
    purpose: { is: 'hold', facts },
  }
}

/** `revives`: the hold for this place that ran out. */
export function bookClaim(
  tenantId: string,
  slot: AskedSlot,
  { wanted, revives }: { wanted: BookRequest; revives: Appointment | undefined },
): Claim {
  const { customerId, attendeeName = null, notes = '', source } = wanted
  const { serviceId, locationId } = slot
  const callId = wanted.callId ?? revives?.callId ?? null
  const holder = wanted.holder ?? revives?.holder ?? null
  const facts = {
    status: 'confirmed' as const,
    serviceId,
    locationId,
    customerId,
    callId,
    attendeeName,
    notes,
    source,
    holder,
    holdExpiresAt: null,
    callerKey: null,
  }
  return {
    tenantId,
    ...slot,
    customerId,
    holder,
    actor: 'customer',
    request: { key: wanted.requestKey, fingerprint: bookFingerprint(wanted, slot) },
    purpose: { is: 'book', facts, revives: revives?.id },
  }
}

export function moveClaim(before: Appointment, wanted: RescheduleRequest): Claim {
  const { tenantId, serviceId, locationId, holder, customerId } = before
  const { start, resourceId, durationMinutes, requestKey, actor = 'customer', askedAt } = wanted
  const only = resourceId ? [resourceId] : []
  const length = durationMinutes === undefined ? '' : ` for ${durationMinutes}`
  return {
    tenantId,
    serviceId,
    locationId,
    start,
    durationMinutes: durationMinutes ?? minutesOf(before),
    newLength: durationMinutes === undefined ? undefined : actor === 'customer' ? 'offered' : 'any',
    only,
    insisted: only,
    holder,
    actor,
    askedAt,
    wished: resourcesOf(before)[0],
    customerId,
    request: {
      key: requestKey,
      fingerprint: `move ${before.id} ${start} ${only.join()}${length}`,
    },
    purpose: { is: 'move', appointmentId: before.id },
  }
}

/** A hold stands for its time: whoever names one need not repeat it. */
export function bookFingerprint({ holdId }: BookRequest, slot: AskedSlot | undefined): string {
  return holdId || !slot ? `book hold ${holdId}` : fingerprintOf('book', slot)
}

/** Each resource once, in the order of its first work. */
export const resourcesOf = ({ occupancies }: Appointment): string[] => [
  ...new Set(occupancies.map(({ resourceId }) => resourceId)),
]

/** What a caller is counted by: no number is kept, and none is known again at another client. */
const callerKey = (tenantId: string, caller: string): string => hash('sha256', `caller ${tenantId} ${caller}`)

export const minutesOf = ({ start, end }: Pick<Appointment, 'start' | 'end'>): number =>
  (end - start) / 60_000

/** What is not said is left out, so that a request of the release before stays the same. */
function fingerprintOf(
  what: string,
  { serviceId, locationId, start, only, durationMinutes, wished }: AskedSlot,
): string {
  const length = durationMinutes === undefined ? [] : [`${durationMinutes} minutes`]
  const wish = wished === undefined ? [] : [`with ${wished}`]
  return [what, serviceId, locationId, start, only.join(), ...length, ...wish].join(' ')
}
