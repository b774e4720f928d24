import 'reflect-metadata'
import type { DependencyContainer } from 'tsyringe'
import { instanceCachingFactory } from 'tsyringe'
import { ProviderDirectory } from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import { Database } from '../platform/db/database.ts'
import type { EventSink } from '../platform/events/event.ts'
import type { JobSink } from '../platform/jobs/job.ts'
import type { Logger } from '../platform/log/logger.ts'
import { CLOCK, EVENTS, JOBS, LOG } from '../platform/tokens.ts'
import { TaskBoard } from '../tasks/index.ts'
import { TenantDirectory, TenantService } from '../tenants/index.ts'
import { BillingEngine } from './billing-engine.ts'
import { CollectionLedger } from './collection-ledger.ts'
import { BillingDetailsService } from './details/billing-details-service.ts'
import { DisputeService } from './disputes/dispute-service.ts'
import { InvoiceCollection } from './invoice-collection.ts'
import { InvoiceService } from './invoice-service.ts'
import { PayerService } from './payers/payer-service.ts'
import { SetupService } from './payers/setup-service.ts'
import { PlanService } from './plan-service.ts'
import { PricingCalculator } from './pricing-calculator.ts'
import { RefundService } from './refunds/refund-service.ts'
import { UsageRating } from './usage-rating.ts'
import { UsageReport } from './usage-report.ts'
import { UsageTracker } from './usage-tracker.ts'

export function registerBilling(container: DependencyContainer): void {
  container.register(PricingCalculator, { useFactory: instanceCachingFactory(() => new PricingCalculator()) })
  container.register(UsageTracker, { useFactory: instanceCachingFactory((c) => new UsageTracker(basics(c))) })
  container.register(PlanService, {
    useFactory: instanceCachingFactory(
      (c) =>
        new PlanService({
          ...basics(c),
          tenants: c.resolve(TenantService),
          directory: c.resolve(TenantDirectory),
        }),
    ),
  })
  container.register(BillingEngine, {
    useFactory: instanceCachingFactory(
      (c) =>
        new BillingEngine({
          ...basics(c),
          directory: c.resolve(TenantDirectory),
          rating: new UsageRating(c.resolve(PricingCalculator)),
        }),
    ),
  })
  container.register(InvoiceService, {
    useFactory: instanceCachingFactory((c) => new InvoiceService(basics(c))),
  })
  container.register(InvoiceCollection, {
    useFactory: instanceCachingFactory(
      (c) =>
        new InvoiceCollection({
          ...basics(c),
          invoices: c.resolve(InvoiceService),
          ledger: c.resolve(CollectionLedger),
          payers: c.resolve(PayerService),
          providers: c.resolve(ProviderDirectory),
          tenants: c.resolve(TenantService),
        }),
    ),
  })
  container.register(UsageReport, {
    useFactory: instanceCachingFactory(
      (c) =>
        new UsageReport({
          ...basics(c),
          directory: c.resolve(TenantDirectory),
          tenants: c.resolve(TenantService),
          calculator: c.resolve(PricingCalculator),
        }),
    ),
  })
  registerPayments(container)
}

/** Who pays with what, and what goes back. */
function registerPayments(container: DependencyContainer): void {
  container.register(CollectionLedger, {
    useFactory: instanceCachingFactory((c) => new CollectionLedger(basics(c))),
  })
  container.register(BillingDetailsService, {
    useFactory: instanceCachingFactory((c) => new BillingDetailsService(basics(c))),
  })
  container.register(PayerService, {
    useFactory: instanceCachingFactory(
      (c) =>
        new PayerService({
          ...basics(c),
          providers: c.resolve(ProviderDirectory),
          tenants: c.resolve(TenantService),
          details: c.resolve(BillingDetailsService),
          directory: c.resolve(TenantDirectory),
        }),
    ),
  })
  container.register(SetupService, {
    useFactory: instanceCachingFactory(
      (c) =>
        new SetupService({
          ...basics(c),
          payers: c.resolve(PayerService),
          providers: c.resolve(ProviderDirectory),
          tenants: c.resolve(TenantService),
        }),
    ),
  })
  container.register(RefundService, {
    useFactory: instanceCachingFactory(
      (c) => new RefundService({ ...basics(c), invoices: c.resolve(InvoiceService) }),
    ),
  })
  container.register(DisputeService, {
    useFactory: instanceCachingFactory(
      (c) => new DisputeService({ ...basics(c), tasks: c.resolve(TaskBoard) }),
    ),
  })
}

const basics = (c: DependencyContainer) => ({
  database: c.resolve(Database),
  clock: c.resolve<Clock>(CLOCK),
  events: c.resolve<EventSink>(EVENTS),
  jobs: c.resolve<JobSink>(JOBS),
  log: c.resolve<Logger>(LOG),
})
