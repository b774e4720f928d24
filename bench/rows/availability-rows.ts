import type { Bench } from '../bench.ts'
import type { Traffic } from '../load/load-plan.ts'
import { requestsOf } from '../load/requests-of.ts'
import type { Figure } from '../report/figure.ts'
import { httpRow } from './http-row.ts'
import { startKoa } from './koa-beside.ts'

const YARDSTICK = 'bare Koa and router, the same bytes'

/** The same questions again and again, so that a cache can answer all but the first of them. */
export function cachedRow(bench: Bench): Promise<Figure[]> {
  return ask(bench, {
    row: 'availability-cached',
    names: { measured: 'GET /v1/availability, asked before', yardstick: YARDSTICK },
    traffic: () => ({ is: 'availability', salons: bench.world.salons }),
    rate: 100,
    reach: { least: 0.5 },
  })
}

/** Never the same range twice. */
export function uncachedRow(bench: Bench): Promise<Figure[]> {
  return ask(bench, {
    row: 'availability-uncached',
    names: { measured: 'GET /v1/availability, never asked before', yardstick: YARDSTICK },
    traffic: () => ({ is: 'fresh-availability', salons: bench.world.salons, first: bench.used.questions }),
    rate: 60,
  })
}

async function ask(bench: Bench, wanted: Omit<Parameters<typeof httpRow>[1], 'koa'>): Promise<Figure[]> {
  const koa = await startKoa(bench, await sampleOf(bench, wanted.traffic()))
  try {
    return await httpRow(bench, { ...wanted, koa })
  } finally {
    await koa.stop()
  }
}

async function sampleOf({ hub, used }: Bench, traffic: Traffic): Promise<Uint8Array> {
  const { path, headers } = requestsOf(traffic)()
  if (traffic.is === 'fresh-availability') used.questions += 1
  const reply = await fetch(`${hub.url}${path}`, { headers })
  if (!reply.ok) throw new Error(`GET ${path}: ${reply.status} ${await reply.text()}`)
  return reply.bytes()
}
