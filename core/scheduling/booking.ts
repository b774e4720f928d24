import type { Appointment } from './appointment.ts'
import type { Withholding } from './availability-request.ts'
import type { ChangeRefusal } from './change-terms.ts'
import type { ReachedLimit } from './reached-limit.ts'
import type { ChosenBecause } from './time-slot.ts'

/** A time that can be booked as it stands. Epoch milliseconds; `token` fixes the resources when booked by it. */
export interface Slot {
  readonly start: number
  readonly end: number
  readonly serviceId: string
  readonly locationId: string
  readonly resourceIds: readonly string[]
  /** Who was asked for and is away then: one of the resources stands in. */
  readonly insteadOf?: string | undefined
  readonly chosenBecause: ChosenBecause
  /** Only of a service with places: how many more customers it takes. */
  readonly placesLeft?: number | undefined
  readonly token: string
}

/** Why a time can't be had. */
export type TimeRefusalCode =
  | 'slot_taken'
  | 'outside_hours'
  | 'too_soon'
  | 'too_far'
  | 'held_until'
  | Withholding['code']

/** Whose holds are as many as they may be: this holder's, this caller's over all calls, or all of the client. */
export type HoldLimit = 'holder' | 'caller' | 'client'

/** An expected outcome, not an error: the time can't be had. Times are epoch milliseconds. */
export interface RefusedTime {
  readonly is: 'refused'
  readonly code: TimeRefusalCode
  /** Where it was wanted: its zone is the one to tell times in. */
  readonly locationId: string
  /** With `held_until`: when the hold in the way ends, if it is not renewed. */
  readonly until?: number
  /** With `too_soon`: the first instant that keeps the notice. */
  readonly earliest?: number
  /** With `too_far`: a start must lie before this. */
  readonly before?: number
  /** With `limit_reached`: which, of holds or of appointments. */
  readonly limit?: HoldLimit | ReachedLimit
  /** At most three, the wanted date first. */
  readonly alternatives: readonly Slot[]
}

/** The customer may not change the appointment: no other time would help. */
export interface RefusedChange {
  readonly is: 'refused'
  readonly code: ChangeRefusal['code']
  readonly locationId: string
  readonly forbidden: ChangeRefusal
  /** None. */
  readonly alternatives: readonly Slot[]
}

export type Refused = RefusedTime | RefusedChange
export type HoldResult = { readonly is: 'held'; readonly appointment: Appointment } | Refused
export type BookResult = { readonly is: 'booked'; readonly appointment: Appointment } | Refused
export type CancelResult = { readonly is: 'cancelled'; readonly appointment: Appointment } | RefusedChange

/** Which time is wanted. `start` in epoch milliseconds, a whole minute. */
export interface WantedSlot {
  readonly serviceId: string
  readonly locationId: string
  readonly start: number
  /** One that the service is offered in; its own where left out. */
  readonly durationMinutes?: number | undefined
  /** A condition: this one or nobody of its kind. */
  readonly resourceId?: string | undefined
  /** A wish: this one, else somebody else. */
  readonly preferredResourceId?: string | undefined
  /** A slot's token: fixes every resource, and has to match the rest. */
  readonly offerToken?: string | undefined
}

export interface HoldRequest extends WantedSlot {
  /** `call:<id>` or `session:<id>`. */
  readonly holder: string
  /** Who asks, over several calls and sessions: a phone number, for instance. Only a hash of it is kept. */
  readonly caller?: string | undefined
  readonly callId?: string | undefined
  /** Who asks: a service may choose whoever served them last. Not kept. */
  readonly customerId?: string | null | undefined
  readonly source?: string | undefined
  /** The same key again gives the same hold. */
  readonly requestKey: string
}

/** Who comes; said at the booking, whether there was a hold or not. */
export interface BookingDetails {
  readonly customerId: string | null
  readonly attendeeName?: string | undefined
  readonly notes?: string | undefined
  readonly callId?: string | undefined
  readonly holder?: string | undefined
  /** `voice`, `api`... */
  readonly source: string
  /** The same key again gives the same appointment; the same key for another time is a conflict. */
  readonly requestKey: string
}

export type BookRequest =
  | (BookingDetails & WantedSlot & { readonly holdId?: undefined })
  | (BookingDetails & { readonly [K in keyof WantedSlot]?: WantedSlot[K] | undefined } & {
      readonly holdId: string
    })

/**
 * Who asked: `customer` (by voice or API) keeps to policies, notice and grid; `business` (by API) keeps to notice and
 * grid; `owner` drags it in the own calendar.
 */
export type BookingActor = 'customer' | 'business' | 'owner'

export interface RescheduleRequest {
  readonly appointmentId: string
  /** Epoch milliseconds, a whole minute. */
  readonly start: number
  readonly resourceId?: string | undefined
  /** The length it has, where left out. */
  readonly durationMinutes?: number | undefined
  readonly requestKey: string
  readonly actor?: BookingActor | undefined
  /** The instant that policies count from, in epoch milliseconds; now, where left out. */
  readonly askedAt?: number | undefined
}

export interface CancelRequest {
  readonly appointmentId: string
  readonly reason?: string | undefined
  readonly actor?: BookingActor | undefined
  /** The instant that policies count from, in epoch milliseconds; now, where left out. */
  readonly askedAt?: number | undefined
  /** Kept with the event. Cancelling again changes nothing, whatever the key. */
  readonly requestKey?: string | undefined
}

/** How long a hold lasts after its last renewal, in milliseconds. */
export const HOLD_LASTS = 5 * 60_000
/** Live holds one holder may have, so that one caller can't starve a business ... */
export const HOLDS_PER_HOLDER = 3
/** ... one caller over all calls and sessions: a second call while the first one is still hung up must be able to hold ... */
export const HOLDS_PER_CALLER = 5
/** ... and a client as a whole, unless its policy says otherwise. */
export const HOLDS_PER_CLIENT = 50
