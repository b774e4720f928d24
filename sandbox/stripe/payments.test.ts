import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { findRoute, readRequest } from '../engine/index.ts'
import { loadContract } from '../testing/contract-schema.ts'
import { customerWithCard, draftInvoice, useStripe } from '../testing/use-stripe.ts'

const contract = loadContract('stripe')
const desk = await useStripe()
const { client, running } = desk

/** Does what the control API's route does, without its server. */
async function control(method: string, path: string, body: object): Promise<void> {
  const incoming = new IncomingMessage(new Socket())
  Object.assign(incoming, { method, url: path })
  incoming.push(JSON.stringify(body))
  incoming.push(null)
  const request = await readRequest(incoming)
  await findRoute(running.controlRoutes, request)?.handle(request)
}

describe('payment intents and refunds', () => {
  const amount = { amount: 1099, currency: 'eur' }

  test('an intent is created, confirmed with a card that pays, and reads back succeeded', async () => {
    const created = await client.paymentIntents.create(amount)
    expect(created.status).toBe('requires_payment_method')
    await client.paymentIntents.confirm(created.id, { payment_method: 'pm_card_visa' })
    const read = await client.paymentIntents.retrieve(created.id, { expand: ['latest_charge'] })
    expect(read).toMatchObject({ status: 'succeeded', amount_received: 1099, latest_charge: { paid: true } })
    expect(contract('payment_intent', read)).toEqual([])
    expect(contract('charge', read.latest_charge)).toEqual([])
  })

  test('a declined card answers 402 with the intent, which waits for another card', async () => {
    const declined = client.paymentIntents.create({
      ...amount,
      payment_method: 'pm_card_chargeDeclinedInsufficientFunds',
      confirm: true,
    })
    await expect(declined).rejects.toMatchObject({
      statusCode: 402,
      decline_code: 'insufficient_funds',
      payment_intent: { status: 'requires_payment_method' },
    })
    expect(desk.eventTypes()).toContain('payment_intent.payment_failed')
  })

  test('a deposit is authorized first and captured later', async () => {
    const held = await client.paymentIntents.create({
      ...amount,
      capture_method: 'manual',
      payment_method: 'pm_card_visa',
      confirm: true,
    })
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 1099, amount_received: 0 })
    expect(await client.paymentIntents.capture(held.id, { amount_to_capture: 500 })).toMatchObject({
      status: 'succeeded',
      amount_received: 500,
    })
  })

  test('refunds add up on the charge and stop at what was paid', async () => {
    const intent = await client.paymentIntents.create({
      ...amount,
      payment_method: 'pm_card_visa',
      confirm: true,
    })
    const first = await client.refunds.create({ payment_intent: intent.id, amount: 99 })
    await client.refunds.create({ payment_intent: intent.id })
    await expect(client.refunds.create({ payment_intent: intent.id })).rejects.toMatchObject({
      code: 'charge_already_refunded',
    })
    const refunded = running.state.events.filter(({ type }) => type === 'charge.refunded')
    expect(refunded.map(({ data }) => Object(data.object).amount_refunded)).toEqual([99, 1099])
    expect(await client.refunds.retrieve(first.id)).toEqual(first)
    expect(contract('refund', first)).toEqual([])
  })

  test('a succeeded intent cannot be confirmed or cancelled', async () => {
    const { id } = await client.paymentIntents.create({
      ...amount,
      payment_method: 'pm_card_visa',
      confirm: true,
    })
    const unexpected = { code: 'payment_intent_unexpected_state' }
    await expect(client.paymentIntents.confirm(id)).rejects.toMatchObject(unexpected)
    await expect(client.paymentIntents.cancel(id)).rejects.toMatchObject(unexpected)
  })
})

describe('checkout', () => {
  test('a session reads back open, and the buyer can complete it', async () => {
    const session = await client.checkout.sessions.create({
      mode: 'payment',
      success_url: 'https://hub.example.com/ok',
      line_items: [
        { quantity: 2, price_data: { currency: 'eur', unit_amount: 1500, product_data: { name: 'Top-up' } } },
      ],
      metadata: { wallet: 'w1' },
    })
    expect(await client.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 3000,
    })
    expect(contract('checkout.session', session)).toEqual([])
    await control('POST', `/stripe/checkout/${session.id}/complete`, {})
    expect(await client.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
    })
    expect(desk.eventTypes()).toContain('checkout.session.completed')
  })
})

describe("cards saved on the provider's pages", () => {
  test('new customers can have a card from the start, and an invoice is paid by it', async () => {
    await control('PUT', '/stripe/cards', { card: 'pm_card_visa' })
    const customer = (await client.customers.create({ name: 'A' })).id
    const id = await draftInvoice(desk, customer)
    expect((await client.invoices.pay(id)).status).toBe('paid')
  })

  test('a saved card can be one that declines by now, and none is there at first', async () => {
    const customer = (await client.customers.create({ name: 'A' })).id
    const id = await draftInvoice(desk, customer)
    await expect(client.invoices.pay(id)).rejects.toMatchObject({ statusCode: 400 })
    await control('PUT', '/stripe/cards', { card: 'pm_card_chargeDeclined', customer })
    await expect(client.invoices.pay(id)).rejects.toMatchObject({ code: 'card_declined' })
  })
})

