import type { TenantId } from '../platform/ids.ts'

export type TenantKind = 'agency' | 'partner' | 'client'
export type Language = 'de' | 'en'

export interface Tenant {
  id: TenantId
  /** Null for an agency. */
  parentId: TenantId | null
  kind: TenantKind
  name: string
  /** IANA zone: invoices' periods and defaults of locations. */
  zone: string
  /** ISO 4217. */
  currency: string
  language: Language
  version: number
  createdAt: Date
}

/** How many appointments may start in a calendar day, week (from Monday) and month. None where it is left out. */
export interface BookingLimits {
  readonly perDay?: number | undefined
  readonly perWeek?: number | undefined
  readonly perMonth?: number | undefined
}

export interface Location {
  id: string
  tenantId: TenantId
  name: string
  /** IANA zone: slots are computed and spoken in it. */
  zone: string
  language: Language
  address: string | null
  /** Whose public holidays close it: `AT`, `DE-BE`, `US-CA`. Null: none do. */
  holidayRegion: string | null
  /** Those of them on which it is open all the same, each by its name or as one date. */
  holidaysOpen: readonly string[]
  /** What each customer may book here, counting all that they have with the client. */
  customerLimits: BookingLimits
  version: number
}

/** Who may stand under whom: agency > partner > client, partners may be left out. */
export function mayContain(parent: TenantKind, child: TenantKind): boolean {
  if (parent === 'agency') return child !== 'agency'
  return parent === 'partner' && child === 'client'
}
