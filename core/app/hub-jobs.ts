import type { DependencyContainer } from 'tsyringe'
import { BillingEngine, billingJobs, billingTicks, InvoiceCollection } from '../billing/index.ts'
import { CallLedger, callJobs } from '../calls/index.ts'
import {
  ConnectionService,
  connectionJobs,
  connectionTicks,
  FactRouter,
  inboxJobs,
  inboxTicks,
  PluginCatalog,
  PluginHost,
  ProviderDirectory,
  SyncRequests,
  SyncRunner,
  syncJobs,
  syncTicks,
  WebhookProcessor,
} from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import { Database } from '../platform/db/database.ts'
import type { JobHandler, JobSink, Tick } from '../platform/jobs/job.ts'
import { purge } from '../platform/jobs/purge.ts'
import { CLOCK, JOBS } from '../platform/tokens.ts'
import { schedulingJobs } from '../scheduling/index.ts'
import { TenantDirectory } from '../tenants/index.ts'

/** Days. */
const KEEP = { finishedJobs: 14, givenUpJobs: 90, idempotencyKeys: 1 }

/** Every job handler of every slice. */
export function hubJobs(c: DependencyContainer): JobHandler[] {
  const basics = {
    database: c.resolve(Database),
    clock: c.resolve<Clock>(CLOCK),
    jobs: c.resolve<JobSink>(JOBS),
  }
  const directory = c.resolve(TenantDirectory)
  return [
    ...c.resolve(WebhookProcessor).jobs(),
    ...inboxJobs(basics),
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
      facts: c.resolve(FactRouter),
    }),
    ...schedulingJobs(c),
    ...callJobs({ ...basics, ledger: c.resolve(CallLedger), providers: c.resolve(ProviderDirectory) }),
    ...billingJobs({
      ...basics,
      directory,
      engine: c.resolve(BillingEngine),
      collection: c.resolve(InvoiceCollection),
    }),
    housekeeping(basics.database),
  ]
}

export function hubTicks(): Tick[] {
  return [
    ...syncTicks(),
    ...connectionTicks(),
    ...inboxTicks(),
    ...billingTicks(),
    {
      name: 'housekeeping',
      cron: '0 23 3 * * *',
      jobs: (slot) => [{ kind: 'housekeeping', tenantId: null, payload: {}, uniqueKey: slot }],
    },
  ]
}

function housekeeping(database: Database): JobHandler {
  return {
    kind: 'housekeeping',
    maxAttempts: 3,
    timeout: 600_000,
    async run() {
      await purge(database, KEEP)
      return { is: 'done' }
    },
  }
}
