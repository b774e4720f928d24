import { api, eventually } from '../core/test/program/api.ts'
import type { Scene } from './drill-row.ts'
import type { Provider } from './providers/provider.ts'
import type { Site } from './site.ts'

/** Milliseconds. */
const COMPARED_WITHIN = 90_000

interface Counts {
  missing_here: number
  missing_there: number
  different: number
}

interface SyncState {
  calendar: string
  compared_at: string | null
  drift: { busy: Counts; entries: Counts & { looked_for: number }; sample: object[] } | null
}

/** The calendars are compared as a whole, and nothing is found that the hub did not know. */
export async function expectNoDrift({ site, expect }: Scene, { plugin, title }: Provider): Promise<void> {
  const connection = site.connection(plugin)
  const before = new Map((await statesOf(site, connection)).map((one) => [one.calendar, one.compared_at]))
  await api(site.demo, `POST /v1/connections/${connection}/sync`, { body: { full: true } })
  const compared = (one: SyncState) => one.compared_at !== before.get(one.calendar)
  const states = await eventually(
    () => statesOf(site, connection),
    (all) => all.every(compared),
    COMPARED_WITHIN,
  )
  for (const state of states) {
    expect(compared(state), `${title} was not compared as a whole`)
    expect(isZero(state.drift), `${title} and the hub differed: ${JSON.stringify(state.drift)}`)
  }
}

async function statesOf(site: Site, connection: string): Promise<SyncState[]> {
  return (await api(site.demo, `GET /v1/connections/${connection}/syncs`)).body.data
}

function isZero(drift: SyncState['drift']): boolean {
  const counts = drift ? [...Object.values(drift.busy), ...Object.values(drift.entries)] : []
  return counts.every((count) => count === 0)
}
