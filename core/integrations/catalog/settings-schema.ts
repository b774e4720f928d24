import { createRequire } from 'node:module'
import type { Ajv, ErrorObject, ValidateFunction } from 'ajv'
import { lateModule } from '../../platform/late-module.ts'
import { complaintAbout } from '../outbound/host-allow-list.ts'

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
  /** The setting's name, or where inside of it. */
  field: string
  message: string
}

const require = createRequire(import.meta.url)

/** Words of ours in a settings schema; registered once, so that strict mode still catches an author's typos. */
export const settingsWords = [
  { keyword: 'x-secret', schemaType: 'boolean' },
  { keyword: 'x-host', schemaType: 'boolean' },
  { keyword: 'x-help', schemaType: 'string' },
  { keyword: 'x-order', schemaType: 'number' },
] as const

/** Compiles the schemas of all plugins: to make one takes longer than a schema does. */
const compiler = lateModule<Ajv>(() => {
  const { Ajv }: typeof import('ajv') = require('ajv')
  const formats: typeof import('ajv-formats') = require('ajv-formats')
  const ajv = new Ajv({
    strict: true,
    allErrors: true,
    useDefaults: true,
    validateSchema: false,
    addUsedSchema: false,
    code: { optimize: false },
  })
  formats.default(ajv)
  for (const word of settingsWords) ajv.addKeyword(word)
  return ajv
})

let knowing: Ajv | undefined

/** Knows what a JSON Schema is, and is asked about all of them: to compile that takes longer than they do. */
function judge(): Ajv {
  const { Ajv }: typeof import('ajv') = require('ajv')
  knowing ??= new Ajv({ code: { optimize: false } })
  return knowing
}

/** A plugin's `settings.schema.json`: an object whose properties are the fields of the form. */
export class SettingsSchema {
  readonly json: Record<string, unknown>
  /** Names of all settings. */
  readonly names: ReadonlySet<string>
  readonly secrets: ReadonlySet<string>
  /** Settings that hold an address the plugin may call. */
  readonly hosts: readonly string[]
  #validate: ValidateFunction | undefined

  /** Throws with the place of the mistake when it is no schema of that kind. Whether it is one at all, `prove` tells. */
  constructor(json: Record<string, unknown>) {
    if (json.type !== 'object' || json.additionalProperties !== false) {
      throw new Error('it must have "type": "object" and "additionalProperties": false')
    }
    const properties = Object.entries((json.properties ?? {}) as Record<string, SettingProperty>)
    for (const [name, property] of properties) requireUsableWords(name, property)
    this.json = json
    this.names = new Set(properties.map(([name]) => name))
    this.secrets = new Set(properties.filter(([, property]) => property['x-secret']).map(([name]) => name))
    this.hosts = properties.filter(([, property]) => property['x-host']).map(([name]) => name)
  }

  /** Throws with the place of the mistake when it is no JSON Schema, or has words that nobody knows. */
  prove(): void {
    judge().validateSchema(this.#schema(), true)
    this.#compiled()
  }

  /** Fills in defaults in place and tells what is wrong. */
  check(settings: Record<string, unknown>): SettingsIssue[] {
    const validate = this.#compiled()
    if (!validate(settings)) return (validate.errors ?? []).map(asIssue)
    return this.hosts.flatMap((field) => {
      const message =
        typeof settings[field] === 'string' ? complaintAbout(new URL(settings[field])) : undefined
      return message === undefined ? [] : [{ field, message }]
    })
  }

  #compiled(): ValidateFunction {
    this.#validate ??= compiler().compile(this.#schema())
    return this.#validate
  }

  #schema(): Record<string, unknown> {
    const { $schema: _, ...schema } = this.json
    return schema
  }
}

/** Only whole settings are sealed and only addresses lead anywhere: elsewhere these words would do nothing, in silence. */
function requireUsableWords(name: string, property: SettingProperty): void {
  const path = `/properties/${name}`
  if (property['x-host'] && !(property.type === 'string' && property.format === 'uri')) {
    throw new Error(`${path} has x-host, so it must be a string with "format": "uri"`)
  }
  const { 'x-secret': _secret, 'x-host': _host, ...inside } = property
  const buried = /"(x-secret|x-host)":/.exec(JSON.stringify(inside))
  if (buried) throw new Error(`${path} has ${buried[1]} somewhere inside; only a whole setting can have it`)
}

function asIssue({ keyword, instancePath, params, message }: ErrorObject): SettingsIssue {
  const place = instancePath.slice(1).split('/').filter(Boolean)
  const at = (...more: unknown[]): string => [...place, ...more].join('.')
  if (keyword === 'required') return { field: at(params.missingProperty), message: 'is needed' }
  if (keyword === 'additionalProperties') {
    return { field: at(params.additionalProperty), message: 'is no setting of this plugin' }
  }
  // A pattern is for programs; people have the help that each setting has.
  if (keyword === 'pattern') {
    return { field: at(), message: 'does not look as it should: see what this field asks for' }
  }
  return { field: at(), message: message ?? 'is not valid' }
}
