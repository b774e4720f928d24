import { setTimeout as sleep } from 'node:timers/promises'
import type { CallRecord } from './call-record.ts'

export type Pace = {
  /** How many times as fast as people everything is said; a call without one takes no longer than the hub does. */
  speed: number
  /** Milliseconds after which a call is broken off. */
  longest: number
}

/** What a conversation waits with before each question, so that it can be followed as it happens. */
export function pacemaker(record: CallRecord, { longest }: Pace): () => Promise<void> {
  const begun = performance.now()
  return async () => {
    const passed = performance.now() - begun
    if (passed > longest) throw new Error(`The call was broken off after ${longest} ms.`)
    const ahead = record.elapsedMs - passed
    if (ahead > 0) await sleep(Math.min(ahead, longest - passed))
  }
}
