import type { Appointment } from './appointment.ts'
import type { BookingActor, HoldLimit } from './booking.ts'
import type { AppointmentFacts } from './booking-repository.ts'
import type { ChangeRefusal } from './change-terms.ts'
import type { Refusal } from './conflict-resolver.ts'

/** A wish to occupy a time, whoever has it and whatever for. `start` in epoch milliseconds. */
export interface Claim {
  readonly tenantId: string
  readonly serviceId: string
  readonly locationId: string
  readonly start: number
  /** The service's own length where left out. */
  readonly durationMinutes?: number | undefined
  /** Of an appointment that is to last longer or shorter: which lengths it may get. */
  readonly newLength?: 'offered' | 'any' | undefined
  /** Of a kind named here only the named ones will do. */
  readonly only: readonly string[]
  /** Those of them that the caller insists on: alternatives have to keep to these as well. */
  readonly insisted: readonly string[]
  /** Taken if free, else somebody else. */
  readonly wished?: string | undefined
  /** Whom it is for, where that is known: whose limits count, and who served them last. */
  readonly customerId: string | null
  /** Whose own holds do not stand in the way. */
  readonly holder: string | null
  readonly actor: BookingActor
  /** The instant that policies count from, in epoch milliseconds; now, where left out. */
  readonly askedAt?: number | undefined
  readonly request: ClaimRequest
  readonly purpose: ClaimPurpose
}

/** The same key with the same fingerprint is the same request; with another one it is a conflict. */
export interface ClaimRequest {
  readonly key: string
  readonly fingerprint: string
}

export type ClaimPurpose =
  | { readonly is: 'hold'; readonly facts: AppointmentFacts }
  /** `revives`: an expired hold that becomes the appointment, under its old id. */
  | { readonly is: 'book'; readonly facts: AppointmentFacts; readonly revives?: string | undefined }
  | { readonly is: 'move'; readonly appointmentId: string }

export type ClaimOutcome =
  | { readonly is: 'placed'; readonly appointment: Appointment }
  /** `aborted`: the database itself refused, so the transaction it happened in is no longer usable. */
  | { readonly is: 'refused'; readonly refusal: TimeRefusal; readonly aborted: boolean }
  | { readonly is: 'forbidden'; readonly refusal: ChangeRefusal }

/** That of the engine, or of a limit of holds. */
export type TimeRefusal = Refusal | { readonly code: 'limit_reached'; readonly limit: HoldLimit }

/** The appointment that changes its place, if the claim is not for a new one. */
export function subjectOf({ purpose }: Claim): string | null {
  return (purpose.is === 'move' ? purpose.appointmentId : purpose.is === 'book' && purpose.revives) || null
}
