import { expect, test } from '@jest/globals'
import { readConfig } from './config.ts'
import { shownConfig } from './shown-config.ts'

const shown = shownConfig(
  readConfig({ DATABASE_URL: 'postgres://app:hunter2@db/askpro', PORT: '9090', HOST: '127.0.0.1' }).variables,
)
const variable = (name: string) => shown.find((one) => one.name === name)

test('a secret is said to be set, and its value is never shown', () => {
  expect(variable('DATABASE_URL')).toMatchObject({ secret: true, set: true, value: null })
  expect(variable('REDIS_URL')).toMatchObject({ secret: true, set: false, value: null })
  expect(JSON.stringify(shown)).not.toContain('hunter2')
})

test('what was changed is told from what counts without it', () => {
  expect(variable('PORT')).toMatchObject({ value: '9090', changed: true })
  expect(variable('HOST')).toMatchObject({ value: '127.0.0.1', set: true, changed: false })
  expect(variable('PUBLIC_URL')).toMatchObject({ value: null, set: false, changed: false })
})
