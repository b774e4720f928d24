import type { DateOverride, Weekly } from './working-hours.ts'

/** Hours at a location, in its zone: of one resource, or without a resource the opening hours of the location. */
export interface Schedule {
  readonly id: string
  readonly tenantId: string
  readonly locationId: string
  readonly resourceId: string | null
  readonly weekly: Weekly
  /** Of the weekly hours; a date with hours of its own has none. */
  readonly breaks: Weekly
  readonly overrides: readonly NotedOverride[]
  readonly version: number
}

export interface NotedOverride extends DateOverride {
  /** For people: "Christmas". */
  readonly note: string
}
