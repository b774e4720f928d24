import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A new folder outside of the repository. */
export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'askpro-plugins-'))

/** Writes a folder of files; objects become JSON, undefined leaves one out. Gives its path. */
export async function writeFiles(
  dir: string,
  name: string,
  files: Readonly<Record<string, object | string | undefined>>,
): Promise<string> {
  const folder = join(dir, name)
  await mkdir(folder, { recursive: true })
  for (const [file, content] of Object.entries(files)) {
    if (content === undefined) continue
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}

/** The smallest manifest there can be. */
export const smallManifest = {
  id: 'small',
  name: 'Small',
  description: 'The smallest plugin.',
  version: '1.0.0',
  sdk: '*',
  provides: ['payments'],
  auth: { kind: 'key' },
  hosts: ['api.small.test'],
}

export const smallSettings = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  additionalProperties: false,
  required: ['api_key'],
  properties: {
    api_key: { type: 'string', title: 'Key', 'x-secret': true, 'x-help': 'From the page.', 'x-order': 1 },
    base_url: { type: 'string', format: 'uri', default: 'https://api.small.test', 'x-host': true },
  },
}

export const smallCode = `export const plugin = {
  async check() {},
  payments: { async collect() {}, async state() {} },
}
`

/** All files of the smallest plugin, in JavaScript. */
export const smallPlugin = {
  'package.json': { type: 'module' },
  'plugin.json': smallManifest,
  'settings.schema.json': smallSettings,
  'index.js': smallCode,
}
