import { type DrillRow, LAYOUTS, type RowResult } from './drill-row.ts'
import { Ground } from './ground.ts'
import { newNames, type Random, seeded } from './random.ts'
import { isSound, runRow } from './run-row.ts'
import { Site } from './site.ts'
import { smallDisk } from './small-disk.ts'

export interface RunOptions {
  rows: readonly DrillRow[]
  seed: number
  /** Told of each row as it begins and ends. */
  began(row: DrillRow): void
  ended(result: RowResult, site: Site | undefined): void
  said(line: string): void
  /** Ends the run; the row that is under way is left as it is and counts for nothing. */
  told: AbortSignal
}

interface Named {
  names: ReturnType<typeof newNames>
}

/** All rows that share a layout run one after the other on one site; a row that leaves lasting damage costs it. */
export async function runRows(asked: RunOptions): Promise<RowResult[]> {
  const options = { ...asked, names: newNames() }
  const results: RowResult[] = []
  for (const group of groupsOf(options.rows)) {
    if (options.told.aborted) break
    results.push(...(await runGroup(group, options)))
  }
  return results
}

function groupsOf(rows: readonly DrillRow[]): DrillRow[][] {
  return [...Map.groupBy(rows, ({ layout, apart, name }) => (apart ? `${layout} ${name}` : layout)).values()]
}

async function runGroup(rows: readonly DrillRow[], options: RunOptions & Named): Promise<RowResult[]> {
  const [able, unable] = [rows.filter((row) => !row.lacks?.()), rows.filter((row) => row.lacks?.())]
  const skipped = unable.map((row) => notRun(row, options))
  const [first] = able
  if (!first) return skipped
  const ground = await Ground.open(first.apart ? smallDisk : {})
  try {
    return [...(await runOn(ground, able, options)), ...skipped]
  } finally {
    await ground.close()
  }
}

async function runOn(
  ground: Ground,
  rows: readonly DrillRow[],
  options: RunOptions & Named,
): Promise<RowResult[]> {
  const results: RowResult[] = []
  let site: Site | undefined
  try {
    for (const row of rows) {
      if (options.told.aborted) break
      site ??= await openSite(ground, row, options)
      options.began(row)
      const result = await Promise.race([runRow(row, site, randomOf(row, options)), stopped(options.told)])
      if (!result) break
      options.ended(result, site)
      results.push(result)
      if (result.held === 'yes' || (await isSound(site).catch(() => false))) continue
      await site.close()
      site = undefined
    }
  } finally {
    await site?.close()
  }
  return results
}

const stopped = (told: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    told.addEventListener('abort', () => resolve(undefined), { once: true })
  })

async function openSite(ground: Ground, { layout }: DrillRow, { said }: RunOptions): Promise<Site> {
  const begun = Date.now()
  const site = await Site.open(ground, LAYOUTS[layout])
  said(`${LAYOUTS[layout].name}: seeded and up after ${((Date.now() - begun) / 1_000).toFixed(1)} s`)
  return site
}

/** A row's own numbers: they do not depend on which rows ran before it. No two rows have a name in common. */
function randomOf({ name, layout }: DrillRow, { seed, names }: RunOptions & Named): Random {
  let mixed = seed
  for (const char of `${layout} ${name}`) mixed = (Math.imul(mixed, 31) + char.charCodeAt(0)) | 0
  return seeded(mixed, names)
}

function notRun(row: DrillRow, { ended }: RunOptions): RowResult {
  const result: RowResult = {
    row,
    held: 'not run',
    why: [row.lacks?.() ?? ''],
    notes: [],
    slowness: 1,
    took: 0,
  }
  ended(result, undefined)
  return result
}
