import { type Bench, IN_FLIGHT } from '../bench.ts'
import { startHub } from '../ground/hub-server.ts'
import type { Traffic } from '../load/load-plan.ts'
import { turnOf } from '../rows/measure.ts'
import { warmUp } from '../rows/warm-up.ts'
import { Inspector } from './inspector.ts'
import { type PartTime, selfTimes } from './self-time.ts'

export interface TakenProfile {
  what: string
  parts: PartTime[]
}

/** Where a hub process spends its time, under as much load as it can take. */
export async function takeProfiles(bench: Bench): Promise<TakenProfile[]> {
  const nodeFlags = ['--inspect=127.0.0.1:0']
  const hub = await startHub(bench.ground, { name: 'profiled', role: 'api', nodeFlags })
  const { salons } = bench.world
  const inspector = await Inspector.attach(hub.printed())
  const profile = async (what: string, traffic: () => Traffic): Promise<TakenProfile> => {
    await warmUp(bench, { [what]: () => turnOf(bench, { servers: [hub], traffic }) })
    let requests = 0
    const taken = await inspector.profile(async () => {
      requests = await ask(bench, { url: hub.url, traffic: traffic() })
    })
    return { what, parts: selfTimes(taken, requests) }
  }
  try {
    return [
      await profile('a booking', () => ({ is: 'bookings', salons, first: bench.used.bookings })),
      await profile('an availability read', () => ({
        is: 'fresh-availability',
        salons,
        first: bench.used.questions,
      })),
      await profile('a webhook', () => ({
        is: 'call-events',
        salons,
        apiKey: bench.ground.retell.apiKey,
      })),
    ]
  } finally {
    inspector.close()
    await hub.stop()
  }
}

async function ask(bench: Bench, { url, traffic }: { url: string; traffic: Traffic }): Promise<number> {
  const pace = { is: 'closed' as const, inFlight: IN_FLIGHT, seconds: bench.seconds.turn }
  const { times } = await bench.load.load({ targets: [url], traffic, pace })
  if (traffic.is === 'bookings') bench.used.bookings += times.length
  if (traffic.is === 'fresh-availability') bench.used.questions += times.length
  return times.length
}
