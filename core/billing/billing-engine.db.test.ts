import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Database } from '../platform/db/database.ts'
import { EventBus } from '../platform/events/event-bus.ts'
import { newId } from '../platform/ids.ts'
import { JobQueue } from '../platform/jobs/job-queue.ts'
import { silentLogger } from '../platform/log/logger.ts'
import { rowsOf } from '../platform/testing/database-rows.ts'
import { createTestDatabase, type TestDatabase } from '../platform/testing/test-database.ts'
import { TenantDirectory, TenantService } from '../tenants/index.ts'
import { BillingEngine } from './billing-engine.ts'
import { InvoiceService } from './invoice-service.ts'
import { findSubscriptions } from './plan-repository.ts'
import { PlanService } from './plan-service.ts'
import { PricingCalculator } from './pricing-calculator.ts'
import { UsageRating } from './usage-rating.ts'
import { type NewUsage, UsageTracker } from './usage-tracker.ts'

const NOVEMBER = Date.UTC(2026, 10, 10, 12)
const DECEMBER = Date.UTC(2026, 11, 3, 12)

let made: TestDatabase
let database: Database
let now = NOVEMBER
const clock = { now: () => now }
let tracker: UsageTracker
let engine: BillingEngine
let invoices: InvoiceService
let plans: PlanService
let tenants: TenantService

beforeAll(async () => {
  made = await createTestDatabase()
  database = new Database({ url: made.appUrl, poolSize: 10, log: silentLogger })
  const jobs = new JobQueue({ clock, poke: () => {} })
  const events = new EventBus({ poke: () => {} })
  const directory = new TenantDirectory({ database })
  tenants = new TenantService({ database, directory, clock })
  tracker = new UsageTracker({ jobs, clock, log: silentLogger })
  engine = new BillingEngine({
    database,
    directory,
    events,
    jobs,
    clock,
    rating: new UsageRating(new PricingCalculator()),
  })
  invoices = new InvoiceService({ database, events, jobs, clock })
  plans = new PlanService({ database, tenants, directory, clock })
})

afterAll(async () => {
  await database.close()
  await made.drop()
})

/** An agency with one client on 29 cents a minute, two minutes included, 10.00 base fee and 19 % tax. */
async function pair(): Promise<{ agency: string; client: string }> {
  now = NOVEMBER
  const basics = { zone: 'Europe/Berlin', currency: 'EUR', language: 'de' as const, name: 'Billed' }
  const agency = await tenants.createAgency(basics)
  const client = await tenants.createChild(agency.id, { ...basics, kind: 'client' })
  const price = {
    model: 'per_unit',
    meter: 'call_seconds',
    unit: 'minute',
    unit_price: '0.29',
    included: '2',
  } as const
  const terms = { currency: 'EUR', flat_fee_minor: 1_000, tax_percent: '19', prices: [price] }
  const plan = await plans.create(agency.id, { name: 'Plan', terms })
  const common = { planId: plan.id, anchorDate: '2026-11-01', months: 1, autoFinalize: true }
  await plans.subscribe(agency.id, { ...common, recipientId: client.id })
  return { agency: agency.id, client: client.id }
}

function call(client: string, seconds: string, more: Partial<NewUsage> = {}): NewUsage {
  const base = { tenantId: client, eventId: `p:${newId()}:call_seconds`, meter: 'call_seconds' as const }
  return { ...base, quantity: seconds, occurredAt: NOVEMBER, ...more }
}

const record = (usage: NewUsage) => database.inTenant(usage.tenantId, (tx) => tracker.record(tx, usage))

async function draftOf(agency: string) {
  const [latest] = await invoices.list(agency, { limit: 1 })
  if (!latest) throw new Error('there is no invoice')
  return latest
}

test('a draft follows usage: fee, minutes beyond the included ones, tax', async () => {
  const { agency, client } = await pair()
  await record(call(client, '120'))
  await engine.refreshDraft(agency, client)
  expect((await draftOf(agency)).invoice.totals.total_minor).toBe(1_190)
  await record(call(client, '6000'))
  await engine.refreshDraft(agency, client)
  const { invoice } = await draftOf(agency)
  // 100 minutes at 0.29 = 29.00, and 10.00 base fee, and 19 %.
  expect(invoice).toMatchObject({
    status: 'draft',
    totals: { subtotal_minor: 3_900, tax_minor: 741, total_minor: 4_641 },
  })
})

test('the same usage told fifty times at once counts once', async () => {
  const { agency, client } = await pair()
  const usage = call(client, '720')
  const told = await Promise.all(Array.from({ length: 50 }, () => record(usage)))
  expect(told.filter((result) => result === 'recorded')).toHaveLength(1)
  expect(told.filter((result) => result === 'duplicate')).toHaveLength(49)
  await engine.refreshDraft(agency, client)
  expect((await draftOf(agency)).invoice.totals.subtotal_minor).toBe(1_290)
})

