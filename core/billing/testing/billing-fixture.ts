import { Database } from '../../platform/db/database.ts'
import { EventBus } from '../../platform/events/event-bus.ts'
import { newId } from '../../platform/ids.ts'
import { JobQueue } from '../../platform/jobs/job-queue.ts'
import { silentLogger } from '../../platform/log/logger.ts'
import { createTestDatabase, type TestDatabase } from '../../platform/testing/test-database.ts'
import { type Tenant, TenantDirectory, TenantService } from '../../tenants/index.ts'
import { BillingEngine } from '../billing-engine.ts'
import { InvoiceService } from '../invoice-service.ts'
import { PlanService } from '../plan-service.ts'
import { PricingCalculator } from '../pricing-calculator.ts'
import { UsageRating } from '../usage-rating.ts'
import { UsageTracker } from '../usage-tracker.ts'

const BASICS = { zone: 'Europe/Berlin', currency: 'EUR', language: 'de' as const }

/** Billing over a database of its own, with a clock to be set, and a tree of tenants to be grown. */
export class BillingFixture {
  readonly urls: TestDatabase
  readonly database: Database
  readonly directory: TenantDirectory
  readonly jobs: JobQueue
  readonly engine: BillingEngine
  readonly invoices: InvoiceService
  now = 0
  readonly clock = { now: () => this.now }
  readonly #tenants: TenantService
  readonly #plans: PlanService
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
    this.invoices = new InvoiceService({ database, events, clock })
    this.#tenants = new TenantService({ database, directory, clock })
    this.#plans = new PlanService({ database, tenants: this.#tenants, directory, clock })
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
    const plan = await this.#plans.create(issuer, { name: 'Plan', terms })
    const dates = { anchorDate: '2026-11-01', months: 1, autoFinalize: true }
    await this.#plans.subscribe(issuer, { ...dates, planId: plan.id, recipientId: id })
    return id
  }

  async used(tenantId: string, minutes: number, occurredAt = this.now): Promise<void> {
    const usage = { tenantId, eventId: `p:${newId()}:call_seconds`, meter: 'call_seconds' as const }
    const quantity = String(minutes * 60)
    await this.database.inTenant(tenantId, (tx) =>
      this.#tracker.record(tx, { ...usage, quantity, occurredAt }),
    )
  }

  /** Net of each invoice the tenant sees, by who issued it, the newest first. */
  async nets(tenantId: string): Promise<Array<[issuer: string, minor: number]>> {
    const all = await this.invoices.list(tenantId, { limit: 20 })
    return all.map(({ invoice }) => [invoice.issuerId, invoice.totals.subtotal_minor])
  }
}
