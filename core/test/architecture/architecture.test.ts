import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { IConfiguration, ICruiseResult } from 'dependency-cruiser'
import { cruise } from 'dependency-cruiser'
import { pluginNamesInCore } from './plugin-names.ts'

const root = resolve(import.meta.dirname, '../../..')
const planted = join(import.meta.dirname, 'planted')
const configuration = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as IConfiguration
const rules = (configuration.forbidden ?? []).map(({ name }) => String(name))
/** Not a rule about imports: see `pluginNamesInCore`. */
const TEXT_RULE = 'core-names-no-plugin'

/** The real tree has some 600 modules; a checker that lost its parser sees a handful and finds no fault. */
const FEWEST_MODULES = 300

async function check(baseDir: string): Promise<ICruiseResult> {
  const folders = ['core', 'plugins', 'sandbox', 'scripts', 'bench', 'drill', 'admin'].filter((name) =>
    existsSync(join(baseDir, name)),
  )
  const { forbidden = [], options } = configuration
  const { output } = await cruise(folders, { ...options, baseDir, validate: true, ruleSet: { forbidden } })
  if (typeof output === 'string') throw new Error(output)
  return output
}

const described = ({ summary }: ICruiseResult) =>
  summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)

test('no import in the real tree breaks a rule, and the tree was really read', async () => {
  const result = await check(root)
  expect(described(result)).toEqual([])
  expect(result.summary.totalCruised).toBeGreaterThan(FEWEST_MODULES)
}, 120_000)

test('core names no plugin', () => {
  expect(pluginNamesInCore(root)).toEqual([])
})

test('every rule has a planted violation, and every planted violation a rule', () => {
  expect(readdirSync(planted).sort()).toEqual([...rules, TEXT_RULE].sort())
})

describe('a planted violation raises its own rule and no other', () => {
  test.each(rules)('%s', async (rule) => {
    const { summary } = await check(join(planted, rule))
    expect([...new Set(summary.violations.map((violation) => violation.rule.name))]).toEqual([rule])
    expect(summary.violations).toHaveLength(1)
  })

  test(TEXT_RULE, () => {
    expect(pluginNamesInCore(join(planted, TEXT_RULE))).toEqual([
      { file: 'core/calls/call.ts', line: 2, plugin: 'acme-calendar' },
      { file: 'core/calls/call.ts', line: 4, plugin: 'acme-calendar' },
    ])
  })
})
