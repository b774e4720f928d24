import type { TSchema } from '@sinclair/typebox'

export type PlainSchema = Record<string, unknown>

export interface PlainSchemaOptions {
  /** Refuse fields that the schema does not name, where it does not say otherwise. */
  closed: boolean
  /** Called for each schema with a `$id`; what it gives stands in its place. */
  named?: (id: string, plain: PlainSchema) => PlainSchema
}

const HOLDS_ONE = new Set([
  'items',
  'not',
  'contains',
  'propertyNames',
  'additionalProperties',
  'unevaluatedProperties',
])
const HOLDS_LIST = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems'])
const HOLDS_MAP = new Set(['properties', 'patternProperties'])

/** A TypeBox schema as plain JSON Schema 2020-12: without symbols and `$id`, closed if wanted. */
export function plainSchema(schema: TSchema, options: PlainSchemaOptions): PlainSchema {
  const plain = copyKeywords(schema, options)
  if (options.closed) close(plain)
  return schema.$id && options.named ? options.named(schema.$id, plain) : plain
}

function copyKeywords(schema: TSchema, options: PlainSchemaOptions): PlainSchema {
  const plain: PlainSchema = {}
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword !== '$id') plain[keyword] = copyKeyword(keyword, value, options)
  }
  return plain
}

function copyKeyword(keyword: string, value: unknown, options: PlainSchemaOptions): unknown {
  const copy = (inner: unknown) => (isSchema(inner) ? plainSchema(inner, options) : inner)
  if (HOLDS_ONE.has(keyword)) return copy(value)
  if (HOLDS_MAP.has(keyword)) return mapValues(value, copy)
  if (!HOLDS_LIST.has(keyword) || !Array.isArray(value)) return value
  // The parts of an intersection must let each other's fields pass; the whole is closed instead.
  const parts = keyword === 'allOf' ? { ...options, closed: false } : options
  return value.map((inner) => (isSchema(inner) ? plainSchema(inner, parts) : inner))
}

function close(plain: PlainSchema): void {
  if (plain.type !== 'object') return
  if (plain.allOf !== undefined) plain.unevaluatedProperties ??= false
  else if (plain.properties !== undefined) plain.additionalProperties ??= false
}

function mapValues(map: unknown, change: (value: unknown) => unknown): PlainSchema {
  return Object.fromEntries(Object.entries(map ?? {}).map(([key, value]) => [key, change(value)]))
}

function isSchema(value: unknown): value is TSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
