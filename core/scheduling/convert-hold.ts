import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import { type Appointment, hasEnded } from './appointment.ts'
import { lockAppointment } from './appointment-repository.ts'
import type { BookRequest } from './booking.ts'
import { minutesOf } from './booking-claims.ts'
import type { BookingLedger } from './booking-ledger.ts'
import type { ClaimRequest } from './claim.ts'
import { findEarlier } from './earlier-request.ts'

export type Conversion =
  | { readonly is: 'booked'; readonly appointment: Appointment }
  /** Its time has run out and was freed: the same place has to be claimed again. */
  | { readonly is: 'lapsed'; readonly hold: Appointment }

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
  const hold = await lockAppointment(tx, tenantId, holdId)
  if (!hold || (wanted.holder && hold.holder !== wanted.holder)) throw new HubError('not_found')
  requireSameTime(hold, wanted)
  const earlier = await findEarlier(tx, tenantId, request)
  if (earlier && !hasEnded(earlier.status)) return { is: 'booked', appointment: earlier }
  if (hold.status === 'expired') return { is: 'lapsed', hold }
  if (hold.status !== 'held') return { is: 'booked', appointment: alreadyTheirs(hold, wanted) }
  const { customerId, attendeeName = null, notes = '', callId = null, source } = wanted
  const said = { customerId, attendeeName, notes, callId, source }
  const kept = { ...request, replaces: earlier?.id ?? null }
  return { is: 'booked', appointment: await ledger.confirm(tx, hold, { said, request: kept }) }
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
