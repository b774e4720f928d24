import { expect, test } from '@jest/globals'
import { readReport, sdkReport } from './sdk-report.ts'

const report = sdkReport()

test('what the SDK exports is what its report says; after a wanted change run: node scripts/sdk-report.ts', () => {
  expect(report).toEqual(readReport())
})

test('the report names every way to import the SDK, with the text of its types', () => {
  expect(Object.keys(report)).toEqual([
    '@askpro/plugin-sdk',
    '@askpro/plugin-sdk/quality',
    '@askpro/plugin-sdk/testing',
  ])
  expect(report['@askpro/plugin-sdk']?.definePlugin).toEqual([
    'export declare function definePlugin(plugin: Plugin): Plugin;',
  ])
  expect(report['@askpro/plugin-sdk']?.PluginContext?.join('\n')).toContain('accessToken(): Promise<string>')
  expect(report['@askpro/plugin-sdk/testing']).toHaveProperty('calendarContract')
})

test('a type that an exported one mentions is exported too, or a plugin could not name it', () => {
  for (const entry of Object.values(report)) {
    const text = Object.values(entry).flat().join('\n')
    const mentioned = new Set(text.match(/\b[A-Z][A-Za-z]+[a-z][A-Za-z]*\b/g) ?? [])
    const foreign = [...mentioned].filter((name) => !(name in entry) && !isKnownElsewhere(name))
    expect(foreign).toEqual([])
  }
})

/** JavaScript's own, type parameters, and what the other entry exports. */
function isKnownElsewhere(name: string): boolean {
  return name in globalThis || name in (report['@askpro/plugin-sdk'] ?? {}) || UTILITY.has(name)
}

const UTILITY = new Set(['Readonly', 'ReadonlyMap', 'Record', 'Partial', 'Pick', 'World', 'ErrorOptions'])
