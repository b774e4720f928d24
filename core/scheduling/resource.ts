import type { ResourceKind } from './service.ts'

/** Somebody or something that an appointment takes up. Works at its location, and wherever it has a schedule. */
export interface Resource {
  readonly id: string
  readonly tenantId: string
  readonly locationId: string
  readonly name: string
  readonly kind: ResourceKind
  /** How many can be served at once. */
  readonly seats: number
  /** Its skills: what is not listed can't be booked with it. */
  readonly serviceIds: readonly string[]
  readonly active: boolean
  readonly version: number
}
