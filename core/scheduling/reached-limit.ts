export type LimitPeriod = 'day' | 'week' | 'month'

/** A limit that leaves no room, and whose it is. */
export interface ReachedLimit {
  readonly of: 'resource' | 'customer'
  readonly per: LimitPeriod
  readonly most: number
}
