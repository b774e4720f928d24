import type { EntryReference } from '@askpro/plugin-sdk'

export interface OutsideErrand {
  databaseUrl: string
  masterKey: string
  /** The folder of plugins. */
  dir: string
  plugin: string
  providerUrl: string
  tenantId: string
}

export interface OutsideReport {
  catalog: string[]
  /** Of the connection after it was made. */
  state: string
  written: EntryReference
  /** The hub's failure class by what the provider did. */
  failures: Record<'taken' | 'closed' | 'refused', string>
}
