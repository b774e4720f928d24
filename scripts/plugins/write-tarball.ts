import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { create } from 'tar'
import type { PackageFiles } from './pack-folder.ts'

/** Any instant will do, as long as it is the same each time; npm uses this one too. */
const ALWAYS = new Date('1985-10-26T08:15:00Z')

/** Writes a package as npm installs it. The same files give the same bytes, on any machine. Gives the path. */
export function writeTarball(files: PackageFiles, { to, name }: { to: string; name: string }): string {
  const staging = mkdtempSync(join(tmpdir(), 'askpro-pack-'))
  try {
    const paths = [...files.keys()].sort().map((path) => `package/${path}`)
    for (const [path, content] of files) {
      const file = join(staging, 'package', path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content, { mode: 0o644 })
    }
    mkdirSync(to, { recursive: true })
    const tarball = join(to, name)
    create(
      {
        cwd: staging,
        file: tarball,
        sync: true,
        gzip: true,
        portable: true,
        noDirRecurse: true,
        mtime: ALWAYS,
      },
      paths,
    )
    return tarball
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

/** `@askpro/plugin-sdk` 0.1.0 is `askpro-plugin-sdk-0.1.0.tgz`, as npm names it. */
export const tarballName = ({ name, version }: { name: string; version: string }): string =>
  `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`
