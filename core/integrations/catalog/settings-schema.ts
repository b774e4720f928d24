import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'

interface SettingProperty {
  type?: string
  title?: string
  format?: string
  'x-secret'?: boolean
  'x-host'?: boolean
  'x-help'?: string
  'x-order'?: number
}

export interface SettingsIssue {
  /** The setting's name. */
  field: string
  message: string
}

/** Words of ours in a settings schema; registered once, so that strict mode still catches an author's typos. */
const WORDS = [
  { keyword: 'x-secret', schemaType: 'boolean' },
  { keyword: 'x-host', schemaType: 'boolean' },
  { keyword: 'x-help', schemaType: 'string' },
  { keyword: 'x-order', schemaType: 'number' },
] as const

/** A plugin's `settings.schema.json`: an object whose properties are the fields of the form. */
export class SettingsSchema {
  readonly json: Record<string, unknown>
  readonly secrets: ReadonlySet<string>
  /** Settings that hold an address the plugin may call. */
  readonly hosts: readonly string[]
  readonly #validate: ValidateFunction

  /** Throws with the place of the mistake when it is no valid schema of that kind. */
  constructor(json: Record<string, unknown>) {
    if (json.type !== 'object' || json.additionalProperties !== false) {
      throw new Error('settings.schema.json must have "type": "object" and "additionalProperties": false')
    }
    const ajv = new Ajv({ strict: true, allErrors: true, useDefaults: true })
    formats.default(ajv)
    for (const word of WORDS) ajv.addKeyword(word)
    const { $schema: _, ...schema } = json
    this.#validate = ajv.compile(schema)
    this.json = json
    const properties = Object.entries((json.properties ?? {}) as Record<string, SettingProperty>)
    this.secrets = new Set(properties.filter(([, property]) => property['x-secret']).map(([name]) => name))
    this.hosts = properties.filter(([, property]) => property['x-host']).map(([name]) => name)
  }

  /** Fills in defaults in place and tells what is wrong. */
  check(settings: Record<string, unknown>): SettingsIssue[] {
    if (this.#validate(settings)) return []
    return (this.#validate.errors ?? []).map(asIssue)
  }
}

function asIssue({ keyword, instancePath, params, message }: ErrorObject): SettingsIssue {
  if (keyword === 'required') return { field: String(params.missingProperty), message: 'is needed' }
  if (keyword === 'additionalProperties') {
    return { field: String(params.additionalProperty), message: 'is no setting of this plugin' }
  }
  return { field: instancePath.slice(1).replaceAll('/', '.'), message: message ?? 'is not valid' }
}
