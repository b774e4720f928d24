import type { StripeParams } from './stripe-params.ts'

/** Given keys are set, given empty ones removed, the others stay; `metadata=` alone clears all. */
export function mergedMetadata(
  params: StripeParams,
  before: Record<string, string> = {},
): Record<string, string> {
  if (params.raw('metadata') === '') return {}
  const merged = { ...before, ...params.textRecord('metadata') }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''))
}

/** The former values of what an update is about to change, for the event. */
export function changedFrom(before: object, after: object): object {
  const old = new Map(Object.entries(before))
  const changed = Object.entries(after).filter(([name, value]) => !same(old.get(name), value))
  return Object.fromEntries(changed.map(([name]) => [name, old.get(name) ?? null]))
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
