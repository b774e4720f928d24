import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until `look` gives something that is not undefined or false; fails with `what` after `ms`. */
export async function eventually<T>(
  what: string,
  look: () => T | Promise<T>,
  ms = 10_000,
): Promise<Exclude<T, undefined | false>> {
  const until = performance.now() + ms
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen as Exclude<T, undefined | false>
    if (performance.now() > until) throw new Error(`waited ${ms} ms in vain: ${what}`)
    await sleep(20)
  }
}
