/** A time during which a resource is away, whatever its hours say. Epoch milliseconds. */
export interface Absence {
  readonly id: string
  readonly tenantId: string
  readonly resourceId: string
  readonly start: number
  readonly end: number
  /** For the business only: no answer about free times tells it. */
  readonly reason: string
  /** Who is offered to those who ask for the one that is away. */
  readonly standInId: string | null
}

/** An appointment that was there before the absence. It stays until somebody moves it. Epoch milliseconds. */
export interface AbsenceConflict {
  readonly appointmentId: string
  readonly start: number
  readonly end: number
}
