import type { BookingLimits } from '../tenants/index.ts'
import type { ResourceKind } from './service.ts'

/** A service it is able to provide, and how much of it it is to get: see `ChoicePolicy`. */
export interface Skill {
  readonly serviceId: string
  /** Under `round_robin`: twice the weight, twice the appointments. */
  readonly weight: number
  /** The higher, the earlier it is chosen. */
  readonly priority: number
}

/** Somebody or something that an appointment takes up. Works at its location, and wherever it has a schedule. */
export interface Resource {
  readonly id: string
  readonly tenantId: string
  readonly locationId: string
  readonly name: string
  readonly kind: ResourceKind
  /** How many can be served at once. */
  readonly seats: number
  /** Counted over all locations; the calendar is that of the one where it is booked. */
  readonly limits: BookingLimits
  /** What is not listed can't be booked with it. */
  readonly skills: readonly Skill[]
  /** The services of those. */
  readonly serviceIds: readonly string[]
  readonly active: boolean
  readonly version: number
}
