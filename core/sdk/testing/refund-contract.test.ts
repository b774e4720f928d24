import { expect, test } from '@jest/globals'
import { Refused } from '../failures.ts'
import type { PaymentsProvider } from '../payments.ts'
import { ask, BreakableWire, type WireRequest, write } from './fixtures/breakable-wire.ts'
import { failingTests } from './fixtures/failing-tests.ts'
import { type RefundWorld, refundContract } from './refund-contract.ts'

/** What is wrong with a plugin on purpose. */
interface Flaws {
  givesTwice?: boolean
  givesAnything?: boolean
}

const TOTAL = 4_500

interface Given {
  id: string
  amount: number
  payment: string
}

/** What was given back, and of which payment: those that this provider collected begin with `in-`. */
class Account {
  readonly #given = new Map<string, Given>()
  readonly #flaws: Flaws

  constructor(flaws: Flaws) {
    this.#flaws = flaws
  }

  given(of: (one: Given) => boolean = () => true): number {
    return [...this.#given.values()].filter(of).reduce((sum, { amount }) => sum + amount, 0)
  }

  giveBack(wanted: Given): object {
    const { id, amount, payment } = wanted
    const left = payment.startsWith('in-') ? TOTAL - this.given((one) => one.payment === payment) : 0
    const known = this.#given.get(id)
    if (known) return known
    if (amount > left && !this.#flaws.givesAnything) return { error: 'too_much' }
    this.#given.set(id, wanted)
    return wanted
  }
}

function acme(flaws: Flaws): RefundWorld {
  const account = new Account(flaws)
  const wire = new BreakableWire(({ path: id, body }: WireRequest): object => {
    const { payment, amount = 0 } = (body ?? {}) as Partial<Given>
    return payment === undefined ? { id } : account.giveBack({ id, payment, amount })
  })
  const payer = { hubId: 'payer', name: 'Payer' }
  return {
    plugin: { check: async (ctx) => void (await ask(ctx, 'me')), payments: paymentsOf(flaws) },
    ctx: wire.context(),
    trouble: wire,
    payer,
    declined: payer,
    collectedMinor: async () => TOTAL,
    refundedMinor: async () => account.given(),
  }
}

function paymentsOf(flaws: Flaws): PaymentsProvider {
  let tries = 0
  return {
    async collect(ctx, _payer, { hubInvoiceId, totalMinor: amountMinor }) {
      await ask(ctx, hubInvoiceId, write({ amount: amountMinor }))
      return { state: 'paid', reference: `in-${hubInvoiceId}`, amountMinor }
    },
    state: async (_ctx, reference) => ({ state: 'open', reference }),
    async refund(ctx, { hubRefundId, payment, amountMinor: amount }) {
      const id = flaws.givesTwice ? `${hubRefundId}-${tries++}` : hubRefundId
      const { error, ...made } = await ask<Given & { error?: string }>(ctx, id, write({ payment, amount }))
      if (error) throw new Refused(error, error)
      return { state: 'succeeded', reference: made.id }
    },
  }
}

const broken = (flaws: Flaws) =>
  failingTests((define) => refundContract({ test: define, setup: async () => acme(flaws) }))

test('a plugin without flaws passes the suite', async () => {
  expect(await broken({})).toEqual([])
})

test.each<[keyof Flaws, string]>([
  ['givesTwice', 'the same refund asked for again, or twice at once, is given once'],
  ['givesTwice', 'a refund asked for again after its write was done but not answered is given once'],
  ['givesAnything', 'more than is left is refused, and nothing is given back'],
  ['givesAnything', 'what was never paid is not given back'],
])('a plugin that %s is found out by "%s"', async (flaw, name) => {
  expect(await broken({ [flaw]: true })).toContain(name)
})
