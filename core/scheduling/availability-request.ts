import type { Interval } from './interval.ts'
import type { LocalDate } from './local-date.ts'
import type { Occupancy } from './occupancy.ts'
import type { ReachedLimit } from './reached-limit.ts'
import type { ResourceKind, Service } from './service.ts'
import type { TimeSlot } from './time-slot.ts'
import type { DateOverride, Weekly } from './working-hours.ts'
import type { EpochMinute } from './zone-offsets.ts'

/** Why a resource that is known and perhaps free is not offered for starts within the interval. */
export interface Withholding extends Interval {
  readonly code: 'limit_reached' | 'calendar_stale'
  readonly limit?: ReachedLimit | undefined
  /** When it may be over by itself, since a hold that counts has run out. */
  readonly heldUntil?: EpochMinute | undefined
}

/** A time that is taken from outside of our own bookings. */
export interface BusyTime extends Interval {
  /** Where the resource is away: who stands in for it then, if anybody. */
  readonly absence?: { readonly standInId: string | null } | undefined
}

/** A resource that is able to provide the service; skills are the caller's business. */
export interface BookableResource {
  readonly id: string
  readonly kind: ResourceKind
  /** How many can be served at once; each seat is booked on its own. */
  readonly seats: number
  /** For `seats: 1`: occupancies are counted, and only so many that overlap one another leave no room. Default 1. */
  readonly capacity?: number | undefined
  /** At this location. Null: whenever the location is open. */
  readonly hours: Weekly | null
  readonly overrides?: readonly DateOverride[] | undefined
  readonly breaks?: Weekly | undefined
  /** The wall clock of its hours; the location's unless said otherwise. */
  readonly zone?: string | undefined
  /** Instead of hours: exactly then. */
  readonly windows?: readonly Interval[] | undefined
  /** Busy times from outside calendars and absences; they block every seat and have no buffers of their own. */
  readonly busy: readonly BusyTime[]
  readonly occupied: readonly Occupancy[]
  /** Of this service. 1 where left out. */
  readonly weight?: number | undefined
  /** For this service: the higher, the earlier it is chosen. 0 where left out. */
  readonly priority?: number | undefined
  /** How many appointments of the service it got lately; a class is one. */
  readonly given?: number | undefined
  /** It served the customer last. */
  readonly servedLast?: boolean | undefined
  readonly withheld?: readonly Withholding[] | undefined
}

export interface OpenLocation {
  readonly id: string
  readonly zone: string
  /** Null: always open. */
  readonly hours: Weekly | null
  readonly overrides?: readonly DateOverride[] | undefined
  readonly breaks?: Weekly | undefined
  readonly holidays?: readonly LocalDate[] | undefined
}

/**
 * All that the answer depends on. Times are epoch minutes; only `now` may have a fraction. `busy` and `occupied`
 * must hold whatever overlaps `loadRange(...)`, and all there is of a resource with a zone or windows of its own; more
 * does no harm, in any order.
 */
export interface AvailabilityRequest {
  /** One for which `serviceProblems` finds nothing. */
  readonly service: Service
  readonly location: OpenLocation
  readonly resources: readonly BookableResource[]
  /** Starts from here ... */
  readonly from: EpochMinute
  /** ... to before here. */
  readonly to: EpochMinute
  readonly now: EpochMinute
  readonly limit?: number | undefined
  /**
   * Names more than one of a kind, for a service of one segment and kind and resources of one seat. `any`: whoever is
   * free then, the one that is to be chosen first. `all`: everybody, at starts that they have in common.
   */
  readonly gather?: 'any' | 'all' | undefined
  /** A wish: taken wherever it is free, else somebody else is offered. */
  readonly resourceId?: string | undefined
  /** A condition: of a kind that is named here, only the named ones count, and who stands in while they are away. */
  readonly onlyResourceIds?: readonly string[] | undefined
  /** The appointment being moved does not stand in its own way. */
  readonly ignoreAppointmentId?: string | undefined
  /** Free time shorter than this, in minutes, is lost; slots then say how much each would lose. */
  readonly lossBelow?: number | undefined
  /** When time alone changes `given` or `servedLast` of a resource. */
  readonly choiceChangesAt?: EpochMinute | null | undefined
  /** Appointment ids of the caller's own holds. */
  readonly ownHoldIds?: readonly string[] | undefined
}

export interface Availability {
  /** In order of start, one per start. */
  readonly slots: readonly TimeSlot[]
  /** Until (not including) this instant nothing but a new booking changes the slots; null: nothing ever does. */
  readonly validUntil: EpochMinute | null
}
