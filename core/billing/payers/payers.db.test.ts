import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { BillingFixture } from '../testing/billing-fixture.ts'
import { jobRun } from '../testing/job-run.ts'
import { lostAnswer, TestPayments } from '../testing/test-payments.ts'
import { payerState } from './payer.ts'

const RETURN = 'https://portal.example.com/done'
const visa = { reference: 'pm_1', brand: 'visa', last4: '4242', expires: '2030-01' }

let billing: BillingFixture
let issuer: string
let client: string

beforeAll(async () => {
  billing = await BillingFixture.open()
})

afterAll(() => billing.close())

beforeEach(async () => {
  Object.assign(billing.provider, new TestPayments())
  billing.provider.collected.length = 0
  billing.provider.opened.length = 0
  billing.provider.withdrawn.length = 0
  billing.now = Date.UTC(2026, 10, 1, 12)
  issuer = await billing.agency()
  client = await billing.below(issuer, { kind: 'client', perMinute: '1.00' })
  billing.now = Date.UTC(2026, 11, 3, 12)
})

const collect = (invoiceId: string) => billing.collection.run(jobRun(issuer, { invoice_id: invoiceId }))
const collectionOf = async (invoiceId: string) =>
  (await billing.ledger.of(client, [invoiceId])).get(invoiceId)
const statusOf = async (id: string) => (await billing.invoices.get(issuer, id)).invoice.status
const state = async () => payerState(await billing.payers.get(client), billing.now)
const changed = (payerHubId = client) =>
  billing.payers.accept(
    { tenantId: issuer, connectionId: billing.provider.connectionId },
    { type: 'payment.method_changed', payerHubId },
  )

test('without a means of payment an invoice is sent with a page; with one it is collected by itself', async () => {
  await billing.payers.update(client, { email: 'office@example.com' })
  const invoiceId = await billing.invoiced(issuer, client, 10)
  expect(await collect(invoiceId)).toEqual({ is: 'done' })
  expect(billing.provider.collected).toMatchObject([
    { payer: { hubId: client, email: 'office@example.com' }, dueAt: '2026-12-17T12:00:00.000Z' },
  ])
  const page = `https://pay.example.com/in_${invoiceId}`
  expect([await statusOf(invoiceId), await collectionOf(invoiceId), await state()]).toMatchObject([
    'final',
    { state: 'open', page },
    'none',
  ])
  billing.provider.method = visa
  await changed()
  await changed()
  expect(await state()).toBe('ready')
  expect(await billing.jobsOf('invoice.collect', issuer)).toHaveLength(2)
  expect(await collect(invoiceId)).toEqual({ is: 'done' })
  expect([await statusOf(invoiceId), await collectionOf(invoiceId)]).toMatchObject([
    'paid',
    { state: 'paid', page },
  ])
  expect(await billing.told(issuer)).toEqual([
    'invoice.finalized',
    'invoice.sent',
    'payer.method_changed',
    'invoice.paid',
  ])
})

test('a decline is shown with the invoice and the payer until another card pays', async () => {
  Object.assign(billing.provider, { method: visa, declines: 'Your card was declined.' })
  const invoiceId = await billing.invoiced(issuer, client, 10)
  await collect(invoiceId)
  await collect(invoiceId)
  expect(await collectionOf(invoiceId)).toMatchObject({ state: 'failed', why: 'Your card was declined.' })
  expect(await state()).toBe('failed')
  expect((await billing.told(issuer)).filter((type) => type === 'invoice.payment_failed')).toHaveLength(1)
  Object.assign(billing.provider, { method: { ...visa, reference: 'pm_2' }, declines: undefined })
  await changed()
  expect(await state()).toBe('ready')
  await collect(invoiceId)
  expect([await statusOf(invoiceId), await state()]).toEqual(['paid', 'ready'])
})

