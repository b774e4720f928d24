/**
 * Reads named fields from untrusted JSON and gathers a sentence for each that is wrong, so that a refusal can name
 * them all. A required field that is wrong reads as its type's empty value: check `problems` before using any.
 */
export class BodyFields {
  readonly problems: string[] = []
  readonly #body: unknown

  constructor(body: unknown) {
    this.#body = body
  }

  /** The raw value at a dotted path, undefined where there is none. */
  raw(path: string): unknown {
    let value: unknown = this.#body
    for (const name of path.split('.')) value = isRecord(value) ? value[name] : undefined
    return value
  }

  text(path: string): string {
    const value = this.raw(path)
    if (typeof value === 'string' && value !== '') return value
    this.problems.push(`${path} must be a non-empty string`)
    return ''
  }

  optionalText(path: string): string | undefined {
    return this.raw(path) === undefined ? undefined : this.text(path)
  }

  number(path: string): number {
    const value = this.raw(path)
    if (typeof value === 'number' && Number.isFinite(value)) return value
    this.problems.push(`${path} must be a number`)
    return 0
  }

  optionalNumber(path: string): number | undefined {
    return this.raw(path) === undefined ? undefined : this.number(path)
  }

  optionalBoolean(path: string): boolean | undefined {
    const value = this.raw(path)
    if (value === undefined || typeof value === 'boolean') return value
    this.problems.push(`${path} must be a boolean`)
    return undefined
  }

  /** An object, or an empty one where there is none. */
  record(path: string): Record<string, unknown> {
    const value = this.raw(path)
    if (isRecord(value)) return value
    if (value !== undefined) this.problems.push(`${path} must be an object`)
    return {}
  }

  /** A list, or an empty one where there is none. */
  list(path: string): unknown[] {
    const value = this.raw(path)
    if (Array.isArray(value)) return value
    if (value !== undefined) this.problems.push(`${path} must be an array`)
    return []
  }

  texts(path: string): string[] {
    const values = this.list(path)
    const found = values.filter((value) => typeof value === 'string')
    if (found.length !== values.length) this.problems.push(`each value in ${path} must be a string`)
    return found
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
