import { existsSync } from 'node:fs'
import { rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type CatalogErrand, type CatalogReading, PATIENCE } from '../testing/catalog-reading.ts'
import {
  newFolder,
  smallCode,
  smallManifest,
  smallPlugin,
  smallSettings,
  writeFiles,
} from '../testing/plugin-files.ts'
import { runProgram } from '../testing/run-program.ts'

type Files = Partial<Record<string, object | string>>

/** Folders are read all together by one process: each case names its own while the tests are collected. */
const folders: Array<{ id: string; files: Files }> = []
let dir: string
let later: string
let missing: string
let reading: CatalogReading

/** The smallest plugin with some of its files changed; gives the folder's name. */
function folder({ manifest = {}, ...files }: Files & { manifest?: object }): string {
  const id = `case-${folders.length}`
  const changed = { ...smallPlugin, 'plugin.json': { ...smallManifest, id, ...manifest }, ...files }
  folders.push({ id, files: changed })
  return id
}

const code = (text: string): string => folder({ 'index.js': text })
const settings = (change: object): string =>
  folder({ 'settings.schema.json': { ...smallSettings, required: [], ...change } })

function entryOf(id: string) {
  const entry = reading.entries.find((one) => one.id === id)
  if (!entry) throw new Error(`no folder ${id} was found`)
  return entry
}

/** A line that leaves a file beside the code when it is run. */
const PROOF = `import { writeFileSync } from 'node:fs'\nwriteFileSync(import.meta.dirname + '/ran', '')\n`

beforeAll(async () => {
  ;[dir, later] = [await newFolder(), await newFolder()]
  missing = join(dir, 'no-such-folder')
  for (const { id, files } of folders) await writeFiles(dir, id, files)
  await writeFiles(later, 'twice', { ...smallPlugin, 'plugin.json': named('twice', '2.0.0') })
  await writeFiles(dir, 'twice', {
    ...smallPlugin,
    'plugin.json': named('twice', '1.0.0'),
    'index.js': PROOF + smallCode,
  })
  const elsewhere = await writeFiles(await newFolder(), 'linked', {
    ...smallPlugin,
    'plugin.json': named('linked', '1.0.0'),
    'index.js': `import { definePlugin } from '@askpro/plugin-sdk'\n${smallCode.replace('= {', '= definePlugin({').replace(/}\n$/, '})\n')}`,
  })
  await symlink(elsewhere, join(dir, 'linked'))
  await writeFiles(dir, 'node_modules', {})
  await writeFiles(dir, '.git', {})
  await writeFile(join(dir, 'README.md'), 'read me')
  await writeFiles(dir, 'off', {
    ...smallPlugin,
    'plugin.json': named('off', '1.0.0'),
    'index.js': PROOF + smallCode,
  })
  for (const [name, files] of Object.entries(packages)) await writeFiles(dir, `node_modules/${name}`, files)
  const errand: CatalogErrand = {
    // With a slash at the end, as people write folders.
    dirs: [`${dir}/`, later, missing],
    packages: [...Object.keys(packages), 'never-installed'],
    off: ['off'],
  }
  reading = await runProgram<CatalogReading>('read-catalog.ts', [JSON.stringify(errand)])
})

afterAll(async () => {
  await Promise.all([dir, later].map((path) => rm(path, { recursive: true, force: true })))
})

const named = (id: string, version: string) => ({ ...smallManifest, id, version })

/** Throws at another SDK than the hub's, which exports what this one does not. */
const FOREIGN_SDK = {
  'node_modules/@askpro/plugin-sdk/package.json': { type: 'module', exports: './index.js' },
  'node_modules/@askpro/plugin-sdk/index.js': `throw new Error('this is not the SDK of the hub')`,
}

/** By the name under which they are installed. */
const packages: Record<string, Files> = {
  'askpro-plugin-boxed': { ...smallPlugin, 'plugin.json': named('boxed', '1.0.0') },
  '@acme/hub-plugin': { ...smallPlugin, 'plugin.json': named('scoped', '1.0.0') },
  'copycat-package': {
    ...smallPlugin,
    ...FOREIGN_SDK,
    'plugin.json': named('copycat', '1.0.0'),
    'index.js': `import { definePlugin } from '@askpro/plugin-sdk'\ndefinePlugin({})\n${smallCode}`,
  },
  'typed-package': {
    ...smallPlugin,
    'plugin.json': named('typed', '1.0.0'),
    'index.js': undefined,
    'index.ts': smallCode,
  },
  'not-a-plugin': { 'package.json': { name: 'not-a-plugin' } },
  'tomorrow-package': { ...smallPlugin, 'plugin.json': { ...named('of-tomorrow', '1.0.0'), sdk: '^7.0.0' } },
  'pieces-package': {
    ...smallPlugin,
    'plugin.json': named('in-pieces', '1.0.0'),
    'index.js': `throw new TypeError('in pieces')`,
  },
}

