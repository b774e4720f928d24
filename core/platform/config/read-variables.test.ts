import { describe, expect, test } from '@jest/globals'
import type { TSchema } from '@sinclair/typebox'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { isInstantText } from '../text-formats.ts'
import { configSchema } from './config-schema.ts'
import { readVariables } from './read-variables.ts'

const VARIABLES = Object.entries<TSchema>(configSchema.properties)

const ajv = new Ajv({ coerceTypes: true, useDefaults: true, strict: true, allowUnionTypes: true })
ajv.addFormat('date-time', isInstantText)
ajv.addFormat('uri', URL.canParse)
ajv.addKeyword({ keyword: 'x-secret', schemaType: 'boolean' })
const isRight = ajv.compile(configSchema)

/** As ajv reads them; undefined where it complains. */
function byAjv(texts: Record<string, string>): object | undefined {
  const values: Record<string, unknown> = { ...texts }
  return isRight(values) ? values : undefined
}

function byReader(texts: Record<string, string>): object | undefined {
  const reading = readVariables(new Map(Object.entries(texts)))
  return 'variables' in reading ? reading.variables : undefined
}

/** Texts that are right, nearly right, or anything. Blank ones are never numbers here, whereas ajv takes them for 0. */
function textOf({ type, anyOf, minimum = 0, maximum = 0, examples = [], pattern }: TSchema) {
  const number = fc
    .oneof(fc.constantFrom(minimum - 1, minimum, maximum, maximum + 1, 7.5), fc.integer())
    .map(String)
  const near = fc.constantFrom(
    ...examples.map(String),
    'noon',
    'https://hub.example.com/x',
    'redis://',
    '0x50',
    '1e2',
  )
  const words = anyOf?.map((branch: TSchema) => String(branch.const)) ?? []
  const likely = type === 'integer' ? number : fc.constantFrom(...words, 'a')
  const matching = pattern ? fc.stringMatching(new RegExp(pattern, 'u')) : near
  return fc.oneof(likely, near, matching, fc.string({ minLength: 1 })).filter((text) => text.trim() !== '')
}

describe('each variable is read as ajv reads it', () => {
  test.each(VARIABLES)('%s', (name, schema) => {
    fc.assert(
      fc.property(textOf(schema), (text) => {
        expect(byReader({ [name]: text })).toEqual(byAjv({ [name]: text }))
      }),
    )
  })

  test('none, and one that is not known', () => {
    expect(byReader({})).toEqual(byAjv({}))
    expect([byReader({ ASKPRO_FOO: '1' }), byAjv({ ASKPRO_FOO: '1' })]).toEqual([undefined, undefined])
  })
})

const NOTES = ['default', 'description', 'examples', 'x-secret', 'type']

test.each(VARIABLES)('the schema of %s has no words that the reader would pass over', (_name, schema) => {
  const words = schema.anyOf
    ? ['anyOf']
    : { string: ['minLength', 'pattern', 'format'], integer: ['minimum', 'maximum'] }[String(schema.type)]
  expect(Object.keys(schema).filter((word) => ![...NOTES, ...(words ?? [])].includes(word))).toEqual([])
  for (const branch of schema.anyOf ?? []) expect(Object.keys(branch).sort()).toEqual(['const', 'type'])
})

test.each<[Record<string, string>, string]>([
  [{ PORT: 'eighty' }, 'PORT must be integer'],
  [{ PORT: ' ' }, 'PORT must be integer'],
  [{ PORT: '65536' }, 'PORT must be <= 65535'],
  [{ ASKPRO_POOL_SIZE: '1' }, 'ASKPRO_POOL_SIZE must be >= 2'],
  [{ ASKPRO_ROLE: 'both' }, 'ASKPRO_ROLE must be all or api or worker'],
  [{ ASKPRO_CLOCK: 'noon' }, 'ASKPRO_CLOCK must be written like 2025-11-24T10:00:00+01:00'],
  [{ REDIS_URL: 'redis' }, 'REDIS_URL must be written like redis://redis:6379'],
  [
    { DATABASE_BACKUP_URL: 'db' },
    'DATABASE_BACKUP_URL must be written like postgres://askpro_backup:...@db/askpro',
  ],
])('%j: %s', (texts, problem) => {
  expect(readVariables(new Map(Object.entries(texts)))).toEqual({ problems: [problem] })
})
