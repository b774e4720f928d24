import { createHmac } from 'node:crypto'
import { type ProviderFact, type RawRequest, RetryLater } from '@askpro/plugin-sdk'
import { createTestContext, startHookReceiver } from '@askpro/plugin-sdk/testing'
import { startSandbox } from '@askpro/sandbox'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { events, verifySignature } from './webhook.ts'

const sandbox = await startSandbox()
const standIn = sandbox.standIn('stripe')
const hooks = await startHookReceiver()
const key = sandbox.apiKeys.stripe ?? ''
const { ctx } = createTestContext({
  folder: new URL('.', import.meta.url),
  settings: { api_key: key, webhook_secret: 'whsec_none', base_url: sandbox.addresses.stripe },
})

beforeEach(async () => {
  standIn.reset()
  hooks.clear()
  await api('webhook_endpoints', { url: `${hooks.base}/events`, 'enabled_events[0]': '*' })
})

afterAll(async () => {
  await sandbox.stop()
  await hooks.close()
})

async function api(path: string, form: Record<string, string> = {}): Promise<{ id: string }> {
  const answer = await fetch(`${sandbox.addresses.stripe}/v1/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: new URLSearchParams(form),
  })
  return (await answer.json()) as { id: string }
}

/** An open invoice over 45 euros; `metadata` as the plugin sets it, or none. */
async function openInvoice(metadata: Record<string, string> = { 'metadata[hub_invoice_id]': 'invoice-1' }) {
  const { id: customer } = await api('customers')
  const { id } = await api('invoices', { customer, ...metadata })
  await api('invoiceitems', { customer, invoice: id, amount: '4500', currency: 'eur' })
  await api(`invoices/${id}/finalize`)
  return id
}

const payWith = (id: string, card: string) => api(`invoices/${id}/pay`, { payment_method: card })

async function deliveryOf(type: string): Promise<RawRequest> {
  await sandbox.idle()
  const found = hooks.received.find(({ body }) => JSON.parse(Buffer.from(body).toString()).type === type)
  if (!found) throw new Error(`No ${type} came.`)
  return found
}

const factsOf = async (type: string): Promise<ProviderFact[]> => events.facts(ctx, await deliveryOf(type))

describe('facts', () => {
  test('a paid invoice is told with what was paid', async () => {
    const reference = await openInvoice()
    await payWith(reference, 'pm_card_visa')
    expect(await factsOf('invoice.paid')).toEqual([
      {
        type: 'payment.succeeded',
        hubInvoiceId: 'invoice-1',
        reference,
        amountMinor: 4_500,
        currency: 'EUR',
      },
    ])
  })

  test('a declined payment is told', async () => {
    const reference = await openInvoice()
    await payWith(reference, 'pm_card_chargeCustomerFail')
    expect(await factsOf('invoice.payment_failed')).toEqual([
      { type: 'payment.failed', hubInvoiceId: 'invoice-1', reference, why: 'Your card was declined.' },
    ])
  })

  test('an event that comes late does not undo what has happened since', async () => {
    const reference = await openInvoice()
    await payWith(reference, 'pm_card_chargeCustomerFail')
    const late = await deliveryOf('invoice.payment_failed')
    await payWith(reference, 'pm_card_visa')
    expect(await events.facts(ctx, late)).toMatchObject([{ type: 'payment.succeeded', amountMinor: 4_500 }])
  })

  test('what the host throws at ctx.fetch comes out as it is, so that the delivery is worked on later', async () => {
    await payWith(await openInvoice(), 'pm_card_visa')
    const paused = new RetryLater('calls are paused', { after: 20_000 })
    const work = events.facts(
      { ...ctx, fetch: () => Promise.reject(paused) },
      await deliveryOf('invoice.paid'),
    )
    await expect(work).rejects.toBe(paused)
  })

  test.each([
    ['void', 'invoice.voided'],
    ['mark_uncollectible', 'invoice.marked_uncollectible'],
  ])('an invoice on which somebody at Stripe did %s has failed', async (how, type) => {
    await api(`invoices/${await openInvoice()}/${how}`)
    expect(await factsOf(type)).toMatchObject([{ type: 'payment.failed', hubInvoiceId: 'invoice-1' }])
  })

  test('a refund that was made at Stripe is told with the payment it is of, whatever came first', async () => {
    const reference = await openInvoice()
    await payWith(reference, 'pm_card_visa')
    const payment_intent = String(Object(standIn.state).payment_intents[0].id)
    const refund = await api('refunds', { payment_intent, amount: '1500' })
    const facts = await factsOf('refund.created')
    expect(facts).toMatchObject([
      { type: 'payment.succeeded', reference, amountMinor: 4_500 },
      {
        type: 'payment.refunded',
        payment: reference,
        reference: refund.id,
        amountMinor: 1_500,
        state: 'succeeded',
      },
    ])
    expect(await factsOf('invoice.paid')).toEqual(facts)
  })

  test('a refund or dispute of a payment that was for no invoice tells nothing', async () => {
    const { id: payment_intent } = await api('payment_intents', {
      amount: '900',
      currency: 'eur',
      payment_method: 'pm_card_visa',
      confirm: 'true',
    })
    await api('refunds', { payment_intent })
    expect(await factsOf('charge.refunded')).toEqual([])
  })

  test('a payer’s means of payment that came or went is told; another change of the customer is not', async () => {
    const { id: customer } = await api('customers', { 'metadata[hub_tenant_id]': 'tenant-1' })
    await api(`customers/${customer}`, { name: 'Salon' })
    expect(await factsOf('customer.updated')).toEqual([])
    hooks.clear()
    const { id } = await api('payment_methods/pm_card_visa/attach', { customer })
    await api(`customers/${customer}`, { 'invoice_settings[default_payment_method]': id })
    await api(`payment_methods/${id}/detach`)
    const changed = [{ type: 'payment.method_changed', payerHubId: 'tenant-1' }]
    for (const type of ['customer.updated', 'payment_method.attached', 'payment_method.detached'])
      expect([type, await factsOf(type)]).toEqual([type, changed])
  })

  test('an invoice that is not the hub’s tells nothing', async () => {
    await payWith(await openInvoice({}), 'pm_card_visa')
    expect(await factsOf('invoice.paid')).toEqual([])
  })

  test('other events tell nothing, and Stripe is not asked about them', async () => {
    await openInvoice()
    const finalized = await deliveryOf('invoice.finalized')
    const { last } = standIn.journal
    expect(await events.facts(ctx, finalized)).toEqual([])
    expect(standIn.journal.requests(last)).toEqual([])
  })

  test('the key of a delivery is the event’s id', async () => {
    await openInvoice()
    expect(await events.dedupeKey(await deliveryOf('invoice.finalized'))).toMatch(/^evt_/)
  })
})

describe('signature', () => {
  const body = '{"id":"evt_1","type":"invoice.paid"}'
  const at = 1_796_117_400
  const v1 = (secret: string, time = at) =>
    `v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`
  const check = (header: string, receivedAt = at * 1_000) =>
    verifySignature(
      { headers: { 'stripe-signature': header }, body: Buffer.from(body), receivedAt },
      'whsec_new',
    ).genuine

  test('while a secret is rolled, either of the two signatures is enough', () => {
    expect(check(`t=${at},${v1('whsec_old')},${v1('whsec_new')}`)).toBe(true)
    expect(check(`t=${at},${v1('whsec_new')},${v1('whsec_old')},v0=ignored`)).toBe(true)
    expect(check(`t=${at},${v1('whsec_old')}`)).toBe(false)
  })

  test.each([
    ['five minutes old', 300, true],
    ['a second older', 301, false],
    ['five minutes in the future', -300, true],
    ['a second further ahead, which the vendor’s client lets pass', -301, false],
  ])('%s', (_name, age, genuine) => {
    expect(check(`t=${at},${v1('whsec_new')}`, (at + age) * 1_000)).toBe(genuine)
  })

  test('a time that was not signed is refused, and so is another scheme alone', () => {
    expect(check(`t=${at + 1},${v1('whsec_new')}`)).toBe(false)
    expect(check(`t=${at},${v1('whsec_new').replace('v1', 'v0')}`)).toBe(false)
    expect(check(v1('whsec_new'))).toBe(false)
  })
})
