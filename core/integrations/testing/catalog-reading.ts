import type { CatalogEntry } from '../catalog/catalog-entry.ts'

/** Milliseconds; long enough for code that does load. */
export const PATIENCE = 3_000

export interface CatalogErrand {
  dirs: string[]
  packages?: string[]
  off?: string[]
}

export interface CatalogReading {
  entries: Array<{ id: string; state: CatalogEntry['state']; reason?: string; found?: object }>
  complaints: Array<{ fields: object; message: string }>
}
