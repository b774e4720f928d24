import { brokenPromises } from './broken-promises.ts'
import type { DrillRow, RowResult, Scene } from './drill-row.ts'
import { gatherEvidence } from './gather-evidence.ts'
import type { Random } from './random.ts'
import { recover, untilQuiet } from './recovery.ts'
import type { Site } from './site.ts'
import { slowness } from './slowness.ts'
import { Witness } from './witness.ts'

/** Does what a row says, waits until the hub has come to rest, and holds what was promised against what is there. */
export async function runRow(row: DrillRow, site: Site, random: Random): Promise<RowResult> {
  const begun = Date.now()
  const slow = [slowness()]
  const why: string[] = []
  const notes: string[] = []
  let over: number | undefined
  const scene: Scene = {
    site,
    random,
    slowness: slow[0] ?? 1,
    over: () => {
      over ??= Date.now()
    },
    broken: (what) => void why.push(what),
    expect: (holds, otherwise) => void (holds || why.push(otherwise)),
    note: (what) => void notes.push(what),
  }
  site.witness = new Witness()
  const end = (rest: Partial<RowResult>): RowResult => ({
    row,
    held: why.length === 0 ? 'yes' : 'no',
    why,
    notes,
    slowness: Math.max(...slow),
    took: Date.now() - begun,
    ...rest,
  })
  try {
    await row.act(scene)
    scene.over()
    await site.mend()
    slow.push(slowness())
    const recovery = await recover(scene, { since: over ?? Date.now(), slowness: Math.max(...slow) })
    slow.push(slowness())
    await row.settled?.(scene)
    // What was compared, or what a provider told meanwhile, is worked on before it is judged.
    await untilQuiet(site, Math.max(...slow))
    const seen = { ...recovery, slowness: Math.max(...slow) }
    why.push(...brokenPromises(await gatherEvidence(site), row, seen))
    return end({ recovery })
  } catch (error) {
    why.push(`the row could not be ended: ${error instanceof Error ? error.stack : String(error)}`)
    return end({})
  }
}

/** Whether what a row broke would be found again after the next one. */
export async function isSound(site: Site): Promise<boolean> {
  site.witness = new Witness()
  const left = brokenPromises(await gatherEvidence(site), {}, { longestWait: 0, slowness: 1 })
  return left.length === 0
}