test('one that is credited in part is collected over the rest, and one that is taken back is withdrawn', async () => {
  const invoiceId = await billing.invoiced(issuer, client, 10)
  await collect(invoiceId)
  await billing.invoices.credit(issuer, { id: invoiceId, reason: 'x', netMinor: 300 })
  expect(await billing.jobsOf('invoice.collect', issuer)).toHaveLength(2)
  await collect(invoiceId)
  expect(billing.provider.collected.map(({ totalMinor }) => totalMinor)).toEqual([1_000, 700])
  await billing.invoices.void(issuer, invoiceId, 'x')
  const [job] = await billing.jobsOf('invoice.withdraw', issuer)
  const withdraw = () => billing.collection.withdraw(jobRun(issuer, job ?? {}))
  expect(await withdraw()).toEqual({ is: 'done' })
  expect(billing.provider.withdrawn).toEqual([invoiceId])
  // Somebody has paid on the page a moment before.
  billing.provider.paidMeanwhile = 700
  expect(await withdraw()).toEqual({ is: 'done' })
  expect((await billing.told(issuer)).at(-1)).toBe('invoice.overpaid')
  expect(await billing.refunds.request(issuer, { invoiceId, reason: 'x' })).toMatchObject([
    { amountMinor: 700 },
  ])
})

test('what is told of an invoice that a restored hub has as a draft is found when it is collected', async () => {
  billing.now = Date.UTC(2026, 10, 10, 12)
  await billing.used(client, 10)
  await billing.engine.refreshDraft(issuer, client)
  const [draft] = await billing.invoices.list(issuer, { limit: 1 })
  const id = String(draft?.invoice.id)
  const paid = { hubInvoiceId: id, reference: `in_${id}`, amountMinor: 1_000, currency: 'EUR' }
  await billing.collection.accept({ tenantId: issuer }, { type: 'payment.succeeded', ...paid })
  billing.now = Date.UTC(2026, 11, 3, 12)
  await billing.engine.finalize(issuer, id)
  expect(await statusOf(id)).toBe('final')
  billing.provider.method = visa
  await collect(id)
  expect(await statusOf(id)).toBe('paid')
})

test('a page is given again while it is good, and one after another is not', async () => {
  const [first, again] = [
    await billing.setups.open(client, RETURN),
    await billing.setups.open(client, RETURN),
  ]
  expect(again).toEqual(first)
  expect(first).toMatchObject({ state: 'open', url: `https://pay.example.com/${first.id}` })
  billing.provider.page = 'done'
  const next = await billing.setups.open(client, RETURN)
  expect(next.id).not.toBe(first.id)
  expect(await billing.setups.get(client, first.id)).toMatchObject({ state: 'done', url: null })
  billing.now += 25 * 3_600_000
  expect(await billing.setups.get(client, next.id)).toMatchObject({ state: 'expired', url: null })
})

test('ten who ask at once get the same page, also where the first answer was lost', async () => {
  billing.provider.trouble = { after: lostAnswer() }
  await expect(billing.setups.open(client, RETURN)).rejects.toMatchObject({ code: 'provider_failed' })
  const pages = await Promise.all(Array.from({ length: 10 }, () => billing.setups.open(client, RETURN)))
  expect(new Set(pages.map(({ id }) => id)).size).toBe(1)
  expect(new Set(billing.provider.opened).size).toBe(1)
})

test('what the provider tells of a tenant of somebody else is not heeded, and an agency pays nobody', async () => {
  const other = await billing.agency()
  const foreign = await billing.below(other, { kind: 'client', perMinute: '1.00' })
  billing.provider.method = visa
  await changed(foreign)
  await changed('not-an-id')
  expect(await billing.payers.list(issuer)).toEqual([])
  expect((await billing.payers.get(foreign)).method).toBeNull()
  await expect(billing.payers.get(issuer)).rejects.toMatchObject({ code: 'not_found' })
  await expect(billing.setups.open(issuer, RETURN)).rejects.toMatchObject({ code: 'not_found' })
})
