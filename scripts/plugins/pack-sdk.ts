import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packFolder } from './pack-folder.ts'
import { tarballName, writeTarball } from './write-tarball.ts'

const ROOT = join(import.meta.dirname, '..', '..')
export const SDK_FOLDER = join(ROOT, 'core', 'sdk')

export interface SdkPackage {
  name: string
  version: string
  exports: Record<string, string>
}

export const readSdkPackage = (): SdkPackage =>
  JSON.parse(readFileSync(join(SDK_FOLDER, 'package.json'), 'utf8')) as SdkPackage

/** Packs `@askpro/plugin-sdk` as JavaScript with its types. Gives the tarball's path. */
export function packSdk(to: string): string {
  const files = packFolder(SDK_FOLDER, { declarations: true })
  files.delete('api-report.generated.json')
  const manifest = readSdkPackage()
  const built = Object.entries(manifest.exports).map(([path, file]) => {
    const stem = file.replace(/\.ts$/, '')
    return [path, { types: `${stem}.d.ts`, default: `${stem}.js` }]
  })
  const packed = { ...manifest, engines: { node: '>=22' }, exports: Object.fromEntries(built) }
  files.set('package.json', `${JSON.stringify(packed, null, 2)}\n`)
  files.set('LICENSE', readFileSync(join(ROOT, 'LICENSE'), 'utf8'))
  return writeTarball(files, { to, name: tarballName(manifest) })
}
