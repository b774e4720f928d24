import type { TSchema } from '@sinclair/typebox'
import type { ErrorObject, ValidateFunction } from 'ajv'
import type { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { ajvOf2020 } from '../ajv.ts'
import { HubError } from '../errors.ts'
import { isDateText, isInstantText } from '../text-formats.ts'
import { requireExamples } from './pattern-examples.ts'
import { type PlainSchema, plainSchema } from './plain-schema.ts'
import { type Complaint, complaintsOf } from './schema-complaints.ts'

/** Checks a value in place (defaults are filled in); a value that does not fit throws. */
export interface Check {
  (value: unknown): void
  /** Compiles now instead of at the first value, and looks whether the schema is one. */
  warmUp(): void
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

/** Turns the schemas of the route table into checks. Each is compiled once, when it is first needed. */
export class SchemaCompiler {
  readonly #strict = once(() => newAjv({}))
  /** Query strings and path parameters are text, so numbers and booleans are read out of it. */
  readonly #coercing = once(() => newAjv({ coerceTypes: 'array' }))

  /** 422 with the complaints. */
  body(schema: TSchema): Check {
    const plain = once(() => plainSchema(schema, { closed: true }))
    return lazily(this.#strict, plain, (value, errors) => {
      throw invalid('body', [...atTheTop(plain(), value), ...complaintsOf(errors)])
    })
  }

  /** 422 with the complaints. */
  query(schema: TSchema): Check {
    const plain = once(() => plainSchema(schema, { closed: true }))
    return lazily(this.#coercing, plain, (value, errors) => {
      throw invalid('query', [...atTheTop(plain(), value), ...complaintsOf(errors)])
    })
  }

  /** 404: a path that does not fit names nothing. */
  params(schema: TSchema): Check {
    const plain = once(() => plainSchema(schema, { closed: false }))
    return lazily(this.#coercing, plain, () => {
      throw new HubError('not_found')
    })
  }
}

/** Never `allErrors`: a body of 256 kB could then be answered with a hundred thousand complaints. */
function newAjv(options: { coerceTypes?: 'array' }): Ajv2020 {
  const { Ajv2020 } = ajvOf2020()
  const ajv = new Ajv2020({
    ...options,
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
    useDefaults: true,
    // The schemas are the hub's own: `warmUp` proves them. The meta-schema alone takes longer than all that a call needs.
    validateSchema: false,
    // A complaint shows the examples of the schema.
    verbose: true,
  })
  // ajv's own `uuid` also takes `urn:uuid:...`, which Postgres does not.
  ajv.addFormat('uuid', UUID)
  ajv.addFormat('date-time', isInstantText)
  ajv.addFormat('date', isDateText)
  for (const name of ['time', 'email', 'uri', 'duration'] as const) {
    ajv.addFormat(name, fullFormats[name])
  }
  return ajv
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function lazily(
  ajv: () => Ajv2020,
  schema: () => PlainSchema,
  refuse: (value: unknown, errors: ErrorObject[]) => never,
): Check {
  let validate: ValidateFunction | undefined
  const compiled = () => {
    validate ??= ajv().compile(schema())
    return validate
  }
  const check = (value: unknown) => {
    const fits = compiled()
    if (!fits(value)) refuse(value, fits.errors ?? [])
  }
  const warmUp = () => {
    ajv().validateSchema(schema(), true)
    requireExamples(schema())
    compiled()
  }
  return Object.assign(check, { warmUp })
}

/** All missing and unknown fields of the outermost object at once, where ajv would stop at the first. */
function atTheTop({ properties, required, additionalProperties }: PlainSchema, value: unknown): Complaint[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  const known = Object.keys(properties ?? {})
  const missing = (Array.isArray(required) ? required : []).filter(
    (name: string) => !Object.hasOwn(value, name),
  )
  const unknown =
    additionalProperties === false ? Object.keys(value).filter((name) => !known.includes(name)) : []
  return complaintsOf([
    ...missing.slice(0, 5).map((name: string) => asError('required', { missingProperty: name })),
    ...unknown.slice(0, 5).map((name) => asError('additionalProperties', { additionalProperty: name })),
  ])
}

function asError(keyword: string, params: Record<string, string>): ErrorObject {
  return { keyword, params, instancePath: '', schemaPath: '' }
}

function invalid(where: 'body' | 'query', complaints: readonly Complaint[]): HubError {
  const errors = [...new Map(complaints.map((complaint) => [complaint.path, complaint])).values()].slice(0, 5)
  const { path, message } = errors[0] ?? { path: '', message: 'is not valid' }
  return new HubError('invalid', {
    detail: `The ${where}${path && ` field ${path}`} ${message}.`,
    extra: { errors },
  })
}
