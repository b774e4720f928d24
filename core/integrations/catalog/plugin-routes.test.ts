import { beforeAll, expect, test } from '@jest/globals'
import { testApp } from '../../platform/http/testing/test-app.ts'
import { newFolder, smallManifest, smallPlugin, writeFiles } from '../testing/plugin-files.ts'
import type { CatalogEntry } from './catalog-entry.ts'
import { loadPlugin } from './load-plugin.ts'
import { pluginRoutes } from './plugin-routes.ts'

const README = '# Small\n\n## Setting it up\n\n1. Make a key.\n'
let entries: CatalogEntry[]

beforeAll(async () => {
  const dir = await newFolder()
  const files = { ...smallPlugin, 'README.md': README }
  const small = await writeFiles(dir, 'small', {
    ...files,
    'locales/de.json': {
      description: 'Das kleinste Plugin.',
      settings: { api_key: { title: 'Schlüssel', help: 'Von der Seite.' } },
      sentences: { 'It is closed.': 'Es ist geschlossen.' },
    },
    'locales/de.md': '# Klein\n\n## Einrichten\n\n1. Legen Sie einen Schlüssel an.\n',
  })
  const broken = await writeFiles(dir, 'broken', {
    ...files,
    'plugin.json': { ...smallManifest, id: 'broken' },
    'locales/de.json': '{',
  })
  const options = { sdkVersion: '0.1.0', patience: 20_000, off: new Set<string>() }
  entries = await Promise.all([
    loadPlugin({ id: 'small', dir: small, isPackage: false }, options),
    loadPlugin({ id: 'broken', dir: broken, isPackage: false }, options),
  ])
})

async function get(path: string) {
  const { agent } = testApp({ routes: pluginRoutes({ list: () => entries }) })
  return agent.get(path).set('Authorization', 'Bearer scopes:connections:read')
}

test('a plugin is shown in the language that is asked for', async () => {
  const { body } = await get('/v1/plugins/small?language=de')
  expect(body).toMatchObject({
    description: 'Das kleinste Plugin.',
    sentences: { 'It is closed.': 'Es ist geschlossen.' },
    guide: [{ title: 'Einrichten', text: '1. Legen Sie einen Schlüssel an.' }],
  })
  expect(body.settings_schema.properties.api_key).toMatchObject({
    title: 'Schlüssel',
    'x-help': 'Von der Seite.',
    'x-secret': true,
  })
  expect((await get('/v1/plugins?language=de')).body.data).toContainEqual(
    expect.objectContaining({ id: 'small', description: 'Das kleinste Plugin.' }),
  )
})

test.each(['small', 'broken?language=de', 'broken'])('%s is shown in English', async (path) => {
  const { body } = await get(`/v1/plugins/${path}`)
  expect(body).toMatchObject({ description: 'The smallest plugin.', sentences: {} })
  expect(body.settings_schema.properties.api_key.title).toBe('Key')
  expect(body.guide).toEqual([{ title: 'Setting it up', text: '1. Make a key.' }])
})

test('a language that the hub does not know is refused', async () => {
  expect((await get('/v1/plugins?language=fr')).status).toBe(422)
})
