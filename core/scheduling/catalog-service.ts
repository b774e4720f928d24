import type { Service } from './service.ts'

/** A service as the client keeps it: how it is scheduled, and what it is called. */
export interface CatalogService extends Service {
  readonly tenantId: string
  readonly name: string
  /** What callers say for it. */
  readonly spokenNames: readonly string[]
  readonly description: string
  /** False: still there for what was booked, offered no more. */
  readonly active: boolean
  readonly version: number
}
