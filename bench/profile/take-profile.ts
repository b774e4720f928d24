import { type Bench, IN_FLIGHT } from '../bench.ts'
import type { Traffic } from '../load/load-plan.ts'
import { turnOf } from '../rows/measure.ts'
import { warmUp } from '../rows/warm-up.ts'
import { Inspector } from './inspector.ts'
import { type PartTime, selfTimes } from './self-time.ts'

export interface TakenProfile {
  what: string
  parts: PartTime[]
}

/** Where the hub spends its time, under as much load as it can take. It was started with an inspector. */
export async function takeProfiles(bench: Bench): Promise<TakenProfile[]> {
  const { hub, world, ground, used } = bench
  const { salons } = world
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
      await profile('a booking', () => ({ is: 'bookings', salons, first: used.bookings })),
      await profile('an availability read', () => ({
        is: 'fresh-availability',
        salons,
        first: used.questions,
      })),
      await profile('a webhook', () => ({ is: 'call-events', salons, apiKey: ground.retell.apiKey })),
    ]
  } finally {
    inspector.close()
  }
}

async function ask(bench: Bench, { url, traffic }: { url: string; traffic: Traffic }): Promise<number> {
  const pace = { is: 'closed' as const, inFlight: IN_FLIGHT, seconds: bench.seconds.turn }
  const { times } = await bench.load.load({ targets: [url], traffic, pace })
  if (traffic.is === 'bookings') bench.used.bookings += times.length
  if (traffic.is === 'fresh-availability') bench.used.questions += times.length
  return times.length
}
