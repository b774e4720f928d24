import { Temporal } from 'temporal-polyfill'
import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import type { TenantDirectory, TenantService } from '../tenants/index.ts'
import { type BillingPeriod, nextPeriod, periodContaining } from './billing-period.ts'
import { findDraftsOf, findInvoice } from './invoice-repository.ts'
import { findPlan, findSubscriptions, type StoredPlan, type Subscription } from './plan-repository.ts'
import type { Plan } from './price.ts'
import type { PricingCalculator } from './pricing-calculator.ts'
import { sinceOf } from './subscription-span.ts'
import { amountsByDay, datesBetween, metersOf, type UsageDay } from './usage-days.ts'
import type { UsageItem } from './usage-quantity.ts'
import {
  type InvoiceUsageFilter,
  type InvoiceUsageRow,
  usageByDay,
  usageBySize,
  usageOfDraft,
  usageOfInvoice,
} from './usage-report-repository.ts'

export interface UsageReportParts {
  database: Database
  directory: Pick<TenantDirectory, 'parentOf' | 'idsWithin'>
  tenants: Pick<TenantService, 'get'>
  calculator: PricingCalculator
}

interface Priced {
  currency: string | undefined
  amounts: Map<string, number>
}

interface PeriodUsed {
  whole: BillingPeriod
  /** The part of it in which usage is the subscription's. */
  used: BillingPeriod
}

/** What a tenant used, at the prices of whoever is directly above it. Of other edges of the tree it shows nothing. */
export class UsageReport {
  readonly #parts: UsageReportParts

  constructor(parts: UsageReportParts) {
    this.#parts = parts
  }

