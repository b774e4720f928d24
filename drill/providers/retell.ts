import { placeCall } from '../../core/app/demo/place-call.ts'
import { eventually } from '../../core/test/program/api.ts'
import type { Scene } from '../drill-row.ts'
import type { Provider } from './provider.ts'

const MINUTE = 60_000
/** Milliseconds by the real clock in which the hub knows of an end that it has to ask for. */
const KNOWN_WITHIN = 150_000

/** A call whose every event gets lost; a quarter of an hour later the hub asks for it. */
async function askForCall(scene: Scene): Promise<() => Promise<void>> {
  const { site } = scene
  const faults = (await site.control('GET', '/faults/retell')) as object[]
  await site.control('PUT', '/faults/retell', [{ webhooks: { lose: true } }, ...faults])
  const [call] = await placeCall(site.demo, 'plain-booking')
  await site.turnClock(site.now() - Date.now() + 16 * MINUTE)
  await site.control('PUT', '/faults/retell', faults)
  return () => expectKnown(scene, call?.call_id ?? '')
}

interface KnownCall {
  status: string
  ms: number | null
}

interface RetellState {
  calls: Array<{ call_id: string; duration_ms?: number }>
}

const KNOWN = 'select status, duration_ms::float8 as ms from calls where provider_call_id = $1'

/** It is over here, and was as long here as it was there. */
export async function expectKnown({ site, expect }: Scene, callId: string): Promise<void> {
  const known = async () => (await site.rows<KnownCall>(KNOWN, [callId]))[0]
  const call = await eventually(known, (found) => found?.status === 'ended', KNOWN_WITHIN)
  expect(call?.status === 'ended', `a call that is over is ${call?.status} here`)
  const { calls } = (await site.control('GET', '/state/retell')) as RetellState
  const there = calls.find(({ call_id }) => call_id === callId)?.duration_ms
  expect(call?.ms === there, `a call of ${there} ms at Retell has ${call?.ms} ms here`)
}

export const retell: Provider = {
  name: 'retell',
  title: 'Retell’s API',
  plugin: 'retell',
  owner: 'agency',
  isCalendar: false,
  hit: { method: 'GET' },
  must: 'a call whose end was never told is asked for until it is known, and metered once',
  use: askForCall,
  async live(scene) {
    const [call] = await placeCall(scene.site.demo, 'plain-booking')
    return () => expectKnown(scene, call?.call_id ?? '')
  },
}
