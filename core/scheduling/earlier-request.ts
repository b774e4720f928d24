import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import type { Appointment } from './appointment.ts'
import { findAppointment } from './appointment-repository.ts'
import type { ClaimRequest } from './claim.ts'
import { findRequest } from './request-repository.ts'

/** What came of the same request before. Throws `conflict` where its key came with another one. */
export async function findEarlier(
  tx: Tx,
  tenantId: string,
  request: ClaimRequest,
): Promise<Appointment | undefined> {
  const earlier = await findRequest(tx, tenantId, request.key)
  if (!earlier) return undefined
  if (earlier.fingerprint === request.fingerprint) return findAppointment(tx, tenantId, earlier.appointmentId)
  throw new HubError('conflict', { detail: 'The same request key came with another request.' })
}
