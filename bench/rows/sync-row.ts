import { join } from 'node:path'
import type { Bench } from '../bench.ts'
import { hubVariables } from '../ground/hub-server.ts'
import { OrderedProcess } from '../ground/ordered-process.ts'
import { ROOT } from '../ground/server-process.ts'
import type { Figure } from '../report/figure.ts'
import { pairedRatios } from '../statistics/paired-ratios.ts'
import { interleave } from './interleave.ts'
import { orderedTurn, rateOf, ratesOf } from './measure.ts'
import type { SyncOrder, SyncResult } from './sync-process.ts'
import { warmUp } from './warm-up.ts'

/** Of the owner's, in one turn. */
const CHANGES = 100

type Worker = OrderedProcess<SyncOrder, SyncResult>

/** A calendar that is read for the first time, then what has changed in it, against its pages read and thrown away. */
export async function syncRow(bench: Bench): Promise<Figure[]> {
  const worker: Worker = new OrderedProcess('bench/rows/sync-process.ts')
  try {
    await worker.order({ is: 'open', setting: settingOf(bench), events: bench.events })
    const first = await compare(bench, worker, {
      name: `${bench.events.toLocaleString('en')} events, read for the first time`,
      orders: [{ is: 'first' }, { is: 'bare first' }],
    })
    const count = Math.min(CHANGES, bench.events)
    const changes = await compare(bench, worker, {
      name: `${count} changes among them`,
      orders: [
        { is: 'changes', count },
        { is: 'bare changes', count },
      ],
    })
    return [first, changes]
  } finally {
    await worker.stop()
  }
}

function settingOf({ ground, world }: Bench) {
  const { tenant, resources } = world.aside
  return {
    variables: { ...hubVariables(ground, { name: 'sync', role: 'api' }), PORT: '0' },
    pluginDir: join(ROOT, 'plugins'),
    account: ground.google,
    tenant,
    resource: resources[0] ?? '',
  }
}

async function compare(
  bench: Bench,
  worker: Worker,
  { name, orders: [ours, theirs] }: { name: string; orders: [ours: SyncOrder, theirs: SyncOrder] },
): Promise<Figure> {
  const turn = (order: SyncOrder) => () => orderedTurn(bench, worker, { order, done: ({ events }) => events })
  const variants = { hub: turn(ours), bare: turn(theirs) }
  await warmUp(bench, variants)
  const { hub, bare } = await interleave(bench.rounds, variants)
  return {
    row: 'sync',
    measured: rateOf(name, hub),
    yardstick: rateOf('the same pages by undici.request, parsed and thrown away', bare),
    ratio: pairedRatios(ratesOf(hub), ratesOf(bare)),
  }
}