test('the same id with other content is a conflict and changes nothing', async () => {
  const { agency, client } = await pair()
  const usage = call(client, '720')
  await record(usage)
  expect(await record({ ...usage, quantity: '7200' })).toBe('conflict')
  await engine.refreshDraft(agency, client)
  expect((await draftOf(agency)).invoice.totals.subtotal_minor).toBe(1_290)
})

test('a usage write that is rolled back can be told again', async () => {
  const { client } = await pair()
  const usage = call(client, '60')
  const undone = database.inTenant(client, async (tx) => {
    await tracker.record(tx, usage)
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  expect(await record(usage)).toBe('recorded')
})

test('a running period cannot be finalized, an ended one gets the next number, and repeating changes nothing', async () => {
  const { agency, client } = await pair()
  await record(call(client, '720'))
  await engine.refreshDraft(agency, client)
  const { invoice } = await draftOf(agency)
  await expect(engine.finalize(agency, invoice.id)).rejects.toMatchObject({ code: 'conflict' })
  now = DECEMBER
  const final = await engine.finalize(agency, invoice.id)
  expect(final.invoice).toMatchObject({
    status: 'final',
    number: '2026-000001',
    totals: { subtotal_minor: 1_290 },
  })
  expect((await engine.finalize(agency, invoice.id)).invoice).toMatchObject({ number: '2026-000001' })
})

test('usage that comes after its period was billed is on the next invoice, at what it would have cost in time', async () => {
  const { agency, client } = await pair()
  await record(call(client, '60'))
  await engine.refreshDraft(agency, client)
  now = DECEMBER
  const november = await engine.finalize(agency, (await draftOf(agency)).invoice.id)
  expect(november.invoice.totals.subtotal_minor).toBe(1_000)
  // One of the two included minutes was left, so 12 minutes told late cost 11.
  await record(call(client, '720'))
  await engine.refreshDraft(agency, client)
  const december = await draftOf(agency)
  expect(december.invoice.id).not.toBe(november.invoice.id)
  expect(december.invoice.totals.subtotal_minor).toBe(1_000 + 319)
  expect((await invoices.get(agency, november.invoice.id)).invoice.totals.subtotal_minor).toBe(1_000)
})

test('usage told while finalizing lands on exactly one of the two invoices', async () => {
  const { agency, client } = await pair()
  await engine.refreshDraft(agency, client)
  now = DECEMBER
  const { invoice } = await draftOf(agency)
  const calls = Array.from({ length: 40 }, () => call(client, '600'))
  await Promise.all([...calls.map(record), engine.finalize(agency, invoice.id)])
  await engine.refreshDraft(agency, client)
  const all = await invoices.list(agency, { limit: 10 })
  const net = all.reduce((sum, one) => sum + one.invoice.totals.subtotal_minor, 0)
  // Two base fees, and 400 minutes less the two included ones.
  expect(net).toBe(2_000 + 398 * 29)
})

test('whoever finalizes waits for a draft that is being made anew, and neither stands in the other’s way', async () => {
  const { agency, client } = await pair()
  await engine.refreshDraft(agency, client)
  const { invoice } = await draftOf(agency)
  now = DECEMBER
  const { final } = await database.inTenant(agency, async (tx) => {
    await findSubscriptions(tx, agency, { recipientId: client, lock: true })
    const begun = engine.finalize(agency, invoice.id)
    // Long enough for it to come to the lock; the server looks for a deadlock a second later.
    await new Promise((resolve) => setTimeout(resolve, 100))
    await tx.run({ text: 'update invoices set state = state where id = $1', values: [invoice.id] })
    return { final: begun }
  })
  expect((await final).invoice).toMatchObject({ status: 'final', number: '2026-000001' })
})

test('two issuers that finalize at once each count from one', async () => {
  const { agency, client } = await pair()
  const other = await pair()
  await engine.refreshDraft(agency, client)
  await engine.refreshDraft(other.agency, other.client)
  now = DECEMBER
  const drafts = [await draftOf(agency), await draftOf(other.agency)]
  const finals = await Promise.all(drafts.map(({ invoice }) => engine.finalize(invoice.issuerId, invoice.id)))
  expect(finals.map(({ invoice }) => 'number' in invoice && invoice.number)).toEqual([
    '2026-000001',
    '2026-000001',
  ])
})

test('the recipient reads its invoice, a stranger does not, and nobody but the issuer changes it', async () => {
  const { agency, client } = await pair()
  const stranger = await pair()
  await engine.refreshDraft(agency, client)
  const { invoice } = await draftOf(agency)
  expect((await invoices.get(client, invoice.id)).invoice.id).toBe(invoice.id)
  await expect(invoices.get(stranger.client, invoice.id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(invoices.get(stranger.agency, invoice.id)).rejects.toMatchObject({ code: 'not_found' })
  now = DECEMBER
  await expect(engine.finalize(client, invoice.id)).rejects.toMatchObject({ code: 'not_found' })
})

test('a payment told twice counts once, and a paid invoice is paid', async () => {
  const { agency, client } = await pair()
  await engine.refreshDraft(agency, client)
  now = DECEMBER
  const { invoice } = await engine.finalize(agency, (await draftOf(agency)).invoice.id)
  const payment = { invoiceId: invoice.id, reference: 'in_1', amountMinor: 1_190, currency: 'EUR' }
  await Promise.all([invoices.pay(agency, payment), invoices.pay(agency, payment)])
  const paid = (await invoices.get(agency, invoice.id)).invoice
  expect(paid).toMatchObject({ status: 'paid', settlement: { paidMinor: 1_190 } })
})

test('an unpaid invoice is taken back by a credit note with a number of its own', async () => {
  const { agency, client } = await pair()
  await engine.refreshDraft(agency, client)
  now = DECEMBER
  const { invoice } = await engine.finalize(agency, (await draftOf(agency)).invoice.id)
  const { creditNote } = await invoices.void(agency, invoice.id, 'wrong plan')
  expect(creditNote).toMatchObject({ number: 'C2026-000001', totals: { total_minor: -1_190 } })
  expect((await invoices.get(agency, invoice.id)).invoice.status).toBe('void')
  await expect(invoices.void(agency, invoice.id, 'again')).rejects.toMatchObject({ code: 'conflict' })
})

test('an ended subscription is charged up to its end, and the one that follows charges nothing twice', async () => {
  const { agency, client } = await pair()
  const [first] = await plans.subscriptions(agency)
  if (!first) throw new Error('there is no subscription')
  await record(call(client, '720', { occurredAt: NOVEMBER - 60_000 }))
  await plans.end(agency, first.id)
  const common = { planId: first.planId, anchorDate: '2026-11-01', months: 1, autoFinalize: true }
  await plans.subscribe(agency, { ...common, recipientId: client })
  now = NOVEMBER + 60_000
  await record(call(client, '1320', { occurredAt: NOVEMBER + 30_000 }))
  await engine.refreshDraft(agency, client)
  now = DECEMBER
  for (const { invoice } of await invoices.list(agency, { limit: 10 }))
    await engine.finalize(agency, invoice.id)
  const nets = (await invoices.list(agency, { limit: 10 })).map(
    ({ invoice }) => invoice.totals.subtotal_minor,
  )
  // Each has its base fee and two included minutes; 12 minutes before the change and 22 after it.
  expect(nets.reduce((sum, net) => sum + net, 0)).toBe(2_000 + 290 + 580)
})

test('a subscription that begins later bills nothing before', async () => {
  const { agency, client } = await pair()
  const [first] = await plans.subscriptions(agency)
  await plans.end(agency, first?.id ?? '')
  const later = { planId: first?.planId ?? '', anchorDate: '2026-12-15', months: 1, autoFinalize: true }
  const made = await plans.subscribe(agency, { ...later, recipientId: client })
  await engine.refreshDraft(agency, client)
  const drafts = await invoices.list(agency, { limit: 10 })
  expect(drafts.some(({ subscriptionId }) => subscriptionId === made.id)).toBe(false)
})

test('a payment in another currency is refused, and a plan keeps its currency', async () => {
  const { agency, client } = await pair()
  await engine.refreshDraft(agency, client)
  now = DECEMBER
  const { invoice } = await engine.finalize(agency, (await draftOf(agency)).invoice.id)
  const payment = { invoiceId: invoice.id, reference: 'in_2', amountMinor: 1_190, currency: 'JPY' }
  await expect(invoices.pay(agency, payment)).rejects.toMatchObject({ code: 'invalid' })
  const [plan] = await plans.list(agency)
  const change = { id: plan?.id ?? '', terms: { currency: 'JPY', prices: [] } }
  await expect(plans.update(agency, change)).rejects.toMatchObject({ code: 'conflict' })
})

test('restored from a backup it makes the same invoice again, under a number that was never given', async () => {
  const { agency, client } = await pair()
  await record(call(client, '720'))
  await engine.refreshDraft(agency, client)
  const { invoice: before } = await draftOf(agency)
  now = DECEMBER
  expect((await engine.finalize(agency, before.id)).invoice).toMatchObject({ number: '2026-000001' })
  // What the restore leaves of it: the backup was taken before the draft was made.
  await rowsOf(made, 'delete from rated_usage where invoice_id = $1', [before.id])
  await rowsOf(made, 'delete from invoices where id = $1', [before.id])
  await rowsOf(made, 'delete from invoice_numbers where tenant_id = $1', [agency])
  await rowsOf(made, 'insert into directory_restores values ($1, $1)', [new Date(DECEMBER - 1_000)])
  now = NOVEMBER
  await engine.refreshDraft(agency, client)
  const { invoice: after } = await draftOf(agency)
  expect(after.id).toBe(before.id)
  now = DECEMBER
  expect((await engine.finalize(agency, after.id)).invoice).toMatchObject({ number: '2026R1-000001' })
})
