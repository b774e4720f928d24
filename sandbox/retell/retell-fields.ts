import { BodyFields, type StandInRequest } from '../engine/index.ts'
import { refuse } from './retell-errors.ts'

/** The body's fields; call `refuseProblems` once all needed ones have been read. */
export function bodyOf({ body }: Pick<StandInRequest, 'body'>): BodyFields {
  return new BodyFields(body)
}

export function refuseProblems({ problems }: BodyFields): void {
  if (problems.length > 0) refuse(400, `Invalid request format: ${problems.join('; ')}.`)
}

/** The whole body as a record of settings, stored as the client sent it. */
export function settingsOf({ body }: StandInRequest): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) refuse(400)
  return { ...body }
}

/** Dynamic variables: the provider takes text values only. */
export function textRecord(fields: BodyFields, name: string): Record<string, string> | undefined {
  if (fields.raw(name) === undefined) return undefined
  const entries = Object.entries(fields.record(name)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  if (entries.length !== Object.keys(fields.record(name)).length)
    fields.problems.push(`every value in ${name} must be a string`)
  return Object.fromEntries(entries)
}

export function requireE164(fields: BodyFields, name: string): string {
  const number = fields.text(name)
  if (!/^\+[1-9]\d{6,14}$/.test(number)) fields.problems.push(`${name} must be in E.164 format`)
  return number
}
