import type { Bench } from '../bench.ts'
import type { Traffic } from '../load/load-plan.ts'
import type { Figure } from '../report/figure.ts'
import { budgetFigure } from './budget-figure.ts'
import { arrivalsAt, turnOf } from './measure.ts'
import { warmUp } from './warm-up.ts'

/** Arrivals each second that the search for the highest rate begins with, and how it goes on. */
const FIRST_RATE = 40
const STEEPNESS = 1.3
const MOST_STEPS = 14
/** A rate is sustained while nothing is refused and p99 stays within this (milliseconds): a backlog that grows soon exceeds it. */
const PATIENCE = 500
/** Milliseconds, p99 at half of the highest rate. */
const BUDGET = 100

/** Everything at once at a fixed arrival rate: searches, offers, holds, bookings, cancellations, functions of calls. */
export async function mixedRow(bench: Bench): Promise<Figure[]> {
  const { hub, world, used, ground } = bench
  const traffic = (): Traffic => ({
    is: 'mixed',
    salons: world.salons,
    first: used.bookings,
    apiKey: ground.retell.apiKey,
  })
  const asked = { servers: [hub], traffic }
  await warmUp(bench, { mixed: () => turnOf(bench, asked) })
  const highest = await highestSustained(async (perSecond) => {
    const { latency, failed } = await arrivalsAt(bench, asked, { perSecond, seconds: bench.seconds.turn })
    bench.say(`  ${perSecond} each second: p99 ${Math.round(latency.p99)} ms`)
    return failed === 0 && latency.p99 <= PATIENCE
  })
  const { latency, failed } = await arrivalsAt(bench, asked, {
    perSecond: highest / 2,
    seconds: bench.seconds.open,
  })
  const name = `p99 at half of the highest sustained rate, which is ${highest} /s`
  return [budgetFigure('mixed-load', { name, value: latency.p99, latency, failed }, BUDGET)]
}

/** The last rate before the first that is not sustained; the one to begin with where not even that is. */
export async function highestSustained(
  isSustained: (perSecond: number) => Promise<boolean>,
): Promise<number> {
  let highest = FIRST_RATE
  let next = FIRST_RATE
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (!(await isSustained(next))) return highest
    highest = next
    next = Math.round((next * STEEPNESS) / 2) * 2
  }
  return highest
}
