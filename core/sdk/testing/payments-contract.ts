import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { InvoiceToCollect, Payer, PaymentState } from '../payments.ts'
import { type Contract, type ContractWorld, failureOf, provided } from './contract.ts'
import { failureContract } from './failure-contract.ts'

/**
 * What `paymentsContract` needs besides the plugin.
 *
 * @example
 * const collected = async ({ collectedMinor }: PaymentsWorld) => (await collectedMinor()) / 100
 */
export interface PaymentsWorld extends ContractWorld {
  /** Has a means of payment that works. */
  payer: Payer
  /** Has one that is declined. */
  declined: Payer
  /** All that was collected at the provider so far, in minor units. */
  collectedMinor(): Promise<number>
}

/** More than a plugin needs for an invoice of three lines. */
const WRITES = 8

/**
 * What the hub relies on in every payments plugin.
 *
 * @example
 * paymentsContract({ test, setup: paymentsWorld })
 */
export function paymentsContract(contract: Contract<PaymentsWorld>): void {
  outcomeContract(contract)
  repeatContract(contract)
  failureContract(contract, {
    check: ({ plugin, ctx }) => plugin.check(ctx),
    collect: ({ plugin, ctx, payer }) => provided(plugin.payments).collect(ctx, payer, newInvoice()),
    state: ({ plugin, ctx }) => provided(plugin.payments).state(ctx, 'some-reference'),
  })
}

function outcomeContract({ test, setup }: Contract<PaymentsWorld>): void {
  test('good settings pass the check', async () => {
    const { plugin, ctx } = await setup()
    await plugin.check(ctx)
  })

  test('a collected invoice is paid to the cent, and its state says so later', async () => {
    const { payments, ctx, payer, collectedMinor } = await open(setup)
    const invoice = newInvoice()
    const state = await payments.collect(ctx, payer, invoice)
    assertPaid(state, invoice)
    assert.equal(await collectedMinor(), invoice.totalMinor)
    assert.deepEqual(await payments.state(ctx, state.reference), state)
  })

  test('a declined payment is failed with a reason, and nothing is collected', async () => {
    const { payments, ctx, declined, collectedMinor } = await open(setup)
    const state = await payments.collect(ctx, declined, newInvoice())
    assert.equal(state.state, 'failed')
    assert.ok(state.state === 'failed' && state.why !== '' && state.reference !== '')
    assert.equal(await collectedMinor(), 0)
  })

  test('lines that do not add up to the total are refused, and nothing is collected', async () => {
    const { payments, ctx, payer, collectedMinor } = await open(setup)
    const invoice = { ...newInvoice(), totalMinor: 1 }
    assert.equal((await failureOf(payments.collect(ctx, payer, invoice))).name, 'Refused')
    assert.equal(await collectedMinor(), 0)
  })

  test('two invoices of one payer are paid each for itself', async () => {
    const { payments, ctx, payer, collectedMinor } = await open(setup)
    const [one, other] = [newInvoice(), newInvoice()]
    const first = await payments.collect(ctx, payer, one)
    const second = await payments.collect(ctx, payer, other)
    assert.notEqual(first.reference, second.reference)
    assert.equal(await collectedMinor(), one.totalMinor + other.totalMinor)
  })
}

function repeatContract({ test, setup }: Contract<PaymentsWorld>): void {
  test('collecting twice pays once', async () => {
    const { payments, ctx, payer, collectedMinor } = await open(setup)
    const invoice = newInvoice()
    const first = await payments.collect(ctx, payer, invoice)
    assert.deepEqual(await payments.collect(ctx, payer, invoice), first)
    assert.equal(await collectedMinor(), invoice.totalMinor)
  })

  test('collecting twice at the same time pays once', async () => {
    const { payments, ctx, payer, collectedMinor } = await open(setup)
    const invoice = newInvoice()
    const both = [payments.collect(ctx, payer, invoice), payments.collect(ctx, payer, invoice)]
    await Promise.allSettled(both)
    assertPaid(await payments.collect(ctx, payer, invoice), invoice)
    assert.equal(await collectedMinor(), invoice.totalMinor)
  })

  for (const how of ['failWrite', 'loseAnswer'] as const) {
    const what = how === 'failWrite' ? 'failed' : 'was done but not answered'
    for (let nth = 1; nth <= WRITES; nth++) {
      test(`collecting again after write ${nth} ${what} pays once`, async () => {
        const { payments, ctx, payer, collectedMinor, trouble } = await open(setup)
        const invoice = newInvoice()
        trouble[how](nth)
        assertPaid(await insist(() => payments.collect(ctx, payer, invoice)), invoice)
        assert.equal(await collectedMinor(), invoice.totalMinor)
      })
    }
  }
}

/** Goes on as a job would: a RetryLater is tried again. */
async function insist(collect: () => Promise<PaymentState>): Promise<PaymentState> {
  for (let tries = 1; ; tries++) {
    const outcome = await collect().catch((error: unknown) => error)
    if (!(outcome instanceof Error)) return outcome as PaymentState
    assert.equal(outcome.name, 'RetryLater')
    assert.ok(tries < 5, `it never got through: ${outcome.message}`)
  }
}

async function open(setup: () => Promise<PaymentsWorld>) {
  const world = await setup()
  return { ...world, payments: provided(world.plugin.payments) }
}

function newInvoice(): InvoiceToCollect {
  return {
    hubInvoiceId: randomUUID(),
    number: `2026-${randomUUID().slice(0, 8)}`,
    currency: 'EUR',
    lines: [
      { description: '312 call minutes', amountMinor: 8736 },
      { description: 'Basic fee November', amountMinor: 4900 },
      { description: 'Credit for October', amountMinor: -250 },
    ],
    totalMinor: 13_386,
  }
}

function assertPaid(state: PaymentState, { totalMinor }: InvoiceToCollect): void {
  assert.deepEqual(state, { state: 'paid', reference: state.reference, amountMinor: totalMinor })
  assert.notEqual(state.reference, '')
}
