import { parseFaults, type StandInSnapshot, type WaitingWebhook } from './engine/index.ts'

/** What the state file holds: each stand-in's snapshot by its name. */
export type SandboxSnapshot = Record<string, StandInSnapshot>

/** Checks the shape around the providers' own objects, whose form is each stand-in's matter. */
export function parseSandboxSnapshot(content: unknown): SandboxSnapshot {
  return Object.fromEntries(Object.entries(record(content)).map(([name, entry]) => [name, parseEntry(entry)]))
}

function parseEntry(entry: unknown): StandInSnapshot {
  const { state, faults, waiting } = record(entry)
  const parsed = parseFaults(faults ?? [])
  if (!parsed.ok) throw new Error(`The state file holds a fault that cannot be read: ${parsed.problem}`)
  return { state: record(state), faults: parsed.faults, waiting: list(waiting).filter(isWaiting) }
}

function isWaiting(entry: unknown): entry is WaitingWebhook {
  const { message, attempt, dueAt } = record(entry)
  const { url, body, label } = record(message)
  const texts = [url, body, label].every((text) => typeof text === 'string')
  return texts && typeof attempt === 'number' && (dueAt === null || typeof dueAt === 'number')
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('The state file is damaged: an object was expected')
  return Object.fromEntries(Object.entries(value))
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
