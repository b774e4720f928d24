import type { Bench } from '../bench.ts'
import type { Figure } from '../report/figure.ts'
import { httpRow } from './http-row.ts'
import { startKoa } from './koa-beside.ts'

/** A delivery that was verified and stored, with its job, before it was answered. None of them comes twice. */
export async function webhookRow(bench: Bench): Promise<Figure[]> {
  const koa = await startKoa(bench)
  const { apiKey } = bench.ground.retell
  try {
    return await httpRow(bench, {
      row: 'webhook-accept',
      names: {
        measured: 'POST /hooks/…/events, verified and durable',
        yardstick: 'bare Koa and router: reads, parses, answers the same, stores nothing',
      },
      koa,
      traffic: () => ({ is: 'call-events', salons: bench.world.salons, apiKey }),
      rate: 100,
      reach: { least: 0.5 },
    })
  } finally {
    await koa.stop()
  }
}
