import { readdirSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import type { Migration } from '../platform/db/migrate.ts'
import { migrations } from './index.ts'

const FILES = readdirSync(import.meta.dirname).filter((name) => /^\d{4}-.*\.ts$/.test(name))

test('every file is in the list, in its order', () => {
  expect(migrations.map(({ name }) => `${name}.ts`)).toEqual(FILES.sort())
})

test.each(FILES)('%s bears its own name', async (file) => {
  const [step, ...more] = Object.values((await import(`./${file}`)) as Record<string, Migration>)
  expect(more).toEqual([])
  expect(`${step?.name}.ts`).toBe(file)
})
