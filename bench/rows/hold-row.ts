import type { Bench } from '../bench.ts'
import type { Figure } from '../report/figure.ts'
import { pairedRatios } from '../statistics/paired-ratios.ts'
import { budgetFigure } from './budget-figure.ts'
import { interleave } from './interleave.ts'
import { ratesOf, sideOf, turnOf, waitingAt } from './measure.ts'
import { warmUp } from './warm-up.ts'

/** Arrivals each second, while it is measured how long one waits. */
const RATE = 30
/** Milliseconds, p95 of both requests together. */
const BUDGET = 50

/** A time that is held and then booked, against one that is booked at once by the same hub. */
export async function holdRow(bench: Bench): Promise<Figure[]> {
  const { hub, world, used } = bench
  const asked = (is: 'holds' | 'bookings') => ({
    servers: [hub],
    traffic: () => ({ is, salons: world.salons, first: used.bookings }),
  })
  const variants = {
    held: () => turnOf(bench, asked('holds')),
    atOnce: () => turnOf(bench, asked('bookings')),
  }
  await warmUp(bench, variants)
  const { held, atOnce } = await interleave(bench.rounds, variants)
  const name = 'POST /v1/holds, then POST /v1/appointments with it'
  const latency = await waitingAt(bench, asked('holds'), RATE)
  return [
    {
      row: 'hold-and-book',
      measured: { ...sideOf(name, held), latency },
      yardstick: sideOf('booked at once', atOnce),
      ratio: pairedRatios(ratesOf(held), ratesOf(atOnce)),
    },
    budgetFigure('hold-and-book', { name: 'both requests, p95', value: latency.p95, latency }, BUDGET),
  ]
}
