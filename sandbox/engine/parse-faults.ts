import type { Fault } from './fault.ts'

export type ParsedFaults = { ok: true; faults: Fault[] } | { ok: false; problem: string }

type Check = { accepts: (value: unknown) => boolean; wanted: string }

const positiveWhole: Check = {
  accepts: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
  wanted: 'a whole number of at least 1',
}
const notNegative: Check = {
  accepts: (value) => typeof value === 'number' && value >= 0 && value <= 2_147_483_647,
  wanted: 'a number from 0 to 2147483647',
}
const text: Check = {
  accepts: (value) => typeof value === 'string' && value !== '',
  wanted: 'a non-empty text',
}
const onlyTrue: Check = { accepts: (value) => value === true, wanted: 'true (leave it out otherwise)' }
const errorStatus: Check = {
  accepts: (value) => Number.isInteger(value) && Number(value) >= 400 && Number(value) <= 599,
  wanted: 'an HTTP error status from 400 to 599',
}

const webhookFields: Record<string, Check> = {
  duplicate: {
    accepts: (value) => value === true || positiveWhole.accepts(value),
    wanted: 'true or a whole number of at least 1',
  },
  delay_ms: notNegative,
  reorder: onlyTrue,
  lose: onlyTrue,
}

const faultFields: Record<string, Check> = {
  method: text,
  path: {
    accepts: (value) => typeof value === 'string' && value.startsWith('/'),
    wanted: 'a path that starts with /',
  },
  times: positiveWhole,
  latency_ms: notNegative,
  hang: onlyTrue,
  status: errorStatus,
  retry_after: notNegative,
  reason: text,
  expired_token: onlyTrue,
  error_after: onlyTrue,
  reset: onlyTrue,
  reset_after: onlyTrue,
  webhooks: {
    accepts: (value) => isRecord(value) && Object.keys(value).length > 0,
    wanted: 'an object with duplicate, delay_ms, reorder or lose',
  },
}

const outcomes = ['hang', 'status', 'expired_token', 'error_after', 'reset', 'reset_after', 'webhooks']

/** Reads one fault or a list of them from untrusted JSON; the first problem found is told in a sentence. */
export function parseFaults(input: unknown): ParsedFaults {
  const list: unknown[] = Array.isArray(input) ? input : [input]
  const problem = list.map(faultProblem).find((found) => found !== undefined)
  if (problem !== undefined) return { ok: false, problem }
  return { ok: true, faults: list.filter((entry): entry is Fault => faultProblem(entry) === undefined) }
}

function faultProblem(entry: unknown): string | undefined {
  if (!isRecord(entry)) return 'A fault is a JSON object, or a list of them.'
  return (
    fieldProblem(entry, faultFields, '') ??
    (isRecord(entry.webhooks) ? fieldProblem(entry.webhooks, webhookFields, 'webhooks.') : undefined) ??
    combinationProblem(entry)
  )
}

function fieldProblem(entry: Record<string, unknown>, fields: Record<string, Check>, prefix: string) {
  for (const [name, value] of Object.entries(entry)) {
    const check = fields[name]
    if (!check) return `Unknown field "${prefix}${name}". Known: ${Object.keys(fields).join(', ')}.`
    if (!check.accepts(value)) return `"${prefix}${name}" must be ${check.wanted}.`
  }
  return undefined
}

function combinationProblem(entry: Record<string, unknown>): string | undefined {
  const given = outcomes.filter((name) => name in entry)
  if (given.length > 1) return `One fault has one outcome, not ${given.join(' and ')}: send a list.`
  if (given.length === 0 && !('latency_ms' in entry))
    return `A fault needs latency_ms or one of ${outcomes.join(', ')}.`
  if ('webhooks' in entry && ['method', 'path', 'latency_ms'].some((name) => name in entry))
    return 'A webhooks fault takes only times beside it.'
  if (('retry_after' in entry || 'reason' in entry) && !('status' in entry))
    return 'retry_after and reason go with status.'
  return undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
