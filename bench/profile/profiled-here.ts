import type { Profiler } from 'node:inspector'
import { Session } from 'node:inspector/promises'

/** What this very process does while `work` runs. */
export async function profiledHere<T>(work: () => T): Promise<{ profile: Profiler.Profile; result: T }> {
  const session = new Session()
  session.connect()
  try {
    await session.post('Profiler.enable')
    await session.post('Profiler.setSamplingInterval', { interval: 500 })
    await session.post('Profiler.start')
    const result = work()
    return { profile: (await session.post('Profiler.stop')).profile, result }
  } finally {
    session.disconnect()
  }
}
