import type { Bench } from '../bench.ts'
import type { Traffic } from '../load/load-plan.ts'
import { requestsOf } from '../load/requests-of.ts'
import type { Figure } from '../report/figure.ts'
import { type HttpRow, httpRow } from './http-row.ts'
import { startKoa } from './koa-beside.ts'

const YARDSTICK = 'bare Koa and router, the same bytes'

/** The same questions again and again, so that a cache can answer all but the first of them. */
export function cachedRow(bench: Bench): Promise<Figure[]> {
  return ask(bench, {
    row: 'availability-cached',
    name: 'GET /v1/availability, asked before',
    traffic: () => ({ is: 'availability', salons: bench.world.salons }),
    rate: 100,
    reach: { least: 0.5 },
  })
}

/** Never the same range twice. */
export function uncachedRow(bench: Bench): Promise<Figure[]> {
  return ask(bench, {
    row: 'availability-uncached',
    name: 'GET /v1/availability, never asked before',
    traffic: () => ({ is: 'fresh-availability', salons: bench.world.salons, first: bench.used.questions }),
    rate: 60,
  })
}

async function ask(
  bench: Bench,
  wanted: Omit<HttpRow, 'yardsticks'> & { reach?: Figure['reach'] },
): Promise<Figure[]> {
  const { reach, ...row } = wanted
  const koa = await startKoa(bench, await sampleOf(bench, wanted.traffic()))
  try {
    return await httpRow(bench, {
      ...row,
      yardsticks: [{ name: YARDSTICK, server: koa, ...(reach ? { reach } : {}) }],
    })
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
