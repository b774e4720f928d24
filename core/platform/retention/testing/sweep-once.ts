import type { Forgettable } from '../forgettable.ts'

/** Everything that can be forgotten at once: how many rows went, by name. */
export async function sweepOnce(
  forgettable: readonly Forgettable[],
  { tenantIds = [], limit = 1_000 }: { tenantIds?: readonly string[]; limit?: number } = {},
): Promise<Record<string, number>> {
  const gone: Record<string, number> = {}
  for (const { name, batches } of forgettable) {
    gone[name] = 0
    const { signal } = new AbortController()
    for await (const rows of batches({ limit, tenantIds, signal })) gone[name] += rows
  }
  return gone
}
