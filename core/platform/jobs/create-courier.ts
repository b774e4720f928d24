import { NotificationListener } from '../events/notification-listener.ts'
import type { Courier } from './courier.ts'
import { InProcessCourier } from './in-process-courier.ts'
import { JobRunner, type JobRunnerOptions } from './job-runner.ts'

export interface CourierOptions extends JobRunnerOptions {
  /** For a listening connection of its own. */
  databaseUrl: string
  /** Where there is one, Bull distributes the jobs. */
  redisUrl?: string | undefined
  /** Begins every key in Redis; hubs that share one Redis need different ones. */
  namespace?: string
}

/** The courier of this process: Bull where there is Redis, else one that needs nothing but Postgres. */
export async function createCourier(options: CourierOptions): Promise<Courier> {
  const { redisUrl, databaseUrl, namespace = 'askpro', log } = options
  const runner = new JobRunner(options)
  const listener = new NotificationListener({ url: databaseUrl, log })
  if (!redisUrl) return new InProcessCourier({ runner, listener, log })
  // Loaded only where it is used: Bull and its Redis client are a good part of what a start takes.
  const { BullCourier } = await import('./bull-courier.ts')
  return new BullCourier({ redisUrl, namespace, runner, listener, log })
}
