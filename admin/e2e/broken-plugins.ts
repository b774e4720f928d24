import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Kept by no commit. Inside of the project, since Jest knows no hooks of modules, which folders elsewhere need. */
const DATA = join(import.meta.dirname, '..', '..', '.data')

const manifest = (id: string, more: object = {}) => ({
  id,
  name: id,
  description: 'A plugin of the tests.',
  version: '1.0.0',
  sdk: '^0.1.0',
  provides: ['calendar'],
  auth: { kind: 'key' },
  hosts: ['api.acme.example'],
  ...more,
})

const SETTINGS = { type: 'object', additionalProperties: false, properties: {} }
const FINE = 'export const plugin = { async check() {} }'

/** What the author of `acme-crashed` has written, and no page may run. */
export const MARKUP = '<img src=x onerror="document.title=1">'

const PLUGINS: ReadonlyArray<readonly [folder: string, json: string, code: string]> = [
  ['acme-crashed', JSON.stringify(manifest('acme-crashed')), `throw new TypeError('in pieces ${MARKUP}')`],
  ['acme-older', JSON.stringify(manifest('acme-older', { sdk: '^9.3.0' })), FINE],
  ['acme-misspelt', JSON.stringify(manifest('acme-misspelt', { provides: ['calender'] })), FINE],
  ['acme-host', JSON.stringify(manifest('acme-host', { hosts: ['https://a.test'] })), FINE],
  ['acme-half', `{ "id": "acme-half",\n  "name": `, FINE],
]

/** A folder for `ASKPRO_PLUGINS_DIR` in which nothing can be used, each for another reason. Whoever makes it removes it. */
export async function brokenPlugins(): Promise<string> {
  await mkdir(DATA, { recursive: true })
  const root = await mkdtemp(join(DATA, 'broken-plugins-'))
  for (const [id, json, code] of PLUGINS) {
    const folder = join(root, id)
    await mkdir(folder)
    await writeFile(join(folder, 'plugin.json'), json)
    await writeFile(join(folder, 'settings.schema.json'), JSON.stringify(SETTINGS))
    await writeFile(join(folder, 'index.ts'), code)
  }
  return root
}
