import type { Bench } from '../bench.ts'
import { startHub } from '../ground/hub-server.ts'
import type { Traffic } from '../load/load-plan.ts'
import type { Figure } from '../report/figure.ts'
import { pairedRatios } from '../statistics/paired-ratios.ts'
import { interleave } from './interleave.ts'
import { ratesOf, sideOf, turnOf } from './measure.ts'
import { warmUp } from './warm-up.ts'

/** Two api processes behind one address list, against one of them. */
export async function replicaRow(bench: Bench): Promise<Figure[]> {
  const second = await startHub(bench.ground, { name: 'api-2', role: 'api' })
  const { salons } = bench.world
  try {
    const booking = (): Traffic => ({ is: 'bookings', salons, first: bench.used.bookings })
    const asking = (): Traffic => ({ is: 'availability', salons })
    return [
      await compare(bench, { second, traffic: booking, what: 'bookings' }),
      await compare(bench, { second, traffic: asking, what: 'availability, asked before' }),
    ]
  } finally {
    await second.stop()
  }
}

async function compare(
  bench: Bench,
  { second, traffic, what }: { second: Bench['hub']; traffic: () => Traffic; what: string },
): Promise<Figure> {
  const variants = {
    two: () => turnOf(bench, { servers: [bench.hub, second], traffic }),
    one: () => turnOf(bench, { servers: [bench.hub], traffic }),
  }
  await warmUp(bench, variants)
  const { two, one } = await interleave(bench.rounds, variants)
  return {
    row: 'replicas',
    measured: sideOf(`two api processes: ${what}`, two),
    yardstick: sideOf('one', one),
    ratio: pairedRatios(ratesOf(two), ratesOf(one)),
    reach: { least: 1.5 },
  }
}
