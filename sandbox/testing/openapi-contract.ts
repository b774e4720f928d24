import { existsSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { BodyFields } from '../engine/body-fields.ts'

/** Problems found, each with the place in the body; none when it keeps the contract. `operation`: `GET /v2/me`. */
export type OpenapiContract = {
  request: (operation: string, body: unknown) => string[]
  reply: (operation: string, status: number, body: unknown) => string[]
  parameters: (operation: string) => string[]
  fixture: (name: string) => unknown
}

const folder = new URL('../../../shared/specs/', import.meta.url)

/**
 * A provider's published API description, which is not part of the project: undefined, said aloud, where it is missing.
 * `corrections` are pointers into the document with what should stand there.
 */
export function loadOpenapi(
  provider: string,
  corrections: Readonly<Record<string, object>> = {},
): OpenapiContract | undefined {
  const file = new URL(`${provider}/openapi.json`, folder)
  if (!existsSync(file)) {
    process.stderr.write(
      `skipped: the API description of ${provider} is not here, its stand-in goes unchecked\n`,
    )
    return undefined
  }
  const original = new BodyFields(JSON.parse(readFileSync(file, 'utf8')))
  const document = new BodyFields(
    toJsonSchema(corrected(original.raw('paths'), original.raw('components'), corrections)),
  )
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false })
  ajv.addSchema({ components: document.raw('components') }, provider)
  const check = (content: unknown, body: unknown) => {
    const schema = schemaOf(resolved(document, content))
    const validate = ajv.compile(absolute(schema, provider))
    validate(structuredClone(body))
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
  return {
    request: (operation, body) => check(part(document, operation, 'requestBody'), body),
    reply: (operation, status, body) => check(part(document, operation, 'responses', status), body),
    parameters: (operation) => parameterNames(part(document, operation, 'parameters')),
    fixture: (name) => JSON.parse(readFileSync(new URL(`${provider}/fixtures/${name}.json`, folder), 'utf8')),
  }
}

function part(document: BodyFields, operation: string, ...names: (string | number)[]): unknown {
  const [method = '', path = ''] = operation.split(' ')
  let value = step(step(document.raw('paths'), path), method.toLowerCase())
  if (value === undefined) throw new Error(`The document has no operation ${operation}`)
  for (const name of names) value = step(value, String(name))
  return value
}

/** Some bodies stand in `components` and are referred to. */
function resolved(document: BodyFields, content: unknown): unknown {
  const reference = step(content, '$ref')
  if (typeof reference !== 'string') return content
  return document.raw(reference.replace('#/', '').replaceAll('/', '.'))
}

function step(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined
}

function schemaOf(content: unknown): unknown {
  const schema = step(step(step(content, 'content'), 'application/json'), 'schema')
  if (schema === undefined) throw new Error('The document has no schema for this body')
  return schema
}

function parameterNames(parameters: unknown): string[] {
  return (Array.isArray(parameters) ? parameters : []).map((parameter) => String(step(parameter, 'name')))
}

function absolute(schema: unknown, provider: string): object {
  return Object(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', `"${provider}#/components`)))
}

function corrected(
  paths: unknown,
  components: unknown,
  corrections: Readonly<Record<string, object>>,
): object {
  const schemas = new Map(Object.entries(Object(step(components, 'schemas'))))
  for (const [pointer, replacement] of Object.entries(corrections)) {
    const [name = '', property = ''] = pointer.split('/')
    const schema = Object(schemas.get(name))
    schemas.set(name, { ...schema, properties: { ...schema.properties, [property]: replacement } })
  }
  return { paths, components: { ...Object(components), schemas: Object.fromEntries(schemas) } }
}

/** OpenAPI 3.0 says `nullable: true`, JSON Schema knows only the type null. */
function toJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toJsonSchema)
  if (typeof node !== 'object' || node === null) return node
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(node).map(([name, value]) => [name, toJsonSchema(value)]),
  )
  return nullable === true ? { anyOf: [rest, { type: 'null' }] } : rest
}
