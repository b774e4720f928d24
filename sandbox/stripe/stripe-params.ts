import qs from 'qs'
import type { StandInRequest } from '../engine/index.ts'
import { refuse, refuseParam } from './stripe-errors.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * A form or query in bracket notation, read by name. Every value is text on the wire; an empty one clears a field.
 * `done` refuses what nobody has asked for, as the provider does: call it before anything is changed.
 */
export class StripeParams {
  readonly #values: Values
  readonly #prefix: string
  readonly #known = new Set<string>()

  constructor(values: unknown, prefix = '') {
    this.#values = typeof values === 'object' && values !== null ? { ...values } : {}
    this.#prefix = prefix
  }

  static of({ method, body, query }: StandInRequest): StripeParams {
    const fromQuery = qs.parse(query.toString(), { depth: 12, arrayLimit: 1000 })
    const hasBody = method === 'POST' || method === 'PUT'
    const params = new StripeParams(hasBody ? (body ?? {}) : fromQuery)
    params.#known.add('expand')
    return params
  }

  get names(): string[] {
    return Object.keys(this.#values)
  }

  raw(name: string): unknown {
    this.#known.add(name)
    return this.#values[name]
  }

  /** Undefined when not given, null when given empty. */
  text(name: string): string | null | undefined {
    const value = this.raw(name)
    if (value === undefined) return undefined
    if (typeof value !== 'string') refuseParam(this.#path(name), `Invalid string: ${JSON.stringify(value)}`)
    return value === '' ? null : value
  }

  required(name: string): string {
    const value = this.text(name)
    if (value !== undefined && value !== null) return value
    const message = `Missing required param: ${this.#path(name)}.`
    return refuseParam(this.#path(name), message, 'parameter_missing')
  }

  integer(name: string): number | undefined {
    const value = this.text(name)
    if (value === undefined || value === null) return undefined
    if (!/^-?\d{1,15}$/.test(value))
      refuseParam(this.#path(name), `Invalid integer: ${value}`, 'parameter_invalid_integer')
    return Number(value)
  }

  requiredInteger(name: string): number {
    this.required(name)
    return this.integer(name) ?? 0
  }

  boolean(name: string): boolean | undefined {
    const value = this.text(name)
    if (value === undefined || value === null) return undefined
    if (value !== 'true' && value !== 'false') refuseParam(this.#path(name), `Invalid boolean: ${value}`)
    return value === 'true'
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.text(name)
    if (value === undefined || value === null) return undefined
    const message = `Invalid ${this.#path(name)}: must be one of ${choices.join(', ')}`
    return choices.find((choice) => choice === value) ?? refuseParam(this.#path(name), message)
  }

  texts(name: string): string[] | undefined {
    const value = this.raw(name)
    if (value === undefined) return undefined
    if (!Array.isArray(value)) return refuseParam(this.#path(name), 'Invalid array')
    return value.map(String)
  }

  nested(name: string): StripeParams | undefined {
    const value = this.raw(name)
    if (value === undefined) return undefined
    if (typeof value !== 'object') refuseParam(this.#path(name), 'Invalid object')
    return new StripeParams(value, this.#path(name))
  }

  each(name: string): StripeParams[] {
    const value = this.raw(name)
    if (value === undefined) return []
    if (!Array.isArray(value)) return refuseParam(this.#path(name), 'Invalid array')
    return value.map((entry: unknown, at) => new StripeParams(entry, `${this.#path(name)}[${at}]`))
  }

  textRecord(name: string): Record<string, string> {
    const nested = this.nested(name)
    return Object.fromEntries((nested?.names ?? []).map((key) => [key, nested?.text(key) ?? '']))
  }

  /** Accepted and without effect in the stand-in. */
  ignore(...names: string[]): void {
    for (const name of names) this.#known.add(name)
  }

  done(): void {
    const unknown = this.names.filter((name) => !this.#known.has(name)).map((name) => this.#path(name))
    const [param] = unknown
    if (param === undefined) return
    const message = `Received unknown parameter${unknown.length > 1 ? 's' : ''}: ${unknown.join(', ')}`
    refuse(400, { type: 'invalid_request_error', code: 'parameter_unknown', message, param })
  }

  #path(name: string): string {
    return this.#prefix === '' ? name : `${this.#prefix}[${name}]`
  }
}
