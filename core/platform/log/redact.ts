import { types } from 'node:util'

/**
 * Keys whose values never reach a log, compared without case, `_` and `-`. Deny by pattern is the second wall: the
 * first is that use cases log ids only. It hides too much rather than too little (`name` may be a person's).
 */
const PRIVATE_KEY = new RegExp(
  [
    'authorization|apikey|secret|token|passw|cookie|signature|credential|privatekey|masterkey',
    'phone|mobile|mail|fromnumber|tonumber|dialled|dialed|caller|callee|address|birth|iban',
    'transcript|notes|utterance|recording',
    '(?:first|last|full|given|family|customer|person|attendee|contact|display|user)name',
    '^(?:name|key|body|raw|customer|attendees?)$',
  ].join('|'),
)

const REDACTED = '[redacted]'
const LONGEST_STRING = 2_000
const DEEPEST = 6

/** What one line may still take: a line is cut at 8 kB anyway, so nobody can make it expensive before that. */
interface Budget {
  values: number
  characters: number
}

/** A copy of `fields` that is safe to log: private keys masked at any depth, sizes bounded, errors made plain. */
export function redact(fields: object): Record<string, unknown> {
  return copyEntries(fields, { values: 200, characters: 8_000 }, 0)
}

function copyEntries(from: object, budget: Budget, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  if (budget.values <= 0) return copy
  for (const [key, value] of Object.entries(from)) {
    if (budget.values-- <= 0) break
    copy[shortened(key, budget)] =
      isPrivate(key) && value != null ? REDACTED : copyValue(value, budget, depth)
  }
  return copy
}

/** The hub's own lines have the same few keys; somebody else's data may have any. */
const MOST_JUDGED = 1_000
const judged = new Map<string, boolean>()

function isPrivate(key: string): boolean {
  const known = judged.get(key)
  if (known !== undefined) return known
  const answer = PRIVATE_KEY.test(key.slice(0, 100).toLowerCase().replaceAll(/[_-]/g, ''))
  if (judged.size < MOST_JUDGED && key.length <= 100) judged.set(key, answer)
  return answer
}

function copyValue(value: unknown, budget: Budget, depth: number): unknown {
  if (typeof value === 'string') return shortened(value, budget)
  if (typeof value === 'bigint') return shortened(String(value), budget)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEEPEST) return '[deeper]'
  return copyObject(value, budget, depth + 1)
}

function copyObject(value: object, budget: Budget, depth: number): unknown {
  if (types.isNativeError(value)) return copyError(value, budget, depth)
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  return Array.isArray(value) ? copyList(value, budget, depth) : copyEntries(value, budget, depth)
}

function copyList(list: readonly unknown[], budget: Budget, depth: number): unknown[] {
  const kept = list.slice(0, Math.max(0, budget.values))
  budget.values -= kept.length
  return kept.map((item) => copyValue(item, budget, depth))
}

/** Only these members: a driver's error also carries the row that it could not write. */
function copyError(error: Error, budget: Budget, depth: number): Record<string, unknown> {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown }
  return {
    type: shortened(error.name, budget),
    message: shortened(error.message, budget),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    stack: shortened(error.stack ?? '', budget),
    ...(error.cause === undefined ? {} : { cause: copyValue(error.cause, budget, depth) }),
  }
}

function shortened(text: string, budget: Budget): string {
  const room = Math.min(LONGEST_STRING, Math.max(0, budget.characters))
  budget.characters -= Math.min(text.length, room)
  return text.length > room ? `${text.slice(0, room)}…` : text
}
