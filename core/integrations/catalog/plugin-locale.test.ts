import { expect, test } from '@jest/globals'
import { localeIn, settingsIn } from './plugin-locale.ts'

test('of what stands in a file of words only text is taken', () => {
  const found = {
    description: 7,
    settings: { api_key: { title: 'API-Schlüssel', help: null }, other: 'x' },
    sentences: { 'It is over.': 'Es ist vorbei.', 'Not said.': ['x'] },
    more: true,
  }
  expect(localeIn(found)).toEqual({
    settings: { api_key: { title: 'API-Schlüssel' }, other: {} },
    sentences: { 'It is over.': 'Es ist vorbei.' },
  })
  for (const nothing of [undefined, null, 'text', 3])
    expect(localeIn(nothing)).toEqual({ settings: {}, sentences: {} })
})

test('titles and help are in the words that there are, all else stays', () => {
  const schema = {
    type: 'object',
    properties: {
      api_key: { type: 'string', title: 'API key', 'x-help': 'Ask.', 'x-secret': true },
      base_url: { type: 'string', title: 'Address' },
    },
  }
  expect(settingsIn(schema, { settings: { api_key: { title: 'API-Schlüssel' } } })).toEqual({
    type: 'object',
    properties: {
      api_key: { type: 'string', title: 'API-Schlüssel', 'x-help': 'Ask.', 'x-secret': true },
      base_url: { type: 'string', title: 'Address' },
    },
  })
})
