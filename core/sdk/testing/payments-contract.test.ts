import { expect, test } from '@jest/globals'
import type { PluginContext } from '../context.ts'
import { Refused } from '../failures.ts'
import type { PaymentState, PaymentsProvider } from '../payments.ts'
import { ask, BreakableWire, type WireRequest, write } from './fixtures/breakable-wire.ts'
import { failingTests } from './fixtures/failing-tests.ts'
import { type PaymentsWorld, paymentsContract } from './payments-contract.ts'

/** What is wrong with a plugin on purpose. */
interface Flaws {
  paysTwice?: boolean
  adoptsAnyTotal?: boolean
  throwsDeclines?: boolean
}

interface Payment {
  id: string
  amount: number
  declined?: boolean
}

function acme(flaws: Flaws): PaymentsWorld {
  const paid = new Map<string, Payment>()
  const wire = new BreakableWire(({ path: id, body }: WireRequest) => {
    if (id === 'me') return {}
    if (body === null) return paid.get(id)
    const { amount, payer } = body as { amount: number; payer: string }
    if (payer === 'poor') return { id, amount: 0, declined: true }
    if (!paid.has(id)) paid.set(id, { id, amount })
    return paid.get(id)
  })
  return {
    plugin: { check: async (ctx) => void (await ask(ctx, 'me')), payments: paymentsOf(flaws) },
    ctx: wire.context(),
    trouble: wire,
    payer: { hubId: 'rich', name: 'Rich' },
    declined: { hubId: 'poor', name: 'Poor' },
    collectedMinor: async () => [...paid.values()].reduce((sum, { amount }) => sum + amount, 0),
  }
}

function paymentsOf(flaws: Flaws): PaymentsProvider {
  let tries = 0
  const pay = (ctx: PluginContext, id: string, body: object) => ask<Payment>(ctx, id, write(body))
  return {
    async collect(ctx, payer, { hubInvoiceId, lines, totalMinor }) {
      const sum = lines.reduce((total, { amountMinor }) => total + amountMinor, 0)
      if (sum !== totalMinor && !flaws.adoptsAnyTotal) throw new Refused('mismatch', 'mismatch')
      const id = flaws.paysTwice ? `${hubInvoiceId}-${tries++}` : hubInvoiceId
      const payment = await pay(ctx, id, { amount: sum, payer: payer.hubId })
      if (payment.declined && flaws.throwsDeclines) throw new Refused('declined', 'declined')
      return asState(payment)
    },
    state: async (ctx, reference) => asState(await ask<Payment>(ctx, reference)),
  }
}

const asState = ({ id, amount, declined }: Payment): PaymentState =>
  declined
    ? { state: 'failed', reference: id, why: 'declined' }
    : { state: 'paid', reference: id, amountMinor: amount }

const broken = (flaws: Flaws) =>
  failingTests((define) => paymentsContract({ test: define, setup: async () => acme(flaws) }))

test('a plugin without flaws passes the suite', async () => {
  expect(await broken({})).toEqual([])
})

test.each<[keyof Flaws, string]>([
  ['paysTwice', 'collecting twice pays once'],
  ['paysTwice', 'collecting twice at the same time pays once'],
  ['paysTwice', 'collecting again after write 1 was done but not answered pays once'],
  ['adoptsAnyTotal', 'lines that do not add up to the total are refused, and nothing is collected'],
  ['throwsDeclines', 'a declined payment is failed with a reason, and nothing is collected'],
])('a plugin that %s is found out by "%s"', async (flaw, name) => {
  expect(await broken({ [flaw]: true })).toContain(name)
})
