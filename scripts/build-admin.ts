// npm run build:admin: the admin for the browser, from admin/ into admin/dist. With --if-needed it builds only when a
// file of it, or a package, has changed since.
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { compressFiles } from './admin/compress-files.ts'

const ROOT = join(import.meta.dirname, '..')
const ADMIN = join(ROOT, 'admin')
const STAMP = join(ADMIN, 'dist', 'built-from')

async function main(): Promise<void> {
  const sources = fingerprint()
  if (process.argv.includes('--if-needed') && isBuiltFrom(sources)) return
  console.log('Building the admin (vite build); this takes some seconds after each change of it.')
  await build({ root: ADMIN, logLevel: 'warn' })
  await compressFiles(join(ADMIN, 'dist', 'assets'))
  // Last: a build that was broken off is not taken for one.
  writeFileSync(STAMP, sources)
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

const isBuiltFrom = (sources: string): boolean => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources

await main()
