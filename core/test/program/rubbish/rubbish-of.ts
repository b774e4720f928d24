import type { TSchema } from '@sinclair/typebox'

type Json = unknown

/** What nobody should send, whatever the field is. Each has broken some API: here it must end as a 4xx, or be taken. */
const ANYWHERE: readonly Json[] = [
  null,
  true,
  {},
  [],
  [[[[]]]],
  -1,
  0.1,
  2 ** 31,
  2 ** 63,
  1e308,
  '',
  ' ',
  'constructor',
  'ÿ\u202e👩‍👩‍👧\u0007\u2028%s$1',
  'x'.repeat(20_000),
]

/** Of the right form, and at the edge of what the form allows or past it. */
const BY_FORMAT: Record<string, readonly string[]> = {
  'date-time': [
    '2026-06-30T23:59:60Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-14:00',
    '2026-02-30T10:00:00Z',
    '2026-05-31T10:00:00+02',
    '1969-12-31T23:59:59Z',
    '+275760-09-13T00:00:00Z',
  ],
  date: ['0000-01-01', '0001-01-01', '9999-12-31', '2026-02-29', '1582-10-10', '2026-13-01', '275761-01-01'],
  uuid: ['00000000-0000-0000-0000-000000000000', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF'],
}

const FREE_TEXT: readonly string[] = [
  '99999999999999999999',
  '-5',
  '1e999999999',
  '0.000000000000000000000001',
  'NaN',
  '49:59',
  'XXX',
  'Europe/Nowhere',
  '+00:00',
  '+499999999999999999999',
  '2026-06-30T23:59:60Z',
  'a_b.c:*',
  'WzEsMl0',
  'x'.repeat(200),
]

/** Values for one schema, right ones at their edges and wrong ones. Objects and lists vary in one place at a time. */
export function* rubbishOf(schema: TSchema, good: Json): Generator<Json> {
  yield* someOf(ANYWHERE, 2)
  yield* fitting(schema, good)
}

let turn = 0
/** A few of many, other ones each time: there are hundreds of fields, so each value meets many of them. */
function* someOf<T>(values: readonly T[], count: number): Generator<T> {
  for (const value of Array.from({ length: count }, () => values[turn++ % values.length])) yield value as T
}

function* fitting(schema: TSchema, good: Json): Generator<Json> {
  for (const branch of [schema.anyOf, schema.allOf].flat().filter(Boolean)) yield* fitting(branch, good)
  if (schema.type === 'string') yield* texts(schema)
  if (schema.type === 'integer' || schema.type === 'number') yield* numbers(schema)
  if (schema.type === 'object') yield* objects(schema, good)
  if (schema.type === 'array') yield* lists(schema, good)
}

function* texts({ format, maxLength, const: only }: TSchema): Generator<Json> {
  if (only !== undefined) return
  yield* BY_FORMAT[format ?? ''] ?? someOf(FREE_TEXT, 3)
  if (maxLength) yield '𝔛'.repeat(Math.min(maxLength / 2, 10_000))
}

function* numbers({ minimum = -(2 ** 53), maximum = 2 ** 53 }: TSchema): Generator<Json> {
  yield* new Set([minimum, maximum, 0, 2 ** 31])
}

function* objects({ properties = {} }: TSchema, good: Json): Generator<Json> {
  const base = isObject(good) ? good : {}
  for (const [name, inner] of Object.entries<TSchema>(properties)) {
    for (const value of rubbishOf(inner, base[name] ?? plainest(inner))) yield { ...base, [name]: value }
  }
}

function* lists({ items, maxItems }: TSchema, good: Json): Generator<Json> {
  const one = (Array.isArray(good) ? good[0] : undefined) ?? plainest(items)
  for (const value of rubbishOf(items, one)) yield [value]
  yield Array.from({ length: Math.min(maxItems ?? 500, 500) }, () => one)
}

/** Something small that fits, with what is required. */
function plainest(schema: TSchema): Json {
  const known = schema.const ?? schema.default ?? schema.examples?.[0]
  if (known !== undefined) return known
  if (schema.anyOf) return plainest(schema.anyOf[0])
  if (schema.type === 'object') {
    const required: string[] = schema.required ?? []
    return Object.fromEntries(required.map((name) => [name, plainest(schema.properties[name])]))
  }
  return plainestOf(schema)
}

const PLAIN_TEXT: Record<string, string> = {
  'date-time': '2027-03-01T10:00:00+01:00',
  date: '2027-03-01',
  uuid: '01a20000-0000-7000-8000-000000000000',
}

function plainestOf({ type, format, pattern, minimum, minItems, items }: TSchema): Json {
  if (type === 'array') return minItems ? [plainest(items)] : []
  if (type === 'boolean') return false
  if (type !== 'string') return minimum ?? 1
  return PLAIN_TEXT[format ?? ''] ?? (pattern?.includes(':') ? '10:00' : '1')
}

const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
