import type { Logger } from '../log/logger.ts'
import type { JobRunner } from './job-runner.ts'
import { WakeLoop } from './wake-loop.ts'

/** A dead runner's job must run again within 20 s, of which its lease takes 15. */
const EVERY_MS = 2_500

/** The part of a courier that takes jobs over from dead runners, as many as there are: no end of one goes unused. */
export function abandonedLoop(runner: Pick<JobRunner, 'startAbandoned'>, log: Logger): WakeLoop {
  const loop: WakeLoop = new WakeLoop({
    name: 'taking jobs over from dead runners',
    everyMs: EVERY_MS,
    round: async () => {
      await runner.startAbandoned(() => loop.poke())
    },
    log,
  })
  return loop
}
