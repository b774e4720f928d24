/** How long the way between two locations takes, in either direction. */
export interface TravelTime {
  readonly id: string
  readonly tenantId: string
  readonly locationIds: readonly [string, string]
  readonly minutes: number
}
