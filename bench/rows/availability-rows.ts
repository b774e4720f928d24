import type { Bench } from '../bench.ts'
import { putBusyBlocks } from '../ground/busy-blocks.ts'
import type { SingleTraffic } from '../load/load-plan.ts'
import { requestsOf } from '../load/requests-of.ts'
import type { Figure } from '../report/figure.ts'
import { httpRow } from './http-row.ts'
import { startKoa, startReadingKoa } from './koa-beside.ts'

/** The same questions again and again, so that a cache can answer all but the first of them. */
export async function cachedRow(bench: Bench): Promise<Figure[]> {
  const traffic = () => ({ is: 'availability' as const, salons: bench.world.salons })
  await using undo = new AsyncDisposableStack()
  const koa = await startKoa(bench, await sampleOf(bench, traffic()))
  undo.defer(() => koa.stop())
  return await httpRow(bench, {
    row: 'availability-cached',
    name: 'GET /v1/availability, asked before',
    traffic,
    rate: 100,
    yardsticks: [{ name: 'bare Koa and router, the same bytes', server: koa, reach: { least: 0.7 } }],
  })
}

/** Never the same range twice, with people who are busy some 200 times within it. */
export async function uncachedRow(bench: Bench): Promise<Figure[]> {
  const { ground, world, used } = bench
  const traffic = () => ({ is: 'fresh-availability' as const, salons: world.salons, first: used.questions })
  await using undo = new AsyncDisposableStack()
  undo.defer(await putBusyBlocks(ground, world.salons))
  const bytes = await sampleOf(bench, traffic())
  const reading = await startReadingKoa(bench, bytes)
  undo.defer(() => reading.stop())
  const bare = await startKoa(bench, bytes)
  undo.defer(() => bare.stop())
  return await httpRow(bench, {
    row: 'availability-uncached',
    name: 'GET /v1/availability, never asked before, 200 busy blocks',
    traffic,
    rate: 60,
    yardsticks: [
      {
        name: 'bare Koa and router: one indexed row by prepared pg, the same bytes',
        server: reading,
        reach: { least: 0.6 },
      },
      { name: 'bare Koa and router, the same bytes', server: bare },
    ],
  })
}

async function sampleOf({ hub, used }: Bench, traffic: SingleTraffic): Promise<Uint8Array> {
  const { path, headers } = requestsOf(traffic)()
  if (traffic.is === 'fresh-availability') used.questions += 1
  const reply = await fetch(`${hub.url}${path}`, { headers })
  if (!reply.ok) throw new Error(`GET ${path}: ${reply.status} ${await reply.text()}`)
  return reply.bytes()
}
