import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from '@jest/globals'
import { kindsInEnglish } from '../../../admin/src/words/kinds-of-things.ts'
import { sourceFiles } from './said-sentences.ts'

type Kinds = { [name: string]: string | Kinds }

const root = resolve(import.meta.dirname, '../../..')
const namesIn = (kinds: Kinds): string[] =>
  Object.entries(kinds).flatMap(([name, words]) =>
    typeof words === 'string' ? [name] : namesIn(words).map((rest) => `${name}.${rest}`),
  )
const events = namesIn(kindsInEnglish.event)
const jobs = namesIn(kindsInEnglish.job)

/** Names in quotes, but for those of the providers that the demo plays. */
const source = sourceFiles(root, 'core')
  .filter((file) => !file.includes('/demo/'))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n')
const quoted = (pattern: RegExp): Set<string> =>
  new Set([...source.matchAll(pattern)].map(([, name = '']) => name))

/** What a provider tells is no event of the hub's, nor are examples and files. */
const NO_EVENTS = /^(appointment\.push|call\.ts)$/

test('every event of the hub has words', () => {
  const nouns = [...new Set(events.map((name) => name.split('.')[0]))].join('|')
  const named = quoted(new RegExp(`'((?:${nouns})\\.[a-z_]+)'`, 'g'))
  const missing = [...named].filter(
    (name) => !events.includes(name) && !jobs.includes(name) && !NO_EVENTS.test(name),
  )
  expect(missing).toEqual([])
  expect(events.filter((name) => !named.has(name))).toEqual([])
})

test('every job of the hub has words', () => {
  const named = quoted(/\bkind: '([a-z_]+\.[a-z_]+|housekeeping)'/g)
  expect([...named].filter((name) => !jobs.includes(name))).toEqual([])
  expect(jobs.filter((name) => !source.includes(`'${name}'`))).toEqual([])
})
