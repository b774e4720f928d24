import type { Logger } from '../log/logger.ts'
import type { JobRunner } from './job-runner.ts'
import { WakeLoop } from './wake-loop.ts'

/** With the 20 s that a job may oversleep, it runs within 40 s of the time when it should have. */
const EVERY_MS = 20_000

/** The part of a courier that makes good what a clock has done that was put back. */
export function oversleptLoop(runner: Pick<JobRunner, 'wakeOverslept'>, log: Logger): WakeLoop {
  const round = () => runner.wakeOverslept()
  return new WakeLoop({ name: 'waking jobs that overslept', everyMs: EVERY_MS, round, log })
}
