import { existsSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'

/** Tells what is wrong with a value by the provider's schema of that name; an empty list when nothing is. */
export type ContractCheck = (schemaName: string, value: unknown) => string[]

const folder = new URL('../../../shared/specs/', import.meta.url)

/**
 * The provider's published schemas, which are not part of the project: where they are missing every check passes, and
 * that is said aloud once.
 */
export function loadContract(provider: string): ContractCheck {
  const file = new URL(`${provider}/openapi.json`, folder)
  if (!existsSync(file)) {
    process.stderr.write(`skipped: no API description of ${provider} to check answers against\n`)
    return () => []
  }
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false })
  ajv.addSchema(withNulls(JSON.parse(readFileSync(file, 'utf8'))), provider)
  return (schemaName, value) => {
    const validate = ajv.compile({ $ref: `${provider}#/components/schemas/${schemaName}` })
    // A client may have put its own classes in the place of decimals; on the wire they are text.
    validate(JSON.parse(JSON.stringify(value)))
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
}

/** OpenAPI 3.0 says `nullable: true`, JSON Schema knows only the type null. */
function withNulls(value: unknown): object {
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walk)
    if (typeof node !== 'object' || node === null) return node
    const entries = Object.entries(node).map(([name, part]) => [name, walk(part)])
    const { nullable, ...rest } = Object.fromEntries(entries)
    return nullable === true
      ? { anyOf: [rest, { type: 'null' }] }
      : { ...rest, ...(nullable && { nullable }) }
  }
  return Object(walk(value))
}
