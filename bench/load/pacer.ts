import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Starts work at a fixed rate, whatever becomes of the work before: nobody who arrives waits for the answer to
 * somebody else. `due` is when it should have begun, by `performance.now()`; late starts count as waiting. Resolves
 * when all of it has ended.
 */
export async function arrive(
  { perSecond, seconds }: { perSecond: number; seconds: number },
  work: (due: number, index: number) => Promise<void>,
): Promise<void> {
  const begun = performance.now()
  const all: Promise<void>[] = []
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const due = begun + (index * 1_000) / perSecond
    await untilDue(due)
    all.push(work(due, index))
  }
  await Promise.all(all)
}

/** Timers end up to a millisecond late, and that lateness is measured with the rest. */
export async function untilDue(due: number): Promise<void> {
  const left = due - performance.now()
  if (left > 0) await sleep(left)
}
