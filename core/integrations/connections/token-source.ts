import type { LoadedPlugin } from '../catalog/catalog-entry.ts'

/** What asking for tokens needs to know of a connection. */
export interface TokenSource {
  loaded: LoadedPlugin
  /** With secrets in clear. */
  settings: Readonly<Record<string, unknown>>
  fetch: typeof fetch
}
