import { api, eventually } from '../../core/test/program/api.ts'
import type { Scene } from '../drill-row.ts'

/** Milliseconds. */
const OPENED_WITHIN = 150_000

/** Google tells of changes only over a channel that the hub has opened: a webhook that nobody sends is neither lost nor late. */
export async function untilWatched({ site }: Scene): Promise<void> {
  const connection = `/v1/connections/${site.connection('google-calendar')}`
  await api(site.demo, `POST ${connection}/check`)
  const states = async (): Promise<string[]> => {
    const { body } = await api(site.demo, `GET ${connection}/watches`)
    return (body.data ?? []).map(({ state }: { state: string }) => state)
  }
  const found = await eventually(states, (some) => some.includes('open'), OPENED_WITHIN)
  if (!found.includes('open')) throw new Error(`Google’s channels are ${found.join(', ') || 'not there'}`)
}
