import { Database } from '../../platform/db/database.ts'
import { EventBus } from '../../platform/events/event-bus.ts'
import { newId } from '../../platform/ids.ts'
import { JobQueue } from '../../platform/jobs/job-queue.ts'
import { silentLogger } from '../../platform/log/logger.ts'
import { createTestDatabase, type TestDatabase } from '../../platform/testing/test-database.ts'
import { TaskBoard } from '../../tasks/index.ts'
import { type Tenant, TenantDirectory, TenantService } from '../../tenants/index.ts'
import { BillingEngine } from '../billing-engine.ts'
import { CollectionLedger } from '../collection-ledger.ts'
import { BillingDetailsService } from '../details/billing-details-service.ts'
import { DisputeService } from '../disputes/dispute-service.ts'
import { InvoiceCollection } from '../invoice-collection.ts'
import { InvoiceService } from '../invoice-service.ts'
import { PayerService } from '../payers/payer-service.ts'
import { SetupService } from '../payers/setup-service.ts'
import { PlanService } from '../plan-service.ts'
import { PricingCalculator } from '../pricing-calculator.ts'
import { RefundService } from '../refunds/refund-service.ts'
import { UsageRating } from '../usage-rating.ts'
import { UsageReport } from '../usage-report.ts'
import { UsageTracker } from '../usage-tracker.ts'
import { TestPayments } from './test-payments.ts'

const BASICS = { zone: 'Europe/Berlin', currency: 'EUR', language: 'de' as const }

/** Billing over a database of its own, with a clock to be set, and a tree of tenants to be grown. */
export class BillingFixture {
  readonly urls: TestDatabase
  readonly database: Database
  readonly directory: TenantDirectory
  readonly jobs: JobQueue
  readonly engine: BillingEngine
  readonly invoices: InvoiceService
  /** Stands for the issuers' payments provider. */
  readonly provider = new TestPayments()
  readonly ledger: CollectionLedger
  readonly details: BillingDetailsService
  readonly payers: PayerService
  readonly setups: SetupService
  readonly refunds: RefundService
  readonly tasks: TaskBoard
  readonly disputes: DisputeService
  readonly collection: InvoiceCollection
  now = 0
  readonly clock = { now: () => this.now }
  readonly report: UsageReport
  readonly #tenants: TenantService
  readonly plans: PlanService
  readonly #tracker: UsageTracker

  constructor(urls: TestDatabase) {
    this.urls = urls
    const database = new Database({ url: urls.appUrl, poolSize: 10, log: silentLogger })
    const clock = this.clock
    const jobs = new JobQueue({ clock, poke: () => {} })
    const events = new EventBus({ poke: () => {} })
    const directory = new TenantDirectory({ database })
    const rating = new UsageRating(new PricingCalculator())
    this.database = database
    this.directory = directory
    this.jobs = jobs
    this.engine = new BillingEngine({ database, directory, events, jobs, clock, rating })
    this.invoices = new InvoiceService({ database, events, jobs, clock })
    const tenants = new TenantService({ database, directory, clock })
    const basics = { database, events, jobs, clock, tenants, directory, providers: this.provider }
    this.ledger = new CollectionLedger(basics)
    this.details = new BillingDetailsService(basics)
    this.payers = new PayerService({ ...basics, details: this.details })
    this.setups = new SetupService({ ...basics, payers: this.payers })
    this.refunds = new RefundService({ ...basics, invoices: this.invoices })
    this.tasks = new TaskBoard(basics)
    this.disputes = new DisputeService({ ...basics, tasks: this.tasks })
    const { invoices, ledger, payers } = this
    this.collection = new InvoiceCollection({ ...basics, invoices, ledger, payers })
    this.report = new UsageReport({ database, directory, tenants, calculator: new PricingCalculator() })
    this.#tenants = tenants
    this.plans = new PlanService({ database, tenants: this.#tenants, directory, clock })
    this.#tracker = new UsageTracker({ jobs, clock, log: silentLogger })
  }

  static async open(): Promise<BillingFixture> {
    return new BillingFixture(await createTestDatabase())
  }

  async close(): Promise<void> {
    await this.database.close()
    await this.urls.drop()
  }

  async agency(): Promise<string> {
    return (await this.#tenants.createAgency({ ...BASICS, name: 'Agency' })).id
  }

  /** Without tax, by the month from November on, and so much for each minute. */
  async below(
    issuer: string,
    { kind, perMinute }: { kind: Exclude<Tenant['kind'], 'agency'>; perMinute: string },
  ): Promise<string> {
    const { id } = await this.#tenants.createChild(issuer, { ...BASICS, name: kind, kind })
    const price = { model: 'per_unit', meter: 'call_seconds', unit: 'minute', unit_price: perMinute } as const
    const terms = { currency: 'EUR', prices: [price] }
    const plan = await this.plans.create(issuer, { name: 'Plan', terms })
    const dates = { anchorDate: '2026-11-01', months: 1, autoFinalize: true }
    await this.plans.subscribe(issuer, { ...dates, planId: plan.id, recipientId: id })
    return id
  }

  async used(tenantId: string, minutes: number, occurredAt = this.now): Promise<void> {
    const usage = { tenantId, eventId: `p:${newId()}:call_seconds`, meter: 'call_seconds' as const }
    const quantity = String(minutes * 60)
    await this.database.inTenant(tenantId, (tx) =>
      this.#tracker.record(tx, { ...usage, quantity, occurredAt }),
    )
  }

  /** A final invoice over 1.00 a minute, without tax, that nobody has paid. */
  async invoiced(issuer: string, client: string, minutes: number): Promise<string> {
    this.now = Date.UTC(2026, 10, 10, 12)
    await this.used(client, minutes)
    await this.engine.refreshDraft(issuer, client)
    this.now = Date.UTC(2026, 11, 3, 12)
    const all = await this.invoices.list(issuer, { limit: 200 })
    const draft = all.find(
      ({ invoice: { recipientId, status } }) => recipientId === client && status === 'draft',
    )
    if (!draft) throw new Error('there is no draft')
    return (await this.engine.finalize(issuer, draft.invoice.id)).invoice.id
  }

  /** The payloads of the jobs of a kind, the oldest first. */
  async jobsOf(kind: string, tenantId: string): Promise<Array<Record<string, unknown>>> {
    const rows = await this.database.asCourier((tx) =>
      tx.rows<{ payload: Record<string, unknown> }>({
        text: 'select payload from jobs where kind = $1 and tenant_id = $2 order by id',
        values: [kind, tenantId],
      }),
    )
    return rows.map(({ payload }) => payload)
  }

  /** Types of what was told of a tenant's invoices and payers, the oldest first. */
  async told(tenantId: string): Promise<string[]> {
    const rows = await this.database.inTenant(tenantId, (tx) =>
      tx.rows<{ type: string }>({ text: 'select type from events order by seq' }),
    )
    return rows.map(({ type }) => type)
  }

  /** Net of each invoice the tenant sees, by who issued it, the newest first. */
  async nets(tenantId: string): Promise<Array<[issuer: string, minor: number]>> {
    const all = await this.invoices.list(tenantId, { limit: 20 })
    return all.map(({ invoice }) => [invoice.issuerId, invoice.totals.subtotal_minor])
  }
}
