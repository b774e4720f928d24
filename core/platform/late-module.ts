import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds between two packages, in which requests are answered. */
const BREATH = 50

/** Those that nobody has used yet. */
const waiting = new Set<() => unknown>()

/**
 * A package that a hub needs before long, but not for its first answer. `load` is its `require`, as an import would load
 * it with the file. It runs once: at the first use, or after the start by `loadLateModules`, whichever comes first.
 */
export function lateModule<T>(load: () => T): () => T {
  let loaded: { module: T } | undefined
  const use = () => {
    if (loaded) return loaded.module
    waiting.delete(use)
    const module = load()
    loaded = { module }
    return module
  }
  waiting.add(use)
  return use
}

/** Loads what nobody has used yet, one package after the other, so that the first request for one does not wait for it. */
export async function loadLateModules(): Promise<void> {
  for (const use of waiting) {
    await sleep(BREATH, undefined, { ref: false })
    use()
  }
}
