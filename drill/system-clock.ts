import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Scene } from './drill-row.ts'

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

export const lacksFaketime = (): string | undefined =>
  library() ? undefined : 'libfaketime is not installed (Debian’s package faketime)'

/**
 * While `work` runs, the system clock of every process of the hub can be put so many seconds ahead of the right time, or
 * behind it; the database's stays. It is right again afterwards.
 */
export async function withSystemClock(
  { site }: Scene,
  work: (set: (seconds: number) => void) => Promise<void>,
): Promise<void> {
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
  await work(set)
  await site.turnClock(site.now() - Date.now())
}
