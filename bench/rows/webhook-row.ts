import type { Bench } from '../bench.ts'
import type { Figure } from '../report/figure.ts'
import { httpRow } from './http-row.ts'
import { startKoa, startPlainStoring, startStoringKoa } from './koa-beside.ts'

const NOTHING_STORED = 'bare Koa and router: reads, parses, answers the same, stores nothing'

/** A delivery that was verified and stored, with its job, before it was answered. None of them comes twice. */
export async function webhookRow(bench: Bench): Promise<Figure[]> {
  const { apiKey } = bench.ground.retell
  await using undo = new AsyncDisposableStack()
  const koa = await startKoa(bench)
  undo.defer(() => koa.stop())
  const storing = await startStoringKoa(bench)
  undo.defer(() => storing.stop())
  const least = await startPlainStoring(bench)
  undo.defer(() => least.stop())
  return await httpRow(bench, {
    row: 'webhook-accept',
    name: 'POST /hooks/…/events, verified and durable',
    yardsticks: [
      { name: NOTHING_STORED, server: koa, reach: { least: 0.7 } },
      { name: 'bare Koa and router: verifies, one prepared insert each, pg', server: storing },
      {
        name: 'node:http alone: verifies, one prepared insert for all that wait, no job',
        server: least,
        heldAgainst: NOTHING_STORED,
      },
    ],
    traffic: () => ({ is: 'call-events', salons: bench.world.salons, apiKey }),
    rate: 100,
  })
}
