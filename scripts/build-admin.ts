// npm run build:admin: the admin for the browser, from admin/ into admin/dist. With --if-needed it builds only when a
// file of it, or a package, has changed since.
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { compressFiles } from './admin/compress-files.ts'

const ROOT = join(import.meta.dirname, '..')
const ADMIN = join(ROOT, 'admin')
const DIST = join(ADMIN, 'dist')
const STAMP = 'built-from'

async function main(): Promise<void> {
  const sources = fingerprint()
  if (process.argv.includes('--if-needed') && isBuiltFrom(sources)) return
  console.log('Building the admin (vite build); this takes some seconds after each change of it.')
  const fresh = join(ADMIN, `dist.${process.pid}`)
  try {
    await build({ root: ADMIN, logLevel: 'warn', build: { outDir: fresh } })
    await compressFiles(join(fresh, 'assets'))
    writeFileSync(join(fresh, STAMP), sources)
    takeTheirPlace(fresh)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** Whole or not at all: whoever builds beside this one, or breaks off, leaves no half of it. */
function takeTheirPlace(fresh: string): void {
  const old = `${fresh}.old`
  if (existsSync(DIST)) renameSync(DIST, old)
  renameSync(fresh, DIST)
  rmSync(old, { recursive: true, force: true })
}

function fingerprint(): string {
  const hash = createHash('sha256')
  const files = globSync(['src/**/*', 'public/**/*', 'index.html', 'vite.config.ts'], {
    cwd: ADMIN,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.endsWith('.d.ts'))
  for (const path of [...files, join(ROOT, 'package-lock.json')].sort()) {
    hash.update(`${path.slice(ROOT.length)}\0`).update(readFileSync(path))
  }
  return hash.digest('hex')
}

function isBuiltFrom(sources: string): boolean {
  const stamp = join(DIST, STAMP)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sources
}

await main()
