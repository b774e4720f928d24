import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packFolder } from './pack-folder.ts'
import { readSdkPackage } from './pack-sdk.ts'
import { tarballName, writeTarball } from './write-tarball.ts'

interface PluginPackage {
  name: string
  version: string
  dependencies?: Record<string, string>
  [more: string]: unknown
}

/**
 * Packs a plugin's folder for `npm install`, as JavaScript: Node strips no types below node_modules. The hub brings the
 * SDK, so the package asks for it without installing it. Gives the tarball's path.
 */
export function packPlugin(folder: string, to: string): string {
  const files = packFolder(folder, { declarations: false })
  const { devDependencies: _, private: __, ...manifest } = readManifest(folder)
  const { [readSdkPackage().name]: ___, ...dependencies } = manifest.dependencies ?? {}
  const { sdk } = JSON.parse(readFileSync(join(folder, 'plugin.json'), 'utf8')) as { sdk: string }
  const packed = {
    ...manifest,
    dependencies,
    peerDependencies: { [readSdkPackage().name]: sdk },
    peerDependenciesMeta: { [readSdkPackage().name]: { optional: true } },
  }
  files.set('package.json', `${JSON.stringify(packed, null, 2)}\n`)
  return writeTarball(files, { to, name: tarballName(manifest) })
}

function readManifest(folder: string): PluginPackage {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Partial<PluginPackage>
  const { name, version } = manifest
  if (!name || !version) throw new Error('package.json needs a name and a version to be packed.')
  return { ...manifest, name, version }
}
