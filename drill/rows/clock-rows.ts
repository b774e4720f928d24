import { setTimeout as sleep } from 'node:timers/promises'
import { ALL_LAYOUTS, type DrillRow, type LayoutName, type Scene } from '../drill-row.ts'
import { lacksFaketime, withSystemClock } from '../system-clock.ts'
import { Traffic } from '../traffic.ts'

const HOUR = 3_600_000

/** The clock of every process of the hub goes wrong under way, and right again. */
const jump = (scene: Scene, seconds: number): Promise<void> =>
  withSystemClock(scene, async (set) => {
    const traffic = await Traffic.begin(scene)
    await sleep(3_000)
    set(seconds)
    await sleep(12_000)
    set(0)
    scene.over()
    await sleep(3_000)
    await traffic.end()
  })

const jumpRow = (layout: LayoutName, name: string, seconds: number): DrillRow => ({
  name: `clock: jumps ${name}`,
  layout,
  did: `The system clock of every process of the hub ${seconds > 0 ? 'put forward' : 'put back'} by two minutes for 12 s while it worked; the database’s stayed.`,
  must: 'leases, holds and signatures bear it; who came meanwhile is booked in the end',
  lacks: lacksFaketime,
  act: (scene) => jump(scene, seconds),
})

export const clockRows: readonly DrillRow[] = [
  ...ALL_LAYOUTS.flatMap((layout) => [jumpRow(layout, 'forward', 120), jumpRow(layout, 'back', -120)]),
  {
    name: 'clock: the business’s is not the database’s',
    layout: 'one',
    did: 'The clock of the business rules 36 h ahead of the database’s, then at once back to the right time.',
    must: 'who came in either time is booked, and nothing due is forgotten',
    async act(scene) {
      const { site } = scene
      const before = site.now() - Date.now()
      await site.turnClock(before + 36 * HOUR)
      const ahead = await Traffic.begin(scene)
      await sleep(5_000)
      await ahead.end()
      await site.turnClock(before)
      scene.over()
      const back = await Traffic.begin(scene)
      await sleep(5_000)
      await back.end()
    },
  },
]
