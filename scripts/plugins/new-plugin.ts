import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Capability } from '@askpro/plugin-sdk'
import { readSdkPackage, SDK_FOLDER } from './pack-sdk.ts'
import { linkSdk } from './sdk-link.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const TEMPLATES = join(import.meta.dirname, 'templates')
export const CAPABILITIES: readonly Capability[] = ['calendar', 'telephony', 'payments']

export interface NewPlugin {
  /** Lower-case letters, digits and dashes. */
  id: string
  provides: Capability
  /** The folder that the plugin's folder is made in. */
  dir: string
}

/** Makes a plugin that works against a provider of its own making and passes bronze. Gives its folder. */
export function newPlugin({ id, provides, dir }: NewPlugin): string {
  if (!/^[a-z][a-z0-9-]{1,39}$/.test(id)) {
    throw new Error(`A plugin is named with lower-case letters, digits and dashes, not ${id}.`)
  }
  const folder = join(dir, id)
  if (existsSync(folder)) throw new Error(`${folder} is there already.`)
  mkdirSync(dir, { recursive: true })
  cpSync(join(TEMPLATES, provides), folder, { recursive: true })
  const isOutside = relative(ROOT, folder).startsWith(`..${sep}`)
  for (const name of filesIn(folder)) {
    const text = renamed(readFileSync(join(folder, name), 'utf8'), { name, id })
    writeFileSync(join(folder, name), isOutside ? text.replace("'@jest/globals'", "'node:test'") : text)
  }
  const described = packageOf(id, folder, isOutside)
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(described, null, 2)}\n`)
  if (isOutside) linkSdk(folder)
  renameSync(join(folder, 'acme-api.ts'), join(folder, `${id}-api.ts`))
  return folder
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))

const pascal = (id: string): string =>
  id
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

function renamed(text: string, { name, id }: { name: string; id: string }): string {
  const label = pascal(id)
  if (!name.endsWith('.ts')) return text.replaceAll('acme', id).replaceAll('Acme', label)
  const variable = label.charAt(0).toLowerCase() + label.slice(1)
  return text
    .replaceAll(/(?<=[-.])acme|acme(?=-)/g, id)
    .replaceAll('acme', variable)
    .replaceAll('Acme', label)
}

/** Outside of the hub there is no workspace that knows the SDK, so its package is told where that is. */
function packageOf(id: string, folder: string, isOutside: boolean): object {
  const { name, version } = readSdkPackage()
  const about = {
    name: `askpro-plugin-${id}`,
    version: '0.1.0',
    license: 'MIT',
    private: true,
    type: 'module',
  }
  if (!isOutside) return { ...about, dependencies: { [name]: version } }
  const path = `file:${relative(folder, SDK_FOLDER).replaceAll(sep, '/')}`
  return { ...about, scripts: { test: 'node --test' }, devDependencies: { [name]: path } }
}
