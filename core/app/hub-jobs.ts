import type { DependencyContainer } from 'tsyringe'
import {
  BillingEngine,
  billingJobs,
  billingTicks,
  InvoiceCollection,
  RefundService,
  refundJobs,
} from '../billing/index.ts'
import {
  CallLedger,
  callJobs,
  callRetention,
  RefusedBookings,
  VoiceAgentService,
  voiceAgentJobs,
} from '../calls/index.ts'
import {
  ConnectionService,
  connectionJobs,
  connectionTicks,
  FactRouter,
  Farewells,
  inboxRetention,
  OutboundPost,
  PluginCatalog,
  PluginHost,
  ProviderDirectory,
  SyncRequests,
  SyncRunner,
  syncJobs,
  syncTicks,
  WatchKeeper,
  WebhookProcessor,
  watchJobs,
  watchTicks,
} from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import { SecretBox } from '../platform/crypto/secret-box.ts'
import { Database } from '../platform/db/database.ts'
import type { EventSink } from '../platform/events/event.ts'
import { eventRetention } from '../platform/events/event-retention.ts'
import { idempotencyRetention } from '../platform/http/idempotency-retention.ts'
import type { JobHandler, JobSink, JobWaker, Tick } from '../platform/jobs/job.ts'
import { jobRetention } from '../platform/jobs/job-retention.ts'
import type { Logger } from '../platform/log/logger.ts'
import type { Forgettable } from '../platform/retention/forgettable.ts'
import { housekeepingJobs, housekeepingTicks } from '../platform/retention/housekeeping.ts'
import type { RetentionPolicy } from '../platform/retention/retention-policy.ts'
import { CLOCK, EVENTS, JOBS, LOG } from '../platform/tokens.ts'
import { schedulingJobs } from '../scheduling/index.ts'
import { TaskBoard, taskJobs, taskRetention } from '../tasks/index.ts'
import { TenantDirectory } from '../tenants/index.ts'
import { deliveryJobs, webhookRetention } from '../webhooks/index.ts'

/** Every job handler of every slice. */
export function hubJobs(c: DependencyContainer, keep: RetentionPolicy): JobHandler[] {
  const basics = {
    database: c.resolve(Database),
    clock: c.resolve<Clock>(CLOCK),
    jobs: c.resolve<JobSink & JobWaker>(JOBS),
  }
  const directory = c.resolve(TenantDirectory)
  return [
    ...c.resolve(WebhookProcessor).jobs(),
    ...connectionJobs({
      ...basics,
      connections: c.resolve(ConnectionService),
      syncs: c.resolve(SyncRequests),
    }),
    ...syncJobs({
      ...basics,
      catalog: c.resolve(PluginCatalog),
      host: c.resolve(PluginHost),
      runner: c.resolve(SyncRunner),
      providers: c.resolve(ProviderDirectory),
      facts: c.resolve(FactRouter),
    }),
    ...watchJobs({
      ...basics,
      catalog: c.resolve(PluginCatalog),
      keeper: c.resolve(WatchKeeper),
      farewells: c.resolve(Farewells),
    }),
    ...schedulingJobs(c),
    ...callJobs({ ...basics, ledger: c.resolve(CallLedger), providers: c.resolve(ProviderDirectory) }),
    ...c.resolve(RefusedBookings).jobs(),
    ...voiceAgentJobs({
      ...basics,
      voiceAgents: c.resolve(VoiceAgentService),
      providers: c.resolve(ProviderDirectory),
    }),
    ...billingJobs({
      ...basics,
      directory,
      engine: c.resolve(BillingEngine),
      collection: c.resolve(InvoiceCollection),
    }),
    ...refundJobs({
      ...basics,
      refunds: c.resolve(RefundService),
      providers: c.resolve(ProviderDirectory),
    }),
    ...deliveryJobs({
      ...basics,
      post: c.resolve(OutboundPost),
      box: c.resolve(SecretBox),
      events: c.resolve<EventSink>(EVENTS),
      log: c.resolve<Logger>(LOG),
    }),
    ...taskJobs({ ...basics, board: c.resolve(TaskBoard) }),
    ...housekeepingJobs({ forgettable: hubRetention(c, keep), tenantIds: () => directory.allIds() }),
  ]
}

export function hubTicks(): Tick[] {
  return [...syncTicks(), ...watchTicks(), ...connectionTicks(), ...billingTicks(), ...housekeepingTicks()]
}

/** What every slice can forget. Jobs come before what is kept for their sake. */
export function hubRetention(c: DependencyContainer, keep: RetentionPolicy): Forgettable[] {
  const database = c.resolve(Database)
  return [
    ...jobRetention(database, keep),
    ...idempotencyRetention(database, keep),
    ...inboxRetention(database, keep),
    ...webhookRetention(database, keep),
    ...taskRetention(database, keep),
    ...eventRetention({ database, log: c.resolve<Logger>(LOG) }, keep),
    ...callRetention({ database, jobs: c.resolve<JobSink>(JOBS) }, keep),
  ]
}
