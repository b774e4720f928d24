import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { localeProblems, readPluginFolder } from '@askpro/plugin-sdk/quality'
import { describe, expect, test } from '@jest/globals'
import { sectionsOf } from '../../integrations/catalog/plugin-guide.ts'
import { saidIn } from './said-sentences.ts'

const root = resolve(import.meta.dirname, '../../..')
const plugins = readdirSync(join(root, 'plugins'))
const bare = (text: string): string => text.replaceAll(/\{\w*\}/g, '{}')

describe.each(plugins)('%s', (id) => {
  const folder = readPluginFolder(join(root, 'plugins', id))
  const german = folder.locales?.get('de')

  test('has its description, settings and guide in German', () => {
    expect(german).toBeDefined()
    expect(localeProblems(folder, 'de')).toEqual([])
  })

  test('says every sentence of its failures in German, and keeps none that it says no more', () => {
    const said = new Set(saidIn(root, `plugins/${id}`).map(({ text }) => text))
    const known = new Set(Object.keys(german?.words.sentences ?? {}).map(bare))
    expect([...said].filter((text) => !known.has(text))).toEqual([])
    const sources = [...folder.sources.values()].join('\n')
    expect([...known].filter((text) => !said.has(text) && !sources.includes(text))).toEqual([])
  })

  test('leads by what is clicked, in German through the same steps as in English', () => {
    const [english, other] = [folder.readme, german?.guide ?? ''].map(sectionsOf)
    expect(other?.map(({ title }) => title)).toEqual(['Was es tut', 'Einrichten', 'Was es nicht tut'])
    expect(english).toHaveLength(3)
    const steps = (text = '') => [...text.matchAll(/^\d+\./gm)].map(([step]) => step)
    expect(steps(other?.[1]?.text)).toEqual(steps(english?.[1]?.text))
    for (const guide of [folder.readme, german?.guide ?? ''])
      expect(guide).not.toMatch(/\/v1\/|`(GET|POST|PUT|PATCH|DELETE) /)
  })
})