  /** The plan that the tenant is on, with its live subscription. */
  async ownPlan(tenantId: string): Promise<{ subscription: Subscription; plan: StoredPlan } | undefined> {
    return this.#below(tenantId, async (tx, issuerId) => {
      const all = await findSubscriptions(tx, issuerId, { recipientId: tenantId })
      const live = all.find(({ endedAt }) => endedAt === null)
      const plan = live && (await findPlan(tx, issuerId, live.planId))
      return plan && { subscription: live, plan }
    })
  }

  /** Dates, both included, in the tenant's zone; a day without usage is listed as well. */
  async days(
    tenantId: string,
    { from, to }: { from: string; to: string },
  ): Promise<{ zone: string; currency: string; days: UsageDay[] }> {
    const { database, directory, tenants } = this.#parts
    const { zone, currency } = await tenants.get(tenantId)
    const usedBy = await directory.idsWithin(tenantId)
    const span = { start: startOfDay(from, zone), end: startOfDay(to, zone, 1) }
    const rows = await database.inTenant(usedBy, (tx) => usageByDay(tx, usedBy, { ...span, zone }))
    const priced = await this.#amounts(tenantId, { usedBy, span, zone })
    const byDay = Map.groupBy(rows, ({ day }) => day)
    const days = datesBetween(from, to).map((date) => ({
      date,
      meters: metersOf(byDay.get(date) ?? []),
      amountMinor: priced ? (priced.amounts.get(date) ?? 0) : null,
    }))
    return { zone, currency: priced?.currency ?? currency, days }
  }

  /** The same dates without days: as much as a price needs to know. */
  async items(tenantId: string, { from, to }: { from: string; to: string }): Promise<UsageItem[]> {
    const { database, directory, tenants } = this.#parts
    const { zone } = await tenants.get(tenantId)
    const usedBy = await directory.idsWithin(tenantId)
    const span = { start: startOfDay(from, zone), end: startOfDay(to, zone, 1) }
    return database.inTenant(usedBy, (tx) => usageBySize(tx, usedBy, span))
  }

  /** The usage behind an invoice that the tenant issued or received. Throws `not_found`. */
  async ofInvoice(
    tenantId: string,
    invoiceId: string,
    filter: InvoiceUsageFilter,
  ): Promise<InvoiceUsageRow[]> {
    const { database, directory } = this.#parts
    const stored = await database.inTenant(tenantId, (tx) => findInvoice(tx, invoiceId))
    if (!stored) throw new HubError('not_found')
    const { issuerId, recipientId, status, period } = stored.invoice
    const usedBy = await directory.idsWithin(recipientId)
    return database.inTenant([issuerId, ...usedBy], async (tx) => {
      const edge = { issuerId, usedBy }
      if (status !== 'draft') return usageOfInvoice(tx, edge, { ...filter, invoiceId })
      const all = await findSubscriptions(tx, issuerId, { recipientId })
      const own = all.find(({ id }) => id === stored.subscriptionId)
      if (!own) return []
      const earlier = (await findDraftsOf(tx, issuerId, own.id))
        .map(({ invoice }) => invoice.period.end)
        .filter((end) => end <= period.start)
      const since = Math.max(sinceOf(own, all), ...earlier)
      const before = Math.min(period.end, own.endedAt?.getTime() ?? Infinity)
      return usageOfDraft(tx, edge, { ...filter, since, before })
    })
  }

  async #amounts(
    tenantId: string,
    { usedBy, span, zone }: { usedBy: readonly string[]; span: BillingPeriod; zone: string },
  ): Promise<{ currency: string; amounts: Map<string, number> } | undefined> {
    return this.#below(tenantId, async (tx, issuerId) => {
      const all = await findSubscriptions(tx, issuerId, { recipientId: tenantId })
      const priced: Priced = { currency: undefined, amounts: new Map() }
      for (const subscription of all) {
        const plan = (await findPlan(tx, issuerId, subscription.planId))?.terms
        const periods = periodsWithin(subscription, all, span)
        if (plan) await this.#price(tx, priced, { plan, periods, usedBy, zone })
      }
      const { currency, amounts } = priced
      return currency === undefined ? undefined : { currency, amounts }
    })
  }

  async #price(
    tx: Tx,
    priced: Priced,
    of: { plan: Plan; periods: readonly PeriodUsed[]; usedBy: readonly string[]; zone: string },
  ): Promise<void> {
    const { plan, periods, usedBy, zone } = of
    priced.currency = plan.currency
    for (const { whole: period, used } of periods) {
      const rows = await usageByDay(tx, usedBy, { ...used, zone })
      for (const [day, amount] of amountsByDay(this.#parts.calculator, { plan, period, rows })) {
        priced.amounts.set(day, (priced.amounts.get(day) ?? 0) + amount)
      }
    }
  }

  /** Sees the rows of whoever is directly above, and those of the tenant and all below it; nothing at the top. */
  async #below<T>(
    tenantId: string,
    work: (tx: Tx, issuerId: string) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const { database, directory } = this.#parts
    const issuerId = await directory.parentOf(tenantId)
    if (issuerId === null) return undefined
    const usedBy = await directory.idsWithin(tenantId)
    return database.inTenant([issuerId, ...usedBy], (tx) => work(tx, issuerId))
  }
}

/** The subscription's periods that touch the span. */
function periodsWithin(
  subscription: Subscription,
  all: readonly Subscription[],
  span: BillingPeriod,
): PeriodUsed[] {
  const since = sinceOf(subscription, all)
  const until = subscription.endedAt?.getTime() ?? Infinity
  const end = Math.min(span.end, until)
  const found: PeriodUsed[] = []
  if (end <= since) return found
  let whole = periodContaining(subscription.anchor, Math.max(span.start, since))
  while (whole.start < end) {
    const used = { start: Math.max(whole.start, since), end: Math.min(whole.end, until) }
    found.push({ whole, used })
    whole = nextPeriod(subscription.anchor, whole)
  }
  return found
}

const startOfDay = (date: string, zone: string, later = 0): number =>
  Temporal.PlainDate.from(date).add({ days: later }).toZonedDateTime(zone).epochMilliseconds
