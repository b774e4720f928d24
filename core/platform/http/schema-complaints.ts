import type { ErrorObject } from 'ajv'

export interface Complaint {
  /** JSON pointer (RFC 6901) to the field; empty for the whole. */
  path: string
  /** What to do, without the value that was sent. */
  message: string
}

const MOST = 5
/** What a pattern looks like that only asks for something. */
export const NOT_BLANK = '\\S'

const FORMATS: Record<string, string> = {
  'date-time': 'a time with offset such as 2026-05-31T09:30:00+02:00',
  date: 'a date such as 2026-05-31',
  uuid: 'an id (UUID)',
  email: 'a mail address',
  uri: 'an absolute URL',
}

/** One complaint a field, the first few. Branches of a union become one sentence. */
export function complaintsOf(errors: readonly ErrorObject[]): Complaint[] {
  const byPath = new Map<string, ErrorObject[]>()
  for (const error of errors) {
    const path = pathOf(error)
    byPath.set(path, [...(byPath.get(path) ?? []), error])
  }
  return [...byPath].slice(0, MOST).map(([path, group]) => ({ path, message: sentence(group) }))
}

function pathOf({ instancePath, params }: ErrorObject): string {
  const { missingProperty, additionalProperty, unevaluatedProperty } = params as Record<
    string,
    string | undefined
  >
  const field = missingProperty ?? additionalProperty ?? unevaluatedProperty
  return field === undefined ? instancePath : `${instancePath}/${pointerPart(field)}`
}

function pointerPart(name: string): string {
  return name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')
}

/**
 * Those that the schema gives: who reads a regular expression is a program. A schema with a pattern and without any would
 * be a mistake (`requireExamples`).
 */
const examplesIn = (schema: ErrorObject['parentSchema']): unknown[] =>
  Array.isArray(schema?.examples) ? schema.examples : []

/** A union fails once for each branch: its values and types are joined, anything more exact goes first. */
function sentence(group: readonly ErrorObject[]): string {
  const exact = group.find(({ keyword }) => !['const', 'type', 'anyOf', 'oneOf'].includes(keyword))
  if (exact) return (SENTENCES[exact.keyword] ?? fallback)(exact)
  const values = group.flatMap(({ keyword, params }) => (keyword === 'const' ? [params.allowedValue] : []))
  if (values.length > 0) return oneOf(values)
  const types = group.flatMap(({ keyword, params }) => (keyword === 'type' ? [params.type].flat() : []))
  if (types.length > 0) return `must be ${types.join(' or ')}`
  return 'fits none of the allowed shapes: see the documentation of this field'
}

const SENTENCES: Record<string, (error: ErrorObject) => string> = {
  required: () => 'is missing: add it',
  additionalProperties: () => 'is not a known field: remove it or check its spelling',
  unevaluatedProperties: () => 'is not a known field: remove it or check its spelling',
  enum: ({ params }) => oneOf(params.allowedValues),
  format: ({ params }) => `must be ${FORMATS[params.format] ?? params.format}`,
  pattern: ({ params, parentSchema }) =>
    params.pattern === NOT_BLANK
      ? 'must not be blank'
      : `must be written like this: ${examplesIn(parentSchema).join(', ')}`,
  minLength: ({ params }) => `must have at least ${params.limit} character(s)`,
  maxLength: ({ params }) => `must have at most ${params.limit} character(s)`,
  minItems: ({ params }) => `must have at least ${params.limit} item(s)`,
  maxItems: ({ params }) => `must have at most ${params.limit} item(s)`,
  uniqueItems: () => 'must not hold the same item twice',
  minProperties: ({ params }) => `must have at least ${params.limit} field(s)`,
}

function fallback({ message }: ErrorObject): string {
  return message ?? 'is not valid'
}

function oneOf(values: readonly unknown[]): string {
  return `must be one of: ${values.join(', ')}`
}
