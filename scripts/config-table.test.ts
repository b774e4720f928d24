import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { withConfigTable } from './config-table.ts'

const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'configuration.md'), 'utf8')

test('the table in docs/configuration.md is the present one (else: npx node scripts/config-table.ts)', () => {
  expect(page).toBe(withConfigTable(page))
})

test('what stands between the markers is replaced, and nothing else', () => {
  const spoiled = page.replace(/\| `PORT` \|.*\n/, '').replace('`ASKPRO_ROLE`', '`ASKPRO_ROLL`')
  expect(spoiled).not.toBe(page)
  expect(withConfigTable(spoiled)).toBe(page)
})

test('a page that lost its markers is an error, not a page without a table', () => {
  expect(() => withConfigTable('# Configuration\n')).toThrow(/markers/)
})