describe('a folder that is a plugin', () => {
  const small = folder({})
  const typed = folder({
    'index.js': undefined,
    'index.ts': smallCode.replace('async check() {}', 'async check(_ctx: unknown): Promise<void> {}'),
  })

  test('is loaded with its manifest, its settings and its code', () => {
    expect(entryOf(small)).toEqual({
      id: small,
      state: 'loaded',
      found: {
        manifest: { ...smallManifest, id: small },
        members: ['check', 'payments'],
        secrets: ['api_key'],
        hosts: ['base_url'],
        tier: null,
      },
    })
  })

  test('may be TypeScript', () => {
    expect(entryOf(typed).state).toBe('loaded')
  })

  test('may be linked to from the folder that is read, and finds the SDK all the same', () => {
    expect(entryOf('linked')).toMatchObject({ state: 'loaded' })
  })

  test('is taken from the later of two folders that have it, and only that one’s code is run', () => {
    expect(entryOf('twice').found).toMatchObject({ manifest: { version: '2.0.0' } })
    expect(existsSync(join(dir, 'twice', 'ran'))).toBe(false)
  })

  test('is listed among the others by name; what lies beside plugins is left out', () => {
    const ids = reading.entries.map(({ id }) => id)
    expect(ids).toEqual([...ids].sort((a, b) => a.localeCompare(b)))
    expect(ids).toHaveLength(folders.length + 3 + Object.keys(packages).length + 1)
  })
})

describe('an npm package that the configuration names', () => {
  test('is found below the folders, under the id that its manifest says', () => {
    expect(entryOf('boxed')).toMatchObject({ state: 'loaded' })
    expect(entryOf('scoped')).toMatchObject({ state: 'loaded' })
  })

  test('uses the hub’s SDK, also where it brings a copy of its own', () => {
    expect(entryOf('copycat')).toMatchObject({ state: 'loaded' })
  })

  test.each<[string, string, string]>([
    ['typed', 'invalid', 'there is no index.js, and Node strips no types below node_modules'],
    ['not-a-plugin', 'invalid', 'plugin.json: there is none'],
    ['never-installed', 'invalid', 'no package never-installed is installed beside the plugins'],
    ['of-tomorrow', 'incompatible', 'of-tomorrow 1.0.0 needs @askpro/plugin-sdk ^7.0.0, this hub has '],
    ['in-pieces', 'crashed', 'TypeError: in pieces'],
  ])('and cannot be used is an entry: %s is %s', (id, state, reason) => {
    expect(entryOf(id).state).toBe(state)
    expect(entryOf(id).reason).toContain(reason)
  })
})

test('one that is switched off is an entry, and its code is not run', () => {
  expect(entryOf('off')).toEqual({
    id: 'off',
    state: 'disabled',
    reason: 'it is named in ASKPRO_PLUGINS_OFF',
  })
  expect(existsSync(join(dir, 'off', 'ran'))).toBe(false)
})

