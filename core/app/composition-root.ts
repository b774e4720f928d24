import 'reflect-metadata'
import { type DependencyContainer, container as root } from 'tsyringe'
import {
  DisputeService,
  InvoiceCollection,
  PayerService,
  RefundService,
  registerBilling,
} from '../billing/index.ts'
import { CallFacts, CallProcessor, type CallSurroundings, registerCalls } from '../calls/index.ts'
import { registerCustomers } from '../customers/index.ts'
import {
  BUSY_TIMES,
  type BusyTimes,
  CALL_DESK,
  type CallDesk,
  FACT_SINKS,
  type FactSink,
  type IntegrationSurroundings,
  registerIntegrations,
  SyncRequests,
} from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import { SecretBox } from '../platform/crypto/secret-box.ts'
import { Database } from '../platform/db/database.ts'
import type { EventSink } from '../platform/events/event.ts'
import { EventBus } from '../platform/events/event-bus.ts'
import { EventFeed } from '../platform/events/event-feed.ts'
import type { JobSink } from '../platform/jobs/job.ts'
import { JobQueue } from '../platform/jobs/job-queue.ts'
import type { Logger } from '../platform/log/logger.ts'
import { currentContext } from '../platform/telemetry/request-context.ts'
import { CLOCK, EVENTS, JOBS, LOG } from '../platform/tokens.ts'
import { CalendarBusyTimes, CalendarFacts, registerScheduling } from '../scheduling/index.ts'
import { registerTasks } from '../tasks/index.ts'
import { registerTenants } from '../tenants/index.ts'
import { registerUsers } from '../users/index.ts'
import { registerWebhooks } from '../webhooks/index.ts'

export interface Surroundings extends IntegrationSurroundings, CallSurroundings {
  database: Database
  box: SecretBox
  clock: Clock
  log: Logger
  /** Wakes what reads events in this process; `poke` does it for jobs. */
  pokeEvents: () => void
}

/** Builds everything once; each slice says itself how it is built. Tests give their own surroundings. */
export function composeHub(surroundings: Surroundings): DependencyContainer {
  const container = root.createChildContainer()
  const { database, box, clock, log, poke, pokeEvents } = surroundings
  const trace = () => currentContext()?.traceparent
  container.registerInstance(Database, database)
  container.registerInstance(EventFeed, new EventFeed({ database }))
  container.registerInstance(SecretBox, box)
  container.registerInstance<Clock>(CLOCK, clock)
  container.registerInstance<Logger>(LOG, log)
  container.registerInstance<JobSink>(JOBS, new JobQueue({ clock, poke, trace }))
  container.registerInstance<EventSink>(EVENTS, new EventBus({ poke: pokeEvents, trace }))
  registerTenants(container)
  registerUsers(container)
  registerTasks(container)
  registerCustomers(container)
  registerIntegrations(container, surroundings)
  registerScheduling(container, { signingKey: box.derive('offers') })
  registerBilling(container)
  registerCalls(container, surroundings)
  registerWebhooks(container)
  plugTogether(container)
  return container
}

/** What the integrations slice needs from the others, by the tokens of its ports. */
function plugTogether(container: DependencyContainer): void {
  container.register<CallDesk>(CALL_DESK, { useFactory: (c) => c.resolve(CallProcessor) })
  container.register<BusyTimes>(BUSY_TIMES, { useFactory: (c) => c.resolve(CalendarBusyTimes) })
  container.register<FactSink[]>(FACT_SINKS, {
    useFactory: (c) => [
      c.resolve(CallFacts),
      c.resolve(CalendarFacts),
      c.resolve(InvoiceCollection),
      c.resolve(RefundService),
      c.resolve(DisputeService),
      c.resolve(PayerService),
      c.resolve(SyncRequests),
    ],
  })
}
