/** Ties an outside calendar to resources and services. Null means any. */
export interface CalendarLink {
  readonly id: string
  readonly tenantId: string
  readonly resourceId: string | null
  readonly serviceId: string | null
  /** The owner of the connection: the client, or an agency that shares it. */
  readonly connectionTenantId: string
  readonly connectionId: string
  /** The provider's id. */
  readonly calendar: string
  /** Of the service: only its nth stretch at work, counted from 1, is written there. Null: as the calendar takes it. */
  readonly segment: number | null
  /** What stands there makes the resource busy. */
  readonly reads: boolean
  /** Appointments are written there. */
  readonly writes: boolean
  /** A time that is held here is reserved there meanwhile, where the provider can. */
  readonly reserves: boolean
  /** Older than this, what was read is no longer trusted. */
  readonly staleAfterMinutes: number
  readonly whenStale: WhenStale
  readonly ownerChanges: OwnerChanges
  readonly version: number
}

/** `accept_provisional`: book and mark it. `refuse`: don't offer the resource until the calendar is read again. */
export type WhenStale = 'accept_provisional' | 'refuse'

/**
 * What follows when the owner moves or removes the hub's entry there. `follow`: the appointment does so too, where it
 * can. `ask`: nothing changes, and somebody is to decide. `restore`: the entry is written back.
 */
export type OwnerChanges = 'follow' | 'ask' | 'restore'
