import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { assessQuality, readPluginFolder } from '@askpro/plugin-sdk/quality'
import { describe, expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '..', 'plugins')
const plugins = readdirSync(root, { withFileTypes: true }).filter((item) => item.isDirectory())

test('there are plugins to look at', () => {
  expect(plugins.length).toBeGreaterThan(3)
})

describe.each(plugins.map(({ name }) => name))('%s', (name) => {
  const folder = readPluginFolder(pathToFileURL(join(root, name)))

  test('answers every quality rule, and what it calls done is done', () => {
    expect(assessQuality(folder).problems).toEqual([])
  })

  test('is at least silver, also where its tests were not shipped', () => {
    expect(['silver', 'gold']).toContain(assessQuality(folder).tier)
    expect(['silver', 'gold']).toContain(assessQuality({ ...folder, tests: null }).tier)
  })
})
