import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import { type Appointment, type AppointmentStatus, statusAfter } from './appointment.ts'
import { findAppointment, lockAppointment } from './appointment-repository.ts'
import type { BookingActor, CancelRequest, CancelResult } from './booking.ts'
import type { BookingLedger } from './booking-ledger.ts'
import { type ChangeTerms, dueFee } from './change-terms.ts'
import { findTermsSetting, noteCustomerChange, type TermsSetting } from './policy-repository.ts'
import { judge } from './read-terms.ts'
import { asForbidden } from './refused.ts'
import { lockForBooking } from './taken-repository.ts'

export interface Cancellation {
  readonly tenantId: string
  readonly wanted: CancelRequest
  /** Epoch milliseconds. */
  readonly now: number
}

/**
 * Frees an appointment's time, as far as policies let the customer; a hold is let go. What a customer cancels is
 * counted one after the other, so that a quota holds whatever comes at once.
 */
export async function cancelWithin(
  tx: Tx,
  ledger: BookingLedger,
  { tenantId, wanted, now }: Cancellation,
): Promise<CancelResult> {
  const { actor = 'customer', askedAt: at = now } = wanted
  const { before, setting } = await lockToCancel(tx, tenantId, { id: wanted.appointmentId, actor })
  const status = statusAfter('cancel', before.status)
  if (!status) throw new HubError('conflict', { detail: `The appointment is ${before.status}.` })
  if (status === before.status) return { is: 'cancelled', appointment: before }
  const ruled = status === 'cancelled' && setting
  const terms = ruled ? await judge(tx, before, { change: 'cancel', at, setting: ruled }) : undefined
  if (terms?.refusal) return asForbidden(terms.refusal, before.locationId)
  const appointment = await ledger.settle(tx, before, settled(status, { ...wanted, actor, terms }))
  if (terms) await noteCustomerChange(tx, { tenantId, id: before.id, at: new Date(at) }, 'cancel')
  return { is: 'cancelled', appointment }
}

/** The customer's name before the row: as whoever books locks names first, so that no two wait for each other. */
async function lockToCancel(
  tx: Tx,
  tenantId: string,
  { id, actor }: { id: string; actor: BookingActor },
): Promise<{ before: Appointment; setting: TermsSetting | undefined }> {
  const seen = await findAppointment(tx, tenantId, id)
  if (!seen) throw new HubError('not_found')
  const byCustomer = actor === 'customer'
  const names = byCustomer && seen.customerId ? [`customer ${seen.customerId}`] : []
  const [, before, setting] = await Promise.all([
    names.length > 0 ? lockForBooking(tx, tenantId, names) : undefined,
    lockAppointment(tx, tenantId, id),
    byCustomer ? findTermsSetting(tx, tenantId, id) : undefined,
  ])
  if (!before) throw new HubError('not_found')
  return { before, setting }
}

function settled(
  status: AppointmentStatus,
  { reason = '', actor, requestKey, terms }: CancelRequest & { terms: ChangeTerms | undefined },
) {
  const asked = { actor, ...(requestKey ? { request_key: requestKey } : {}) }
  if (status !== 'expired')
    return { status, type: 'appointment.cancelled' as const, reason, more: { ...asked, ...dueFee(terms) } }
  const why = 'released'
  return { status, type: 'appointment.expired' as const, reason: reason || why, more: { ...asked, why } }
}
