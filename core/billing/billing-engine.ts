import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import type { EventSink } from '../platform/events/event.ts'
import { derivedId } from '../platform/ids.ts'
import type { JobSink } from '../platform/jobs/job.ts'
import type { TenantDirectory } from '../tenants/index.ts'
import { type BillingPeriod, periodAt, periodContaining } from './billing-period.ts'
import { collectJob } from './collect-job.ts'
import { findParties } from './details/billing-details-repository.ts'
import type { Invoice, IssuedInvoice } from './invoice.ts'
import { draftInvoice, finalizeInvoice, reviseDraft } from './invoice-lifecycle.ts'
import { formatInvoiceNumber } from './invoice-number.ts'
import { refusalError } from './invoice-refusal.ts'
import {
  findDraftOf,
  findDraftsOf,
  findInvoice,
  nextSequence,
  type StoredInvoice,
  saveInvoice,
  upsertDraft,
} from './invoice-repository.ts'
import { currentSeries } from './invoice-series.ts'
import { findPlan, findSubscriptions, type Subscription } from './plan-repository.ts'
import { sinceOf } from './subscription-span.ts'
import type { Rating, UsageRating } from './usage-rating.ts'
import { claimUsage } from './usage-repository.ts'

export interface BillingEngineParts {
  database: Database
  directory: Pick<TenantDirectory, 'idsWithin'>
  rating: UsageRating
  events: EventSink
  jobs: JobSink
  clock: Clock
}

interface DraftToIssue {
  issuerId: string
  invoiceId: string
  subscriptionId: string
  usedBy: readonly string[]
}

/** Milliseconds the recipient has to pay. */
const PAYMENT_TERM = 14 * 86_400_000

/**
 * Turns usage into invoices along one edge of the tenant tree. An open period is rated again and again as a draft;
 * at finalization the usage is taken, rated a last time by the same function, and frozen under a number.
 */
export class BillingEngine {
  readonly #parts: BillingEngineParts

  constructor(parts: BillingEngineParts) {
    this.#parts = parts
  }