describe('meters', () => {
  test('events are summed by customer, an identifier counts once, and times are bounded', async () => {
    const customer = (await client.customers.create({ name: 'A' })).id
    const meter = await client.billing.meters.create({
      display_name: 'Call minutes',
      event_name: 'call_minutes',
      default_aggregation: { formula: 'sum' },
    })
    const at = Math.floor(desk.now / 1000)
    const report = (identifier: string, value: string, timestamp = at) =>
      client.billing.meterEvents.create({
        event_name: 'call_minutes',
        identifier,
        timestamp,
        payload: { stripe_customer_id: customer, value },
      })
    const event = await report('call_1', '3')
    await report('call_2', '4')
    await expect(report('call_1', '3')).rejects.toMatchObject({ statusCode: 400, param: 'identifier' })
    await expect(report('call_3', '1', at + 400)).rejects.toMatchObject({ param: 'timestamp' })
    await expect(report('call_4', '1', at - 36 * 86_400)).rejects.toMatchObject({ param: 'timestamp' })
    const range = { customer, start_time: at - 3600, end_time: at + 60 }
    const summaries = await client.billing.meters.listEventSummaries(meter.id, range)
    expect(summaries.data.map(({ aggregated_value }) => aggregated_value)).toEqual([7])
    expect(contract('billing.meter', meter)).toEqual([])
    expect(contract('billing.meter_event', event)).toEqual([])
    expect(contract('billing.meter_event_summary', summaries.data[0])).toEqual([])
  })
})

describe('cards that are saved for later', () => {
  const success_url = 'https://portal.example.com/done'

  test('Checkout in setup mode gives the customer a card, which is no default by itself', async () => {
    const { id: customer } = await client.customers.create({})
    const params = { mode: 'setup', customer, currency: 'eur', success_url } as const
    const session = await client.checkout.sessions.create(params)
    expect(contract('checkout.session', session)).toEqual([])
    await control('POST', `/stripe/checkout/${session.id}/complete`, {})
    const read = await client.checkout.sessions.retrieve(session.id, {
      expand: ['setup_intent.payment_method'],
    })
    expect(read).toMatchObject({
      status: 'complete',
      url: null,
      setup_intent: { status: 'succeeded', payment_method: { customer, card: { last4: '4242' } } },
    })
    expect(contract('checkout.session', read)).toEqual([])
    expect(contract('setup_intent', read.setup_intent)).toEqual([])
    expect(await client.customers.retrieve(customer)).toMatchObject({
      invoice_settings: { default_payment_method: null },
    })
  })

  test('it needs a currency, lasts from half an hour to a day, and is over when its time is', async () => {
    const { id: customer } = await client.customers.create({})
    const setup = { mode: 'setup', customer, success_url } as const
    await expect(client.checkout.sessions.create(setup)).rejects.toMatchObject({ param: 'currency' })
    const soon = Math.floor(desk.now / 1_000) + 60
    await expect(
      client.checkout.sessions.create({ ...setup, currency: 'eur', expires_at: soon }),
    ).rejects.toMatchObject({ param: 'expires_at' })
    const { id } = await client.checkout.sessions.create({ ...setup, currency: 'eur' })
    desk.now += 86_400_000
    expect(await client.checkout.sessions.retrieve(id)).toMatchObject({ status: 'expired', url: null })
    expect(desk.eventTypes()).toContain('checkout.session.expired')
  })
})

describe('money that goes back', () => {
  async function charged(): Promise<{ charge: string; payment_intent: string }> {
    const { id, latest_charge } = await client.paymentIntents.create({
      amount: 4_500,
      currency: 'eur',
      payment_method: 'pm_card_visa',
      confirm: true,
    })
    return { charge: String(latest_charge), payment_intent: id }
  }

  test('a refund that the bank sends back has failed, and the charge can be refunded again', async () => {
    const { charge, payment_intent } = await charged()
    const { id } = await client.refunds.create({ payment_intent, amount: 4_500 })
    await control('POST', `/stripe/refunds/${id}/fail`, {})
    const failed = await client.refunds.retrieve(id)
    expect(failed).toMatchObject({ status: 'failed', failure_reason: 'expired_or_canceled_card' })
    expect(contract('refund', failed)).toEqual([])
    expect(desk.eventTypes()).toContain('refund.failed')
    expect(await client.charges.retrieve(charge)).toMatchObject({ amount_refunded: 0 })
    await client.refunds.create({ payment_intent })
  })

  test('a dispute keeps refunds away, and is won or lost once', async () => {
    const { charge, payment_intent } = await charged()
    await control('POST', `/stripe/charges/${charge}/dispute`, {})
    const { data } = await client.disputes.list({ payment_intent })
    expect(data).toMatchObject([{ status: 'needs_response', amount: 4_500, charge }])
    await expect(client.refunds.create({ payment_intent })).rejects.toMatchObject({ code: 'charge_disputed' })
    const move = (status: string) => control('POST', `/stripe/disputes/${data[0]?.id}/move`, { status })
    for (const status of ['under_review', 'won', 'lost']) await move(status)
    expect(await client.disputes.retrieve(data[0]?.id ?? '')).toMatchObject({ status: 'won' })
    expect(desk.eventTypes().filter((type) => type.startsWith('charge.dispute.'))).toEqual([
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.updated',
      'charge.dispute.funds_reinstated',
      'charge.dispute.closed',
    ])
    await client.refunds.create({ payment_intent })
  })

  test('the invoice that an intent has paid is found by it', async () => {
    const customer = await customerWithCard(desk, 'pm_card_visa')
    const invoice = await draftInvoice(desk, customer)
    await client.invoices.pay(invoice)
    const [paid] = (await client.invoicePayments.list({ invoice })).data
    const payment_intent = String(paid?.payment.payment_intent)
    await charged()
    const { data } = await client.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent },
    })
    expect(data.map((one) => one.invoice)).toEqual([invoice])
  })
})