describe('a broken one is an entry with its reason, and everything else runs', () => {
  const none = folder({ 'plugin.json': undefined })
  const noJson = folder({ 'plugin.json': '{"id": "small",}' })
  const noCode = folder({ 'index.js': undefined })

  test('each is told once in the log, by its name', () => {
    const told = reading.complaints.map(({ fields }) => (fields as { plugin?: string }).plugin)
    const broken = reading.entries.filter(({ state }) => state !== 'loaded').map(({ id }) => id)
    expect(told.filter((id) => id !== undefined).sort()).toEqual([...broken].sort())
    expect(reading.complaints).toContainEqual({
      fields: { plugin: none, reason: 'plugin.json: there is none' },
      message: 'plugin is invalid',
    })
  })

  test('a folder for plugins that is not there is told', () => {
    expect(reading.complaints).toContainEqual({
      fields: expect.objectContaining({ dir: missing }),
      message: 'a folder for plugins could not be read',
    })
  })

  test('a folder without a manifest, without JSON in it, without code', () => {
    expect(entryOf(none)).toMatchObject({ state: 'invalid', reason: 'plugin.json: there is none' })
    expect(entryOf(noJson)).toMatchObject({
      state: 'invalid',
      reason: expect.stringMatching(/^plugin\.json: .*JSON/),
    })
    expect(entryOf(noCode)).toMatchObject({
      state: 'invalid',
      reason: 'there is no index.ts or index.js',
    })
  })

  const consent = {
    kind: 'oauth2',
    authorize_url: 'https://id.small.test/a',
    token_url: 'https://id.small.test/t',
    scopes: ['all'],
  }
  const sync = { name: 'entries', every_minutes: 5, timeout_seconds: 60 }
  const hook = { name: 'events', mode: 'inbox', signed: 'somehow' }
  const manifest = (change: object): string => folder({ manifest: change })

  test.each<[string, string, string]>([
    [
      'an unknown capability',
      manifest({ provides: ['payments', 'mail'] }),
      '/provides/1 must be one of calendar, telephony, payments',
    ],
    ['no capability', manifest({ provides: [] }), '/provides must NOT have fewer than 1 items'],
    ['an unknown member', manifest({ hosst: [] }), '/hosst is not known'],
    ['a missing member', manifest({ hosts: undefined }), '/hosts is missing'],
    ['a host with a scheme', manifest({ hosts: ['https://a.test'] }), '/hosts/0 must match pattern'],
    [
      'a way to connect that there is not',
      manifest({ auth: { kind: 'basic' } }),
      '/auth value of tag "kind" must be in oneOf',
    ],
    [
      'consent without its addresses',
      manifest({ auth: { ...consent, token_url: undefined } }),
      '/auth/token_url is missing',
    ],
    [
      'consent over http',
      manifest({ auth: { ...consent, token_url: 'http://id.small.test/t' } }),
      '/auth/token_url must match pattern',
    ],
    [
      'a sync that is too frequent',
      manifest({ syncs: [{ ...sync, every_minutes: 0 }] }),
      '/syncs/0/every_minutes must be >= 1',
    ],
    ['two syncs of one name', manifest({ syncs: [sync, sync] }), '/syncs/1/name repeats entries'],
    ['two hooks of one name', manifest({ webhooks: [hook, hook] }), '/webhooks/1/name repeats events'],
    [
      'an unknown mode of a hook',
      manifest({ webhooks: [{ ...hook, mode: 'later' }] }),
      '/webhooks/0/mode must be one of inbox, inbound_call, function_call',
    ],
    [
      'a hook for calls without telephony',
      manifest({ webhooks: [{ ...hook, mode: 'inbound_call' }] }),
      '/webhooks/0/mode is only for plugins that provide telephony',
    ],
    [
      'a watch that is heard nowhere',
      manifest({ webhooks: [hook], watches: [{ name: 'all', hook: 'other', per: 'connection' }] }),
      '/watches/0/hook names no webhook of mode inbox',
    ],
    ['the name of another folder', manifest({ id: 'smaller' }), '/id is smaller, the folder is case-'],
    ['no range of versions', manifest({ sdk: 'newest' }), '/sdk is no version range: newest'],
  ])('a manifest with %s is invalid, with the path of the mistake', (_what, id, reason) => {
    expect(entryOf(id).state).toBe('invalid')
    expect(entryOf(id).reason).toContain(`plugin.json: ${reason}`)
  })

  test.each(
    ['>=9.0.0', '^9.1.0', '0.0.1'].map((sdk): [string, string] => [
      sdk,
      folder({ manifest: { sdk }, 'index.js': PROOF + smallCode }),
    ]),
  )('one for another SDK (%s) is incompatible, and never run', (sdk, id) => {
    expect(entryOf(id).state).toBe('incompatible')
    expect(entryOf(id).reason).toMatch(/^case-\d+ 1\.0\.0 needs @askpro\/plugin-sdk .*, this hub has \d/)
    expect(entryOf(id).reason).toContain(`plugin-sdk ${sdk}, this hub`)
    expect(existsSync(join(dir, id, 'ran'))).toBe(false)
  })

  test.each<[string, string, string]>([
    ['throws', code(`\nthrow new TypeError('no such thing')`), 'TypeError: no such thing (index.js:2)'],
    ['throws something odd', code(`throw 'just text'`), 'just text'],
    ['imports what is not there', code(`import './missing.js'`), 'missing.js'],
    ['is no JavaScript', code('export const = 1'), 'SyntaxError'],
    [
      'is no TypeScript in another file',
      folder({ 'index.js': `import './part.ts'`, 'part.ts': 'export const a: = 1' }),
      '(part.ts:1)',
    ],
    [
      'never comes to an end',
      code('await new Promise(() => {})'),
      `its code was not loaded within ${PATIENCE} ms`,
    ],
  ])('code that %s has crashed', (_what, id, reason) => {
    expect(entryOf(id).state).toBe('crashed')
    expect(entryOf(id).reason).toContain(reason)
  })

  const withHooks = (hooks: string): string => smallCode.replace('payments:', `webhooks: ${hooks}, payments:`)

  test.each<[string, string, string]>([
    ['no `plugin`', code('export const plug = 1'), 'index exports no `plugin`'],
    ['a `plugin` that is none', code(`export const plugin = 'small'`), 'index exports no `plugin`'],
    ['no check', code(smallCode.replace('async check() {},', '')), 'index: `check` is missing'],
    [
      'a capability less than promised',
      manifest({ provides: ['payments', 'calendar'] }),
      'plugin.json promises calendar, index has none',
    ],
    [
      'a capability more than promised',
      code(smallCode.replace('payments:', 'calendar: {}, payments:')),
      'index has calendar, plugin.json does not mention it',
    ],
    [
      'no sync of the promised name',
      manifest({ syncs: [sync] }),
      'plugin.json promises syncs.entries, index has none',
    ],
    [
      'a hook that nobody promised',
      code(withHooks('{ events: {} }')),
      'index has webhooks.events, plugin.json does not mention it',
    ],
    [
      'a hook without its signature check',
      folder({
        manifest: { webhooks: [hook] },
        'index.js': withHooks('{ events: { async facts() {}, async dedupeKey() {} } }'),
      }),
      'index: webhooks.events.verify is missing',
    ],
    [
      'half of a capability',
      code(smallCode.replace('async state() {}', '')),
      'index: payments.state is missing',
    ],
  ])('an index with %s does not match', (_what, id, reason) => {
    expect(entryOf(id).state).toBe('invalid')
    expect(entryOf(id).reason).toContain(reason)
  })

  const key = (property: object): string => settings({ properties: { api_key: property } })

  test.each<[string, string, string]>([
    ['a typo in a word of ours', key({ type: 'string', 'x-secrte': true }), 'unknown keyword: "x-secrte"'],
    [
      'a typo in a word of JSON Schema',
      key({ type: 'string', minLenght: 1 }),
      'unknown keyword: "minLenght"',
    ],
    ['a word of ours with a wrong value', key({ type: 'string', 'x-secret': 'yes' }), 'x-secret'],
    ['an unknown type', key({ type: 'text' }), 'type must be'],
    ['an unknown format', key({ type: 'string', format: 'url-ish' }), 'url-ish'],
    [
      'a secret inside of a setting',
      key({ type: 'object', properties: { key: { type: 'string', 'x-secret': true } } }),
      '/properties/api_key has x-secret somewhere inside',
    ],
    [
      'a host that is no address',
      key({ type: 'string', 'x-host': true }),
      '/properties/api_key has x-host, so it must be a string with "format": "uri"',
    ],
    ['a need that it does not describe', settings({ required: ['token'] }), 'token'],
    [
      'room for anything',
      settings({ additionalProperties: undefined }),
      'it must have "type": "object" and "additionalProperties": false',
    ],
    ['no object in it', folder({ 'settings.schema.json': 'null' }), 'it must be an object'],
    ['no JSON in it', folder({ 'settings.schema.json': 'yes' }), 'JSON'],
    ['no file at all', folder({ 'settings.schema.json': undefined }), 'there is none'],
  ])('a settings schema with %s is invalid', (_what, id, reason) => {
    expect(entryOf(id).state).toBe('invalid')
    expect(entryOf(id).reason).toMatch(/^settings\.schema\.json: /)
    expect(entryOf(id).reason).toContain(reason)
  })

  const open = { type: 'string' }
  const secret = { type: 'string', 'x-secret': true }
  const consenting = (properties: object, auth: object = {}): string =>
    folder({
      manifest: { auth: { ...consent, ...auth } },
      'settings.schema.json': { ...smallSettings, required: [], properties },
    })

  test.each<[string, string, string]>([
    ['no client id', consenting({ client_secret: secret }), '/properties/client_id is missing'],
    [
      'a client secret in the open',
      consenting({ client_id: open, client_secret: open }),
      '/properties/client_secret with x-secret is missing',
    ],
    [
      'no setting for the test server',
      consenting({ client_id: open, client_secret: secret }, { base_url_setting: 'server' }),
      '/properties/server with x-host is missing',
    ],
  ])('consent that the host does needs its settings: %s', (_what, id, reason) => {
    expect(entryOf(id).reason).toContain(`settings.schema.json: ${reason}`)
  })
})