  /** Rates the period that is running now (of an ended subscription its last one), and all that are drafts still. */
  async refreshDraft(issuerId: string, recipientId: string): Promise<void> {
    await this.#onEdge({ issuerId, recipientId }, async (tx, usedBy) => {
      for (const subscription of await findSubscriptions(tx, issuerId, { recipientId, lock: true })) {
        for (const period of await this.#openPeriods(tx, subscription)) {
          await this.#draft(tx, subscription, { period, usedBy })
        }
      }
    })
  }

  /** Freezes a draft under the next number and sets off its collection. Repeating it gives the same invoice. */
  async finalize(issuerId: string, invoiceId: string): Promise<StoredInvoice> {
    const { database } = this.#parts
    const known = await database.inTenant(issuerId, (tx) => findInvoice(tx, invoiceId, { issuerId }))
    if (!known) throw new HubError('not_found')
    if (known.invoice.status !== 'draft') return known
    const { recipientId } = known.invoice
    const { subscriptionId } = known
    return database.outside(() =>
      this.#onEdge({ issuerId, recipientId }, (tx, usedBy) =>
        this.#finalize(tx, { issuerId, invoiceId, subscriptionId, usedBy }),
      ),
    )
  }

  /** Sees the issuer's rows and the usage of the recipient and of all below it. */
  async #onEdge<T>(
    { issuerId, recipientId }: { issuerId: string; recipientId: string },
    work: (tx: Tx, usedBy: readonly string[]) => Promise<T>,
  ): Promise<T> {
    const { database, directory } = this.#parts
    const usedBy = await directory.idsWithin(recipientId)
    return database.inTenant([issuerId, ...usedBy], (tx) => work(tx, usedBy))
  }

  async #openPeriods(tx: Tx, { issuerId, id, anchor, endedAt }: Subscription): Promise<BillingPeriod[]> {
    const drafts = (await findDraftsOf(tx, issuerId, id)).map(({ invoice }) => invoice.period)
    const at = Math.min(this.#parts.clock.now(), endedAt?.getTime() ?? Infinity)
    if (at < periodAt(anchor, 0).start) return drafts
    const running = periodContaining(anchor, at)
    return drafts.some(({ start }) => start === running.start) ? drafts : [...drafts, running]
  }

  async #draft(
    tx: Tx,
    subscription: Subscription,
    { period, usedBy }: { period: BillingPeriod; usedBy: readonly string[] },
  ): Promise<void> {
    const { issuerId, id: subscriptionId, recipientId } = subscription
    const known = await findDraftOf(tx, issuerId, { subscriptionId, start: period.start })
    if (known && known.invoice.status !== 'draft') return
    // The same again in a hub that was restored from a backup: a provider that has it already recognises it.
    const invoiceId = known?.invoice.id ?? derivedId(period.start, `invoice of ${subscriptionId}`)
    const rating = await this.#rating(tx, subscription, { period, usedBy, invoiceId })
    const invoice = draftInvoice({
      id: rating.invoiceId,
      issuerId,
      recipientId,
      currency: rating.plan.currency,
      period,
      lines: await this.#parts.rating.open(tx, rating),
    })
    const zone = subscription.anchor.timeZone
    await upsertDraft(tx, { invoice, subscriptionId, zone, at: new Date(this.#parts.clock.now()) })
  }

  /** Takes its locks in the order in which a draft takes them: first the subscription, then the invoice. */
  async #finalize(
    tx: Tx,
    { issuerId, invoiceId, subscriptionId, usedBy }: DraftToIssue,
  ): Promise<StoredInvoice> {
    const [subscription] = await findSubscriptions(tx, issuerId, { id: subscriptionId, lock: true })
    if (!subscription) throw new HubError('not_found')
    const stored = await findInvoice(tx, invoiceId, { issuerId, lock: true })
    if (!stored) throw new HubError('not_found')
    if (stored.invoice.status !== 'draft') return stored
    const now = this.#parts.clock.now()
    if (stored.invoice.period.end > now) {
      throw new HubError('conflict', {
        detail: 'The period is still running: it can be finalized when it has ended.',
      })
    }
    const { period } = stored.invoice
    const rating = await this.#rating(tx, subscription, { period, invoiceId, usedBy })
    const before = Math.min(period.end, rating.until)
    await claimUsage(tx, rating.edge, { invoiceId, since: rating.lateSince, before })
    const revised = reviseDraft(stored.invoice, await this.#parts.rating.claimed(tx, rating))
    if (!revised.ok) throw refusalError(revised.refusal)
    const issued = await this.#issue(tx, revised.invoice, { zone: stored.zone, now })
    return { ...stored, invoice: issued, version: stored.version + 1 }
  }

  async #issue(tx: Tx, draft: Invoice, { zone, now }: { zone: string; now: number }): Promise<IssuedInvoice> {
    const { events, jobs } = this.#parts
    const series = await currentSeries(tx, now, zone)
    const number = formatInvoiceNumber({ series, sequence: await nextSequence(tx, draft.issuerId, series) })
    const done = finalizeInvoice(draft, {
      number,
      finalizedAt: now,
      dueAt: now + PAYMENT_TERM,
      walletBalanceMinor: 0,
      parties: await findParties(tx, draft),
    })
    if (!done.ok) throw refusalError(done.refusal)
    const { invoice } = done
    await saveInvoice(tx, invoice, new Date(now))
    const payload = { number, total_minor: invoice.totals.total_minor, currency: invoice.currency }
    const event = {
      aggregate: 'invoice',
      aggregateId: invoice.id,
      version: 1,
      type: 'invoice.finalized',
      payload,
    }
    await events.append(tx, [{ tenantId: invoice.issuerId, occurredAt: now, ...event }])
    if (invoice.status === 'final') {
      await jobs.add(tx, [collectJob(invoice)])
    }
    return invoice
  }

  async #rating(
    tx: Tx,
    subscription: Subscription,
    { usedBy, ...of }: Pick<Rating, 'period' | 'invoiceId'> & { usedBy: readonly string[] },
  ): Promise<Rating> {
    const { issuerId, recipientId, planId, anchor, id: subscriptionId } = subscription
    const plan = await findPlan(tx, issuerId, planId)
    if (!plan) throw new Error(`subscription ${subscriptionId} has no plan`)
    const before = await findSubscriptions(tx, issuerId, { recipientId })
    const since = sinceOf(subscription, before)
    const earlier = (await findDraftsOf(tx, issuerId, subscriptionId))
      .map(({ invoice }) => invoice.period.end)
      .filter((end) => end <= of.period.start)
    return {
      edge: { issuerId, recipientId, subscriptionId, usedBy },
      plan: plan.terms,
      anchor,
      since,
      until: subscription.endedAt?.getTime() ?? Infinity,
      lateSince: Math.max(since, ...earlier),
      ...of,
    }
  }
}
