import type { ProviderFact } from '@askpro/plugin-sdk'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { FactSink } from '../integrations/index.ts'
import { newId } from '../platform/ids.ts'
import { findDisputesOf } from './disputes/dispute-repository.ts'
import { findPayments } from './payment-repository.ts'
import { findRefundsOf } from './refunds/refund-repository.ts'
import { BillingFixture } from './testing/billing-fixture.ts'

let billing: BillingFixture
let issuer: string

beforeAll(async () => {
  billing = await BillingFixture.open()
  billing.now = Date.UTC(2026, 10, 1, 12)
  issuer = await billing.agency()
})

afterAll(() => billing.close())

type Facts = Record<string, ProviderFact>
type Disputed = Extract<ProviderFact, { type: 'payment.disputed' }>

const paidOf = (hubInvoiceId: string): ProviderFact => {
  const payment = `in_${hubInvoiceId}`
  const of = { hubInvoiceId, payment, currency: 'EUR' }
  return { type: 'payment.succeeded', ...of, reference: payment, amountMinor: 1_000 }
}

const disputeOf = (hubInvoiceId: string, told: Pick<Disputed, 'state' | 'respondBy'>): Disputed => {
  const payment = `in_${hubInvoiceId}`
  const of = { hubInvoiceId, payment, currency: 'EUR', reference: `dp_${payment}`, amountMinor: 500 }
  return { type: 'payment.disputed', ...of, reason: 'fraudulent', ...told }
}

/** What a provider may tell of one invoice, each as it stood when it was read: some of it is long over. */
function factsOf(hubInvoiceId: string): Facts {
  const payment = `in_${hubInvoiceId}`
  const of = { hubInvoiceId, payment, currency: 'EUR' }
  const refund = { type: 'payment.refunded', ...of, reference: `re_${payment}`, amountMinor: 300 } as const
  return {
    declined: { type: 'payment.failed', hubInvoiceId, reference: payment, why: 'Your card was declined.' },
    paid: paidOf(hubInvoiceId),
    refunding: { ...refund, state: 'pending' },
    refunded: { ...refund, state: 'succeeded' },
    sentBack: { ...refund, state: 'failed', why: 'expired_or_canceled_card' },
    lost: disputeOf(hubInvoiceId, { state: 'lost' }),
  }
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))
}

const sinks = (): FactSink[] => [billing.collection, billing.refunds, billing.disputes]

async function accept(fact: ProviderFact): Promise<void> {
  const sink = sinks().find(({ handles }) => handles.includes(fact.type))
  if (!sink) throw new Error(`nobody takes ${fact.type}`)
  await sink.accept({ tenantId: issuer, connectionId: 'provider' }, fact, billing.now)
}

/** As jobs would: what could not be taken comes again, and then everything once more. */
async function tell(facts: readonly ProviderFact[]): Promise<void> {
  let left = [...facts]
  for (let round = 0; left.length > 0; round++) {
    const refused: ProviderFact[] = []
    for (const fact of left)
      await accept(fact).catch((error) => (round < 3 ? refused.push(fact) : raise(error)))
    left = refused
  }
  for (const fact of facts) await accept(fact)
}

const raise = (error: unknown): never => {
  throw error
}

async function endOf(invoiceId: string) {
  const { invoice } = await billing.invoices.get(issuer, invoiceId)
  const collection = (await billing.ledger.of(issuer, [invoiceId])).get(invoiceId)
  return billing.database.inTenant(issuer, async (tx) => ({
    status: invoice.status,
    collection: collection && [collection.state, collection.why],
    payments: (await findPayments(tx, issuer, invoiceId)).map((one) => [
      one.amountMinor,
      one.refundedMinor,
      one.lostMinor,
    ]),
    refunds: (await findRefundsOf(tx, invoiceId)).map(({ state, amountMinor }) => [state, amountMinor]),
    disputes: (await findDisputesOf(tx, invoiceId)).map(({ state, amountMinor }) => [state, amountMinor]),
  }))
}

/** As many final invoices over 10.00, all like the first one but for their ids and numbers. */
async function invoicesFor(count: number): Promise<string[]> {
  const client = await billing.below(issuer, { kind: 'client', perMinute: '1.00' })
  const first = await billing.invoiced(issuer, client, 10)
  const copies = Array.from({ length: count - 1 }, () => newId())
  await billing.database.inTenant(issuer, (tx) =>
    tx.run({
      text: `insert into invoices
        select (jsonb_populate_record(i, jsonb_build_object('id', copy.id, 'number', copy.id,
          'state', i.state || jsonb_build_object('number', copy.id),
          'period_start', i.period_start - copy.at * interval '1 hour'))).*
        from invoices i, unnest($2::uuid[]) with ordinality as copy (id, at) where i.id = $1`,
      values: [first, copies],
    }),
  )
  return [first, ...copies]
}

test.each([
  [
    'a payment, a refund, a lost dispute and a late failure',
    ['declined', 'paid', 'refunded', 'lost'],
    { payments: [[1_000, 300, 500]], refunds: [['succeeded', 300]], disputes: [['lost', 500]] },
  ],
  [
    'a payment and a refund that the bank sent back',
    ['paid', 'refunding', 'refunded', 'sentBack'],
    { payments: [[1_000, 0, 0]], refunds: [['failed', 300]], disputes: [] },
  ],
])(
  'in whatever order %s are told, the end is the same',
  async (_what, names, end) => {
    const orders = permutations(names)
    const invoices = await invoicesFor(orders.length)
    for (const [at, order] of orders.entries()) {
      const facts = factsOf(String(invoices[at]))
      await tell(order.flatMap((name) => facts[name] ?? []))
      expect({ order, ...(await endOf(String(invoices[at]))) }).toEqual({
        order,
        status: 'paid',
        collection: ['paid', null],
        ...end,
      })
    }
  },
  60_000,
)

test('a dispute is a task for as long as somebody has to answer it, in whatever order it is told', async () => {
  const openTasks = (topic: string) =>
    billing.database.inTenant(issuer, (tx) => billing.tasks.find(tx, issuer, topic))
  const [asked = '', answered = ''] = await invoicesFor(2)
  for (const invoiceId of [asked, answered]) await accept(paidOf(invoiceId))
  const respondBy = '2026-11-20T00:00:00Z'
  for (const state of ['needs_response', 'needs_response'] as const)
    await accept(disputeOf(asked, { state, respondBy }))
  for (const state of ['under_review', 'needs_response', 'won'] as const)
    await accept(disputeOf(answered, { state, respondBy }))
  const topics = await billing.database.inTenant(issuer, (tx) =>
    Promise.all(
      [asked, answered].map(async (id) => `dispute:${(await findDisputesOf(tx, id))[0]?.id ?? ''}`),
    ),
  )
  const [open, none] = await Promise.all(topics.map(openTasks))
  expect(open).toMatchObject({
    kind: 'payment_disputed',
    about: { invoice_id: asked },
    facts: { respond_by: '2026-11-20T00:00:00.000Z' },
  })
  expect(none).toBeUndefined()
  await accept(disputeOf(asked, { state: 'under_review', respondBy }))
  expect(await openTasks(topics[0] ?? '')).toBeUndefined()
})
