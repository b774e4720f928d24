import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { newFolder, smallManifest, smallPlugin, smallSettings, writeFiles } from '../testing/plugin-files.ts'
import { KeptProofs } from './kept-proofs.ts'
import { loadPlugin } from './load-plugin.ts'

let dir: string
let file: string

beforeEach(async () => {
  dir = await newFolder()
  file = join(dir, 'proven.json')
})

afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** What is proved for these subjects at one start, with what was kept at the ones before. */
async function provedAtStart(...subjects: string[]): Promise<string[]> {
  const proofs = await KeptProofs.read(file)
  const proved: string[] = []
  for (const subject of subjects) await proofs.once([subject], () => void proved.push(subject))
  await proofs.keep()
  return proved
}

test('what has passed is not proved again, what is new is', async () => {
  expect(await provedAtStart('a', 'b')).toEqual(['a', 'b'])
  expect(await provedAtStart('b', 'a')).toEqual([])
  expect(await provedAtStart('a', 'c')).toEqual(['c'])
})

test('what no longer counts is forgotten', async () => {
  await provedAtStart('a', 'b')
  await provedAtStart('a')
  expect(await provedAtStart('a', 'b')).toEqual(['b'])
})

test('what is wrong is examined at each start', async () => {
  for (const _start of [1, 2]) {
    const proofs = await KeptProofs.read(file)
    const failing = proofs.once(['a'], () => {
      throw new Error('it is wrong')
    })
    await expect(failing).rejects.toThrow('it is wrong')
    await proofs.keep()
  }
})

test.each(['', '{', '{"a":1}', '[1,null]'])('a file with %j in it proves nothing', async (content) => {
  writeFileSync(file, content)
  expect(await provedAtStart('a')).toEqual(['a'])
  expect(await provedAtStart('a')).toEqual([])
})

test('a folder that is not there only costs time', async () => {
  file = join(dir, 'nowhere', 'proven.json')
  expect(await provedAtStart('a')).toEqual(['a'])
  expect(await provedAtStart('a')).toEqual(['a'])
})

/** State and reason of the small plugin with these files, after a start at which all was in order. */
async function afterChange(changed: object, sdkVersion = '0.1.0') {
  const start = async (version: string) => {
    const proofs = await KeptProofs.read(file)
    const place = { id: 'small', dir: join(dir, 'small'), isPackage: false }
    const entry = await loadPlugin(place, { sdkVersion: version, patience: 20_000, off: new Set(), proofs })
    await proofs.keep()
    return entry.state === 'loaded' ? entry.state : `${entry.state}: ${entry.reason}`
  }
  await writeFiles(dir, 'small', { ...smallPlugin, 'plugin.json': { ...smallManifest, sdk: '^0.1.0' } })
  expect([await start('0.1.0'), await start('0.1.0')]).toEqual(['loaded', 'loaded'])
  expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveLength(2)
  await writeFiles(dir, 'small', { ...changed })
  return start(sdkVersion)
}

test('a plugin that was in order and is changed gets the complaint that a new one would get', async () => {
  const properties = { ...smallSettings.properties, base_url: { type: 'string', formt: 'uri' } }
  expect(await afterChange({ 'settings.schema.json': { ...smallSettings, properties } })).toBe(
    'invalid: settings.schema.json: strict mode: unknown keyword: "formt"',
  )
  expect(await afterChange({ 'settings.schema.json': { ...smallSettings, required: 'all' } })).toBe(
    'invalid: settings.schema.json: schema is invalid: data/required must be array',
  )
  expect(await afterChange({ 'plugin.json': { ...smallManifest, hosts: 'all' } })).toBe(
    'invalid: plugin.json: /hosts must be array',
  )
  expect(await afterChange({ 'plugin.json': { ...smallManifest, id: 'other' } })).toBe(
    'invalid: plugin.json: /id is other, the folder is small',
  )
})

test('so does one that another version of the SDK does not suit', async () => {
  expect(await afterChange({}, '0.2.0')).toBe(
    'incompatible: small 1.0.0 needs @askpro/plugin-sdk ^0.1.0, this hub has 0.2.0',
  )
})
