import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import { type Appointment, hasEnded } from './appointment.ts'
import { lockAppointment } from './appointment-repository.ts'
import type { BookRequest } from './booking.ts'
import { minutesOf } from './booking-claims.ts'
import type { BookingLedger } from './booking-ledger.ts'
import { countedRange, fullPeriods, hasLimits } from './booking-limits.ts'
import type { ClaimRequest } from './claim.ts'
import type { Refusal } from './conflict-resolver.ts'
import { findEarlier } from './earlier-request.ts'
import { overlaps } from './interval.ts'
import { findBooked, findCustomerLimits } from './limit-repository.ts'
import { lockForBooking } from './taken-repository.ts'
import { zoneOffsets } from './zone-offsets.ts'

const MINUTE = 60_000

export type Conversion =
  | { readonly is: 'booked'; readonly appointment: Appointment }
  /** Its time has run out and was freed: the same place has to be claimed again. */
  | { readonly is: 'lapsed'; readonly hold: Appointment }
  /** A limit of the customer, who was not known when it was held. */
  | { readonly is: 'refused'; readonly hold: Appointment; readonly refusal: Refusal }

export interface HoldToConvert {
  readonly tenantId: string
  readonly holdId: string
  readonly wanted: BookRequest
  readonly request: ClaimRequest
}

/**
 * Makes a hold an appointment. The lock on its row decides between this, its end and a second such request; whether
 * its time has run out does not matter while nobody took its place.
 */
export async function convertHold(
  tx: Tx,
  ledger: BookingLedger,
  { tenantId, holdId, wanted, request }: HoldToConvert,
): Promise<Conversion> {
  const { hold, rules } = await lockHold(tx, { tenantId, holdId, wanted })
  const earlier = await findEarlier(tx, tenantId, request)
  if (earlier && !hasEnded(earlier.status)) return { is: 'booked', appointment: earlier }
  if (hold.status === 'expired') return { is: 'lapsed', hold }
  if (hold.status !== 'held') return { is: 'booked', appointment: alreadyTheirs(hold, wanted) }
  const { customerId, attendeeName = null, notes = '', callId = null, source } = wanted
  const refusal = await beyondLimits(tx, hold, { customerId, rules })
  if (refusal) return { is: 'refused', hold, refusal }
  const said = { customerId, attendeeName, notes, callId, source }
  const kept = { ...request, replaces: earlier?.id ?? null }
  return { is: 'booked', appointment: await ledger.confirm(tx, hold, { said, request: kept }) }
}

type Rules = Awaited<ReturnType<typeof findCustomerLimits>>

/** The customer is locked first: whatever else they book now is counted, or counts this. One round trip. */
async function lockHold(
  tx: Tx,
  { tenantId, holdId, wanted }: Omit<HoldToConvert, 'request'>,
): Promise<{ hold: Appointment; rules: Rules }> {
  const { customerId, holder } = wanted
  const [, hold, rules] = await Promise.all([
    customerId === null ? undefined : lockForBooking(tx, tenantId, [customerId]),
    lockAppointment(tx, tenantId, holdId),
    customerId === null ? undefined : findCustomerLimits(tx, tenantId, holdId),
  ])
  if (!hold || (holder && hold.holder !== holder)) throw new HubError('not_found')
  requireSameTime(hold, wanted)
  return { hold, rules }
}

async function beyondLimits(
  tx: Tx,
  { tenantId, start }: Appointment,
  { customerId, rules }: { customerId: string | null; rules: Rules },
): Promise<Refusal | undefined> {
  if (customerId === null || !rules || !hasLimits(rules.limits)) return undefined
  const { zone, limits } = rules
  const clock = zoneOffsets(zone)
  const moment = { start: start / MINUTE, end: start / MINUTE + 1 }
  const range = countedRange([limits], moment, clock)
  const { ofCustomer } = await findBooked(tx, tenantId, { resourceIds: [], customerId, range })
  const periods = fullPeriods({ of: 'customer', limits }, ofCustomer, clock)
  const full = periods.find((period) => overlaps(period, moment))
  return full && { code: full.code, limit: full.limit }
}

function requireSameTime(hold: Appointment, wanted: BookRequest): void {
  const same =
    (wanted.serviceId ?? hold.serviceId) === hold.serviceId &&
    (wanted.locationId ?? hold.locationId) === hold.locationId &&
    (wanted.start ?? hold.start) === hold.start &&
    (wanted.durationMinutes ?? minutesOf(hold)) === minutesOf(hold)
  if (!same) throw new HubError('conflict', { detail: 'The hold is for another time, length or service.' })
}

/** Whoever booked this very hold before is told so again, whatever the key. */
function alreadyTheirs(hold: Appointment, { customerId }: BookRequest): Appointment {
  if (hold.customerId === customerId && !hasEnded(hold.status)) return hold
  throw new HubError('conflict', { detail: `The hold has become an appointment that is ${hold.status}.` })
}
