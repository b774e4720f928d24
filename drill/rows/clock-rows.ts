import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DrillRow, Scene } from '../drill-row.ts'
import { Traffic } from '../traffic.ts'

const HOUR = 3_600_000
const LIBRARY_FOLDERS = ['/usr/lib', '/usr/local/lib', ...triplets()]

/** Debian keeps libraries in a folder for each kind of machine. */
function triplets(): string[] {
  try {
    return readdirSync('/usr/lib').flatMap((name) => (name.includes('-linux-') ? [`/usr/lib/${name}`] : []))
  } catch {
    return []
  }
}

const library = (): string | undefined =>
  LIBRARY_FOLDERS.map((folder) => join(folder, 'faketime', 'libfaketimeMT.so.1')).find(existsSync)

/** The clock of every process of the hub goes wrong under way, and right again; the database's stays. */
async function jump(scene: Scene, seconds: number): Promise<void> {
  const { site } = scene
  const file = join(site.ground.folder.temp, 'clock')
  const set = (offset: number) => writeFileSync(file, `${offset < 0 ? '' : '+'}${offset}\n`)
  set(0)
  await site.turnClock(site.now() - Date.now(), {
    LD_PRELOAD: library() ?? '',
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    // The system's steady clock does not jump when the other is set.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  })
  const traffic = await Traffic.begin(scene)
  await sleep(3_000)
  set(seconds)
  await sleep(12_000)
  set(0)
  scene.over()
  await sleep(3_000)
  await traffic.end()
  await site.turnClock(site.now() - Date.now())
}

const jumpRow = (name: string, seconds: number): DrillRow => ({
  name: `clock: jumps ${name}`,
  layout: 'one',
  did: `The system clock of every process of the hub ${seconds > 0 ? 'put forward' : 'put back'} by two minutes for 12 s while it worked; the database’s stayed.`,
  must: 'leases, holds and signatures bear it; who came meanwhile is booked in the end',
  lacks: () => (library() ? undefined : 'libfaketime is not installed (Debian’s package faketime)'),
  act: (scene) => jump(scene, seconds),
})

export const clockRows: readonly DrillRow[] = [
  jumpRow('forward', 120),
  jumpRow('back', -120),
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
