import type { DependencyContainer } from 'tsyringe'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config/config.ts'
import type { Database } from '../platform/db/database.ts'
import type { Courier } from '../platform/jobs/courier.ts'
import { createCourier } from '../platform/jobs/create-courier.ts'
import type { JobSink } from '../platform/jobs/job.ts'
import { Ticker } from '../platform/jobs/ticker.ts'
import type { Logger } from '../platform/log/logger.ts'
import type { Metrics } from '../platform/telemetry/metrics.ts'
import { JOBS } from '../platform/tokens.ts'
import { announceGivenUp } from '../tasks/index.ts'
import { hubJobs, hubTicks } from './hub-jobs.ts'

export interface Parts {
  container: DependencyContainer
  database: Database
  clock: Clock
  metrics: Metrics
}

/** The jobs and the timer of this process. */
export interface Work {
  courier: Courier
  start(): Promise<void>
  stop(deadline: number): Promise<void>
}

/** A process that only serves the API runs no handlers and ticks nothing. */
export async function workOf(
  { config, databases, log }: { config: Config; databases: { appUrl: string }; log: Logger },
  { container, database, clock, metrics }: Parts,
): Promise<Work> {
  const works = config.role !== 'api'
  const courier = await createCourier({
    database,
    clock,
    log,
    databaseUrl: databases.appUrl,
    redisUrl: config.redisUrl,
    handlers: works ? hubJobs(container, config.keep) : [],
    onOutcome: (kind, outcome) => metrics.countJob(kind, outcome),
    onGivenUp: (tx, jobs) => announceGivenUp(tx, container.resolve<JobSink>(JOBS), jobs),
  })
  const ticker = new Ticker({
    database,
    queue: container.resolve<JobSink>(JOBS),
    ticks: works ? hubTicks() : [],
    log,
  })
  return {
    courier,
    async start() {
      if (!works) return
      await courier.start()
      ticker.start()
    },
    async stop(deadline) {
      await ticker.stop()
      if (works) await courier.stop(deadline)
    },
  }
}
