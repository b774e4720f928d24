import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { RefundState, RefundToMake } from '../payments.ts'
import { type Contract, failureOf, provided } from './contract.ts'
import { failureContract } from './failure-contract.ts'
import type { PaymentsWorld } from './payments-contract.ts'

/**
 * What `refundContract` needs besides the plugin.
 *
 * @example
 * const kept = async ({ collectedMinor, refundedMinor }: RefundWorld) =>
 *   (await collectedMinor()) - (await refundedMinor())
 */
export interface RefundWorld extends PaymentsWorld {
  /** All that was given back at the provider so far, in minor units. */
  refundedMinor(): Promise<number>
}

const TOTAL = 4_500

/**
 * What the hub relies on in every payments plugin that gives money back.
 *
 * @example
 * refundContract({ test, setup: refundWorld })
 */
export function refundContract({ test, setup }: Contract<RefundWorld>): void {
  test('a part of a payment is given back, and then the rest', async () => {
    const { refund, wish, refundedMinor } = await paid(setup)
    assertMade(await refund(wish(1_500)))
    assert.equal(await refundedMinor(), 1_500)
    assertMade(await refund(wish(3_000)))
    assert.equal(await refundedMinor(), TOTAL)
  })

  test('more than is left is refused, and nothing is given back', async () => {
    const { refund, wish, refundedMinor } = await paid(setup)
    await refund(wish(4_000))
    assert.equal((await failureOf(refund(wish(501)))).name, 'Refused')
    assert.equal(await refundedMinor(), 4_000)
  })

  test('the same refund asked for again, or twice at once, is given once', async () => {
    const { refund, wish, refundedMinor } = await paid(setup)
    const wanted = wish(1_000)
    const first = await refund(wanted)
    assert.deepEqual(await refund(wanted), first)
    const other = wish(500)
    await Promise.allSettled([refund(other), refund(other)])
    await insist(() => refund(other))
    assert.equal(await refundedMinor(), 1_500)
  })

  for (const how of ['failWrite', 'loseAnswer'] as const) {
    const what = how === 'failWrite' ? 'failed' : 'was done but not answered'
    test(`a refund asked for again after its write ${what} is given once`, async () => {
      const { refund, wish, refundedMinor, trouble } = await paid(setup)
      trouble[how](1)
      const wanted = wish(1_500)
      assertMade(await insist(() => refund(wanted)))
      assert.equal(await refundedMinor(), 1_500)
    })
  }

  test('what was never paid is not given back', async () => {
    const { refund, wish } = await paid(setup)
    const wanted = { ...wish(100), payment: 'no-such-payment' }
    assert.equal((await failureOf(refund(wanted))).name, 'Refused')
  })

  failureContract(
    { test, setup },
    {
      refund: ({ plugin, ctx }) => {
        const wanted = { hubRefundId: randomUUID(), payment: 'in_1', amountMinor: 100, currency: 'EUR' }
        return provided(provided(plugin.payments).refund)(ctx, wanted)
      },
    },
  )
}

/** With one invoice that was collected. */
async function paid(setup: () => Promise<RefundWorld>) {
  const world = await setup()
  const { ctx, payer } = world
  const payments = provided(world.plugin.payments)
  const state = await payments.collect(ctx, payer, {
    hubInvoiceId: randomUUID(),
    number: `2026-${randomUUID().slice(0, 8)}`,
    currency: 'EUR',
    lines: [{ description: 'Basic fee November', amountMinor: TOTAL }],
    totalMinor: TOTAL,
  })
  assert.equal(state.state, 'paid')
  const wish = (amountMinor: number): RefundToMake => ({
    hubRefundId: randomUUID(),
    payment: state.reference,
    amountMinor,
    currency: 'EUR',
  })
  return { ...world, wish, refund: (wanted: RefundToMake) => provided(payments.refund)(ctx, wanted) }
}

/** Goes on as a job would: a RetryLater is tried again. */
async function insist(refund: () => Promise<RefundState>): Promise<RefundState> {
  for (let tries = 1; ; tries++) {
    const outcome = await refund().catch((error: unknown) => error)
    if (!(outcome instanceof Error)) return outcome as RefundState
    assert.equal(outcome.name, 'RetryLater')
    assert.ok(tries < 5, `it never got through: ${outcome.message}`)
  }
}

function assertMade({ state, reference }: RefundState): void {
  assert.ok(state === 'succeeded' || state === 'pending', `the refund is ${state}`)
  assert.notEqual(reference, '')
}
