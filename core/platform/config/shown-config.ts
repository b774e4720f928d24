import type { TSchema } from '@sinclair/typebox'
import { type ConfigVariables, configSchema } from './config-schema.ts'

/** A variable as the hub has read it. */
export interface ShownVariable {
  name: string
  /** Null where it is not set, and for secrets always. */
  value: string | null
  secret: boolean
  set: boolean
  /** False where the value is the one that counts without it. */
  changed: boolean
  description: string
}

/** Every variable with what counts, without the values of secrets. */
export function shownConfig(variables: ConfigVariables): ShownVariable[] {
  const values = new Map<string, unknown>(Object.entries(variables))
  return Object.entries<TSchema>(configSchema.properties).map(([name, schema]) => {
    const value = values.get(name)
    const set = value !== undefined && value !== ''
    const secret = schema['x-secret'] === true
    return {
      name,
      value: set && !secret ? String(value) : null,
      secret,
      set,
      changed: set && value !== schema.default,
      description: schema.description ?? '',
    }
  })
}
