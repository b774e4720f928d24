export type AppointmentStatus =
  | 'held'
  | 'pending'
  | 'confirmed'
  | 'completed'
  | 'no_show'
  | 'cancelled'
  | 'declined'
  | 'expired'

/** Times are epoch milliseconds. A hold is an appointment in status `held`; the id stays when it becomes one. */
export interface Appointment {
  readonly id: string
  readonly tenantId: string
  readonly status: AppointmentStatus
  readonly serviceId: string
  readonly locationId: string
  /** Null for somebody unknown. */
  readonly customerId: string | null
  readonly callId: string | null
  /** Who comes, where that is somebody else than the customer. */
  readonly attendeeName: string | null
  readonly notes: string
  /** `voice`, `api`... */
  readonly source: string
  readonly start: number
  readonly end: number
  /** When its resources are at work; buffers are left out. */
  readonly occupancies: readonly AppointmentOccupancy[]
  /** The class it takes part in, where it does. */
  readonly classId?: string | undefined
  readonly external: readonly ExternalEntry[]
  /** Whose hold it is or was: `call:<id>`, `session:<id>`. */
  readonly holder: string | null
  readonly holdExpiresAt: number | null
  /** Booked although a calendar that counts had not been read recently enough. */
  readonly provisional: boolean
  /** Why it was cancelled or expired. */
  readonly endReason: string | null
  readonly version: number
}

export interface AppointmentOccupancy {
  readonly resourceId: string
  readonly seat: number
  readonly start: number
  readonly end: number
}

/** How it stands in an outside calendar. */
export interface ExternalEntry {
  readonly connectionId: string
  readonly reference: string | null
  readonly state: 'creating' | 'written' | 'moving' | 'cancelling' | 'cancelled' | 'refused'
}

export type AppointmentAction = 'confirm' | 'move' | 'cancel' | 'complete' | 'mark_no_show' | 'expire'

/**
 * Where each action leads. An action that leads to where the appointment stands already changes nothing and is no
 * error, so that every request may be repeated; what is not listed is refused.
 */
const TRANSITIONS: Record<AppointmentAction, Partial<Record<AppointmentStatus, AppointmentStatus>>> = {
  confirm: { held: 'confirmed', pending: 'confirmed', confirmed: 'confirmed' },
  // Moving changes the time, never whether an appointment is active.
  move: { pending: 'pending', confirmed: 'confirmed' },
  cancel: {
    held: 'expired',
    expired: 'expired',
    pending: 'cancelled',
    confirmed: 'cancelled',
    cancelled: 'cancelled',
  },
  complete: { confirmed: 'completed', completed: 'completed', no_show: 'completed' },
  mark_no_show: { confirmed: 'no_show', no_show: 'no_show', completed: 'no_show' },
  expire: { held: 'expired', expired: 'expired' },
}

/** The status after the action; null where the present one does not allow it. */
export function statusAfter(action: AppointmentAction, status: AppointmentStatus): AppointmentStatus | null {
  return TRANSITIONS[action][status] ?? null
}

/** Over without having taken place: nothing is occupied any more. */
export const hasEnded = (status: AppointmentStatus): boolean =>
  status === 'cancelled' || status === 'declined' || status === 'expired'
