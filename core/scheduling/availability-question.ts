import type { PublicHoliday } from '../tenants/index.ts'
import type { RefusedTime, Slot } from './booking.ts'
import type { ReadCalendar } from './booking-setting.ts'
import type { Claim } from './claim.ts'
import type { LeftOut } from './offers.ts'
import type { StartExplanation } from './start-explanation.ts'
import type { Wish } from './wish.ts'

/** Times in epoch milliseconds. */
export interface AvailabilityQuestion {
  serviceId: string
  locationId: string
  /** One that the service is offered in; its own where left out. */
  durationMinutes?: number | undefined
  /** A condition: only with this one. */
  resourceId?: string | undefined
  /** A wish: this one where it is free, else somebody else. */
  preferredResourceId?: string | undefined
  /** A service may choose whoever served them last. */
  customerId?: string | null | undefined
  /** Starts from here ... */
  from: number
  /** ... to before here. At most 100 days. */
  to: number
  limit?: number | undefined
  /** Whose own holds do not stand in the way. */
  forHolder?: string | undefined
}

export interface AvailabilityAnswer {
  slots: Slot[]
  /** Until then nothing but a new booking changes the slots; null: nothing ever does. Epoch milliseconds. */
  validUntil: number | null
  /** The outside calendars that the answer rests on. `synced_at` in epoch milliseconds, null while never read. */
  calendars: Array<{ connection_id: string; calendar: string; synced_at: number | null }>
  /** One of them has not been read recently enough: what is booked now is marked provisional. */
  stale: boolean
}

/** One start, as exact as a booking would be. */
export type AvailabilityCheck = Omit<AvailabilityQuestion, 'from' | 'to' | 'limit'> & {
  start: number
  /** The appointment that is to be moved there: it may overlap itself. */
  ignoreAppointmentId?: string | undefined
}
export type CheckResult = { readonly is: 'free'; readonly slot: Slot } | RefusedTime

/** Wishes in epoch milliseconds, all within 100 days; `daily` in minutes of the wall clock. */
export type OffersQuestion = Omit<AvailabilityQuestion, 'from' | 'to' | 'limit'> & { wishes: readonly Wish[] }

/** See `chooseOffers`. */
export interface OffersAnswer extends Pick<AvailabilityAnswer, 'calendars' | 'stale'> {
  offers: Slot[]
  /** In epoch minutes. */
  leftOut: readonly LeftOut[]
  /** Where none of the wishes can be had: up to three times near them. */
  alternatives: Slot[]
}

export interface ExplainedStart extends StartExplanation {
  /** The location is closed for it on that date; whoever has hours of their own then may work. */
  readonly holiday: PublicHoliday | undefined
  /** Those of the resources explained. `syncedAt` in epoch milliseconds, null while never read. */
  readonly calendars: ReadonlyArray<
    Pick<ReadCalendar, 'resourceId' | 'connectionId' | 'calendar' | 'syncedAt'> & { stale: boolean }
  >
}

/** Around what others are looked for; see `Claim`. `instead`: the appointment that is to be moved. */
export type Near = Pick<
  Claim,
  | 'tenantId'
  | 'serviceId'
  | 'locationId'
  | 'start'
  | 'durationMinutes'
  | 'insisted'
  | 'wished'
  | 'customerId'
  | 'holder'
> & {
  readonly instead: string | null
}
