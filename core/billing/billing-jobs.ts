import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { JobHandler, JobOutcome, JobRun, JobSink, Tick } from '../platform/jobs/job.ts'
import type { TenantDirectory } from '../tenants/index.ts'
import type { BillingEngine } from './billing-engine.ts'
import { collectionJobs, collectionTicks } from './collection-jobs.ts'
import { draftRequest } from './draft-request.ts'
import type { InvoiceCollection } from './invoice-collection.ts'
import { findDueDrafts } from './invoice-repository.ts'
import { findSubscriptions } from './plan-repository.ts'

export interface BillingJobParts {
  database: Database
  engine: BillingEngine
  collection: InvoiceCollection
  directory: TenantDirectory
  jobs: JobSink
  clock: Clock
}

/** Milliseconds after a period's end before it is finalized by itself: calls are told late. */
const GRACE = 24 * 3_600_000

/** Every hour: looks for periods that have ended. Once a day: for invoices whose payment nobody told of. */
export const billingTicks = (): Tick[] => [
  ...collectionTicks(),
  {
    name: 'billing.plan',
    cron: '0 7 * * * *',
    jobs: (slot) => [{ kind: 'billing.plan', tenantId: null, payload: {}, uniqueKey: slot }],
  },
]

export const billingJobs = (parts: BillingJobParts): JobHandler[] => [
  { kind: 'billing.draft', maxAttempts: 10, run: (run) => draft(parts, run) },
  { kind: 'billing.plan', maxAttempts: 3, run: (run) => plan(parts, run) },
  { kind: 'billing.close', maxAttempts: 10, run: (run) => close(parts, run) },
  ...collectionJobs(parts),
]

/** Usage of a tenant changes the draft its parent shows it, and with it what is used below the parent. */
async function draft(
  { database, engine, directory, jobs, clock }: BillingJobParts,
  { tenantId }: JobRun,
): Promise<JobOutcome> {
  if (tenantId === null) return { is: 'cancel', why: 'usage belongs to a tenant' }
  const [, issuerId, above] = await directory.chainOf(tenantId)
  if (issuerId === undefined) return { is: 'done' }
  await engine.refreshDraft(issuerId, tenantId)
  if (above !== undefined) {
    await database.inTenant(issuerId, (tx) =>
      jobs.add(tx, [draftRequest(issuerId, 'usedBelow', clock.now())]),
    )
  }
  return { is: 'done' }
}

async function plan({ database, directory, jobs }: BillingJobParts, { id }: JobRun): Promise<JobOutcome> {
  const issuers = await directory.issuerIds()
  const due = issuers.map((tenantId) => ({
    kind: 'billing.close',
    tenantId,
    payload: {},
    uniqueKey: `${tenantId}:${id}`,
  }))
  if (due.length > 0) await database.asCourier((tx) => jobs.add(tx, due))
  return { is: 'done' }
}

/** Opens the drafts of running periods, so that fees are seen without usage too, and closes what has ended. */
async function close(
  { database, engine, clock }: BillingJobParts,
  { tenantId }: JobRun,
): Promise<JobOutcome> {
  if (tenantId === null) return { is: 'cancel', why: 'invoices belong to their issuer' }
  const before = new Date(clock.now() - GRACE)
  const { subscriptions, drafts } = await database.inTenant(tenantId, async (tx) => ({
    subscriptions: await findSubscriptions(tx, tenantId),
    drafts: await findDueDrafts(tx, tenantId, before),
  }))
  const automatic = new Set(subscriptions.filter(({ autoFinalize }) => autoFinalize).map(({ id }) => id))
  const due = drafts.filter(({ subscriptionId }) => automatic.has(subscriptionId))
  // One that fails must not keep the others from being billed.
  const failed = [
    ...(await failures(due, ({ invoice }) => engine.finalize(tenantId, invoice.id))),
    ...(await failures(subscriptions, ({ recipientId }) => engine.refreshDraft(tenantId, recipientId))),
  ]
  if (failed.length > 0)
    throw new AggregateError(failed, `${failed.length} of an issuer's invoices could not be made`)
  return { is: 'done' }
}

async function failures<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<unknown[]> {
  const failed: unknown[] = []
  for (const item of items) await work(item).catch((error: unknown) => failed.push(error))
  return failed
}
