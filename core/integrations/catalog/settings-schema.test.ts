import { describe, expect, test } from '@jest/globals'
import { SettingsSchema } from './settings-schema.ts'

const schema = new SettingsSchema({
  type: 'object',
  additionalProperties: false,
  required: ['api_key'],
  properties: {
    api_key: { type: 'string', minLength: 8, 'x-secret': true },
    base_url: { type: 'string', format: 'uri', default: 'https://api.acme.test', 'x-host': true },
    secret: { type: 'string', pattern: '^whsec_' },
    hours: { type: 'object', required: ['from'], properties: { from: { type: 'integer' } } },
  },
})

test('defaults are filled in', () => {
  const settings = { api_key: '12345678' }
  expect(schema.check(settings)).toEqual([])
  expect(settings).toEqual({ api_key: '12345678', base_url: 'https://api.acme.test' })
})

describe('every mistake is named with its place', () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ['a missing setting', {}, 'api_key', 'is needed'],
    ['a setting there is not', { api_key: '12345678', apikey: 1 }, 'apikey', 'is no setting of this plugin'],
    ['a wrong type', { api_key: 12345678 }, 'api_key', 'must be string'],
    ['a value that does not fit', { api_key: 'short' }, 'api_key', 'must NOT have fewer than 8 characters'],
    [
      'what its pattern refuses',
      { api_key: '12345678', secret: 'x' },
      'secret',
      'does not look as it should: see what this field asks for',
    ],
    ['something missing inside of a setting', { api_key: '12345678', hours: {} }, 'hours.from', 'is needed'],
    [
      'something wrong inside of a setting',
      { api_key: '12345678', hours: { from: 'nine' } },
      'hours.from',
      'must be integer',
    ],
    [
      'an address without scheme',
      { api_key: '12345678', base_url: 'api.acme.test' },
      'base_url',
      'must match format "uri"',
    ],
    [
      'an address of another protocol',
      { api_key: '12345678', base_url: 'file:///etc/passwd' },
      'base_url',
      'Only https and http addresses are called.',
    ],
    [
      'an address with credentials in it',
      { api_key: '12345678', base_url: 'https://me:pw@api.acme.test' },
      'base_url',
      'An address must not hold a user name or password.',
    ],
  ])('%s', (_what, settings, field, message) => {
    expect(schema.check(settings)).toEqual([{ field, message }])
  })

  test('all of them at once', () => {
    expect(
      schema
        .check({ api_key: 'short', more: 1 })
        .map(({ field }) => field)
        .sort(),
    ).toEqual(['api_key', 'more'])
  })
})
