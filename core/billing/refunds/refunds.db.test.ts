import { Refused } from '@askpro/plugin-sdk'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { findPayments } from '../payment-repository.ts'
import { BillingFixture } from '../testing/billing-fixture.ts'
import { jobRun } from '../testing/job-run.ts'
import { lostAnswer } from '../testing/test-payments.ts'
import { refundJobs } from './refund-jobs.ts'
import { findRefundsOf } from './refund-repository.ts'

let billing: BillingFixture
let issuer: string
let invoiceId: string
let payment: string

beforeAll(async () => {
  billing = await BillingFixture.open()
})

afterAll(() => billing.close())

/** An invoice over 50.00 that was paid. */
beforeEach(async () => {
  billing.now = Date.UTC(2026, 10, 1, 12)
  issuer = await billing.agency()
  const client = await billing.below(issuer, { kind: 'client', perMinute: '1.00' })
  invoiceId = await billing.invoiced(issuer, client, 50)
  payment = `in_${invoiceId}`
  const paid = { invoiceId, reference: payment, amountMinor: 5_000, currency: 'EUR' }
  await billing.invoices.pay(issuer, paid)
})

const credit = (netMinor?: number) => billing.refunds.credit(issuer, { id: invoiceId, reason: 'x', netMinor })
const request = (amountMinor?: number) =>
  billing.refunds.request(issuer, { invoiceId, reason: 'x', amountMinor })

async function make(refundId: string | undefined) {
  const { database, refunds, provider, clock } = billing
  const [job] = refundJobs({ database, refunds, providers: provider, clock })
  return job?.run(jobRun(issuer, { refund_id: refundId }))
}

const known = () =>
  billing.database.inTenant(issuer, async (tx) => ({
    refunds: await findRefundsOf(tx, invoiceId),
    payments: await findPayments(tx, issuer, invoiceId),
  }))

const told = (state: 'pending' | 'succeeded' | 'failed', more: object = {}) => ({
  type: 'payment.refunded' as const,
  hubInvoiceId: invoiceId,
  payment,
  reference: 're_hand',
  amountMinor: 2_000,
  currency: 'EUR',
  state,
  ...more,
})
const accept = (fact: ReturnType<typeof told>) => billing.refunds.accept({ tenantId: issuer }, fact)

describe('a wish', () => {
  test('a credit note gives back what it leaves over, by a job, and a part first', async () => {
    const first = await credit(1_500)
    expect(first).toMatchObject({ returnMinor: 1_500, refunds: [{ amountMinor: 1_500, state: 'pending' }] })
    expect(await billing.jobsOf('refund.make', issuer)).toEqual([{ refund_id: first.refunds[0]?.id }])
    expect(await make(first.refunds[0]?.id)).toEqual({ is: 'done' })
    const rest = await credit()
    expect(rest.refunds).toMatchObject([{ amountMinor: 3_500, creditNoteId: rest.creditNote.id }])
    await make(rest.refunds[0]?.id)
    const { refunds, payments } = await known()
    expect(refunds.map(({ state, reference }) => [state, reference])).toEqual(
      [first, rest].map((one) => ['succeeded', `re_${one.refunds[0]?.id}`]),
    )
    expect(payments).toMatchObject([{ amountMinor: 5_000, refundedMinor: 5_000 }])
    expect(await billing.told(issuer)).toEqual(
      expect.arrayContaining(['invoice.refund_requested', 'invoice.refunded']),
    )
  })

  test('what is still owed is not given back, nor more than was credited', async () => {
    await expect(request()).rejects.toMatchObject({ code: 'conflict' })
    await billing.invoices.credit(issuer, { id: invoiceId, reason: 'x', netMinor: 1_000 })
    await expect(request(1_001)).rejects.toMatchObject({ extra: { returnable_minor: 1_000 } })
    expect(await request()).toMatchObject([{ amountMinor: 1_000 }])
    await expect(request(1)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('twenty who ask at once get no more than was paid, and the database would not let them', async () => {
    await billing.invoices.credit(issuer, { id: invoiceId, reason: 'x' })
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => request(700)))
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(7)
    expect((await known()).payments).toMatchObject([{ refundedMinor: 4_900 }])
    const past = billing.database.inTenant(issuer, (tx) =>
      tx.run({
        text: 'update payments set refunded_minor = refunded_minor + 101 where invoice_id = $1',
        values: [invoiceId],
      }),
    )
    await expect(past).rejects.toMatchObject({ code: '23514' })
  })

  test('an answer that was lost is asked for again, and given once', async () => {
    const { refunds } = await credit(1_500)
    billing.provider.trouble = { after: lostAnswer() }
    expect(await make(refunds[0]?.id)).toMatchObject({ is: 'snooze' })
    expect(await make(refunds[0]?.id)).toEqual({ is: 'done' })
    expect(await make(refunds[0]?.id)).toEqual({ is: 'done' })
    expect(await known()).toMatchObject({
      refunds: [{ state: 'succeeded' }],
      payments: [{ refundedMinor: 1_500 }],
    })
  })

  test('one that the provider refuses has failed with its reason, and can be wished for again', async () => {
    const { refunds } = await credit(1_500)
    billing.provider.trouble = { before: new Refused('poor', 'The balance is too low.') }
    expect(await make(refunds[0]?.id)).toMatchObject({ is: 'cancel' })
    expect(await known()).toMatchObject({
      refunds: [{ state: 'failed', why: 'The balance is too low.' }],
      payments: [{ refundedMinor: 0 }],
    })
    expect(await request()).toMatchObject([{ amountMinor: 1_500 }])
  })

  test('a payment that is disputed is left to its bank', async () => {
    const dispute = { reference: 'dp_1', amountMinor: 5_000, currency: 'EUR', reason: 'fraudulent' }
    await billing.disputes.accept(
      { tenantId: issuer },
      { type: 'payment.disputed', hubInvoiceId: invoiceId, payment, ...dispute, state: 'needs_response' },
    )
    await billing.invoices.credit(issuer, { id: invoiceId, reason: 'x' })
    await expect(request()).rejects.toMatchObject({ message: expect.stringContaining('disputed') })
  })
})

describe('what the provider tells', () => {
  test('a refund that was made there by hand is written down, and what is not credited is told', async () => {
    await accept(told('pending'))
    await accept(told('succeeded'))
    await accept(told('succeeded'))
    expect(await known()).toMatchObject({
      refunds: [{ state: 'succeeded', reference: 're_hand', amountMinor: 2_000 }],
      payments: [{ refundedMinor: 2_000 }],
    })
    expect(await billing.jobsOf('refund.make', issuer)).toEqual([])
  })

  test('one that fails after it succeeded is there to be given back once more', async () => {
    const { refunds } = await credit(2_000)
    await make(refunds[0]?.id)
    await accept(told('failed', { reference: `re_${refunds[0]?.id}`, hubRefundId: refunds[0]?.id }))
    expect((await known()).payments).toMatchObject([{ refundedMinor: 0 }])
    expect(await request()).toMatchObject([{ amountMinor: 2_000 }])
  })

  test('an id of a refund that is of another invoice says nothing', async () => {
    const { refunds } = await credit(1_000)
    await accept(told('succeeded', { hubRefundId: issuer }))
    expect((await known()).refunds).toHaveLength(2)
    expect((await known()).refunds[0]).toMatchObject({ id: refunds[0]?.id, state: 'pending' })
  })
})
