import type { TSchema } from '@sinclair/typebox'
import { isInstantText } from '../text-formats.ts'
import { type ConfigVariables, configSchema } from './config-schema.ts'

const FORMATS: Record<string, (text: string) => boolean> = {
  'date-time': isInstantText,
  uri: URL.canParse,
}

/** Names every problem; values of secrets never. */
export type Reading = { variables: ConfigVariables } | { problems: string[] }

/**
 * Reads variables by their schema, with the defaults of those that are not set. Each is a text of its own, so no start
 * need load what compiles schemas for them. A test holds it to what ajv says of the same schema.
 */
export function readVariables(texts: ReadonlyMap<string, string>): Reading {
  const values: Record<string, unknown> = {}
  const problems = [...texts.keys()]
    .filter((name) => !Object.hasOwn(configSchema.properties, name))
    .map(unknownVariable)
  for (const [name, schema] of Object.entries(configSchema.properties) as Array<[string, TSchema]>) {
    const text = texts.get(name)
    const value = text === undefined ? schema.default : readAs(text, schema)
    const complaint = text === undefined ? undefined : complaintAbout(value, schema)
    if (complaint !== undefined) problems.push(`${name} ${complaint}`)
    if (value !== undefined) values[name] = value
  }
  return problems.length > 0 ? { problems } : { variables: values as ConfigVariables }
}

function unknownVariable(name: string): string {
  const known = Object.keys(configSchema.properties).filter((other) => other.startsWith('ASKPRO_'))
  return `${name} is not a variable of the hub (known: ${known.join(', ')})`
}

/** What is not a number stays text, which is then complained about. */
function readAs(text: string, { type }: TSchema): unknown {
  if (type !== 'integer' || text.trim() === '') return text
  const number = Number(text)
  return Number.isInteger(number) ? number : text
}

/** What the value must be instead; undefined where nothing is wrong with it. */
function complaintAbout(value: unknown, schema: TSchema): string | undefined {
  if (Array.isArray(schema.anyOf)) {
    const allowed = schema.anyOf.map((branch: TSchema) => branch.const)
    return allowed.includes(value) ? undefined : `must be ${allowed.join(' or ')}`
  }
  return schema.type === 'integer' ? numberComplaint(value, schema) : textComplaint(String(value), schema)
}

function numberComplaint(value: unknown, { minimum, maximum }: TSchema): string | undefined {
  if (typeof value !== 'number') return 'must be integer'
  if (minimum !== undefined && value < minimum) return `must be >= ${minimum}`
  if (maximum !== undefined && value > maximum) return `must be <= ${maximum}`
  return undefined
}

function textComplaint(
  text: string,
  { minLength = 0, pattern, format, examples }: TSchema,
): string | undefined {
  if ([...text].length < minLength) return `must NOT have fewer than ${minLength} characters`
  const isRight =
    (pattern === undefined || new RegExp(pattern, 'u').test(text)) &&
    (format === undefined || FORMATS[format]?.(text) === true)
  return isRight ? undefined : `must be written like ${examples?.[0]}`
}
