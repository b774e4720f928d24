import { expect, test } from '@jest/globals'
import type { PluginLocale } from '../locale.ts'
import { localeProblems } from './locale-problems.ts'
import type { PluginFolder } from './plugin-folder.ts'

const words: PluginLocale = {
  description: 'Ein Kalender.',
  settings: { api_key: { title: 'Schlüssel', help: 'Im Konto.' }, base_url: { title: 'Adresse' } },
  sentences: { 'Acme answered {status}.': 'Acme hat mit {status} geantwortet.' },
}

const problems = (said: PluginLocale | undefined, guide = '# Acme\n\n## Was es tut\n') =>
  localeProblems(
    {
      manifest: { description: 'A calendar.' },
      settings: { api_key: { title: 'Key', 'x-help': 'In the account.' }, base_url: { title: 'Address' } },
      locales: new Map(said ? [['de', { words: said, guide }]] : []),
    } as unknown as PluginFolder,
    'de',
  )

test('whole words lack nothing, and a plugin without them is not blamed', () => {
  expect(problems(words)).toEqual([])
  expect(problems(undefined)).toEqual([])
})

test.each<[string, PluginLocale]>([
  ['description is missing', { ...words, description: '' }],
  ['settings.base_url.title is missing', { ...words, settings: { api_key: { title: 'a', help: 'b' } } }],
  [
    'settings.api_key.help is missing',
    { ...words, settings: { ...words.settings, api_key: { title: 'Schlüssel' } } },
  ],
  [
    'settings.apikey: there is no such setting',
    { ...words, settings: { ...words.settings, apikey: { title: 'Schlüssel' } } },
  ],
  [
    'sentences: {code} is not filled in: Acme answered {status}.',
    { ...words, sentences: { 'Acme answered {status}.': 'Acme: {code}' } },
  ],
])('%s', (problem, said) => {
  expect(problems(said)).toEqual([problem])
})

test('a guide without sections is none', () => {
  expect(problems(words, '')).toEqual(['locales/de.md has no sections'])
})
