import { api } from '../../core/test/program/api.ts'
import type { Scene } from '../drill-row.ts'
import type { ProviderName, Site } from '../site.ts'

/** A stand-in as the faults use it. */
export interface Provider {
  name: ProviderName
  title: string
  /** As connections name it. */
  plugin: string
  /** Whose connection it is. */
  owner: 'agency' | 'client'
  /** Whether the hub keeps a calendar there in step. */
  isCalendar: boolean
  /** Which of its requests passing faults hit; all where nothing is said. */
  hit: object
  must: string
  /** Gives the hub something to do there, for times from `after` (epoch milliseconds) on. The end waits until it is done. */
  use(scene: Scene, after?: number): Promise<() => Promise<void>>
  /** The same without turning the clock: as it is on a day on which all webhooks come. */
  live(scene: Scene): Promise<() => Promise<void>>
}

/** The state of its connection, as its owner sees it. */
export async function connectionState(site: Site, { plugin, owner }: Provider): Promise<string> {
  const path = `GET /v1/connections/${site.connection(plugin)}`
  const { body } = await api(site.demo, path, { key: site.demo[owner].api_key })
  return body.state?.is ?? 'unknown'
}
