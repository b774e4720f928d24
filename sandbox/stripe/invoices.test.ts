import { describe, expect, test } from '@jest/globals'
import Stripe from 'stripe'
import { loadContract } from '../testing/contract-schema.ts'
import { customerWithCard, draftInvoice, useStripe } from '../testing/use-stripe.ts'

const contract = loadContract('stripe')
const desk = await useStripe()
const { client, running } = desk

describe('invoices', () => {
  test('a draft with lines is finalized, numbered, paid by the default card, and reads back paid', async () => {
    const customer = await customerWithCard(desk, 'pm_card_visa')
    const id = await draftInvoice(desk, customer)
    const open = await client.invoices.finalizeInvoice(id)
    expect(open).toMatchObject({ status: 'open', total: 5000, amount_remaining: 5000 })
    expect(open.number).toMatch(/-0001$/)
    expect(open.lines.data[0]).toMatchObject({ amount: 5000, description: 'Minutes' })
    const paid = await client.invoices.pay(id)
    expect(paid).toMatchObject({ status: 'paid', amount_paid: 5000, metadata: { hub_invoice: 'i1' } })
    const read = await client.invoices.retrieve(id, { expand: ['payments.data.payment.payment_intent'] })
    expect(read.payments?.data[0]).toMatchObject({
      status: 'paid',
      payment: { payment_intent: { status: 'succeeded', amount_received: 5000 } },
    })
    expect(contract('invoice', paid)).toEqual([])
    expect(contract('invoice', read)).toEqual([])
    expect(desk.eventTypes()).toEqual(
      expect.arrayContaining([
        'invoice.created',
        'invoice.finalized',
        'payment_intent.succeeded',
        'invoice.paid',
        'invoice.payment_succeeded',
      ]),
    )
  })

  test('numbers follow each other within a customer', async () => {
    const customer = await customerWithCard(desk, 'pm_card_visa')
    const numbers = []
    for (const _ of [1, 2])
      numbers.push((await client.invoices.finalizeInvoice(await draftInvoice(desk, customer))).number)
    const [prefix] = numbers[0]?.split('-') ?? []
    expect(numbers).toEqual([`${prefix}-0001`, `${prefix}-0002`])
  })

  test('a declined card answers 402, leaves the invoice open, and another card pays it', async () => {
    const customer = await customerWithCard(desk, 'pm_card_chargeCustomerFail')
    const id = await draftInvoice(desk, customer)
    await client.invoices.finalizeInvoice(id)
    await expect(client.invoices.pay(id)).rejects.toMatchObject({
      statusCode: 402,
      type: 'StripeCardError',
      code: 'card_declined',
      decline_code: 'generic_decline',
      payment_intent: { status: 'requires_payment_method' },
    })
    expect(await client.invoices.retrieve(id)).toMatchObject({ status: 'open', attempt_count: 1 })
    expect(desk.eventTypes()).toContain('invoice.payment_failed')
    await client.invoices.pay(id, { payment_method: 'pm_card_visa' })
    expect(await client.invoices.retrieve(id)).toMatchObject({ status: 'paid', attempt_count: 2 })
  })

  test('a declined payment is kept under its idempotency key', async () => {
    const customer = await customerWithCard(desk, 'pm_card_visa')
    const id = await draftInvoice(desk, customer)
    const pay = () =>
      client.invoices.pay(id, { payment_method: 'pm_card_chargeDeclined' }, { idempotencyKey: 'pay-1' })
    await expect(pay()).rejects.toMatchObject({ statusCode: 402 })
    await expect(pay()).rejects.toMatchObject({ statusCode: 402 })
    expect(running.state.invoices[0]?.attempt_count).toBe(1)
  })

  test('an invoice to be sent has a due date and can be paid out of band', async () => {
    const customer = (await client.customers.create({ name: 'A' })).id
    const draft = await client.invoices.create({
      customer,
      collection_method: 'send_invoice',
      days_until_due: 14,
    })
    const id = draft.id ?? ''
    await client.invoiceItems.create({ customer, invoice: id, amount: 100, currency: 'eur' })
    const sent = await client.invoices.sendInvoice(id)
    expect(sent.due_date).toBe(sent.created + 14 * 86_400)
    expect(sent.status).toBe('open')
    const paid = await client.invoices.pay(id, { paid_out_of_band: true })
    expect(paid.status).toBe('paid')
    expect(running.state.charges).toEqual([])
    expect(desk.eventTypes()).toContain('invoice.sent')
  })

  test('a voided invoice can be neither paid nor voided again', async () => {
    const customer = await customerWithCard(desk, 'pm_card_visa')
    const id = await draftInvoice(desk, customer)
    await client.invoices.finalizeInvoice(id)
    expect((await client.invoices.voidInvoice(id)).status).toBe('void')
    await expect(client.invoices.pay(id)).rejects.toMatchObject({ statusCode: 400 })
    await expect(client.invoices.voidInvoice(id)).rejects.toMatchObject({ statusCode: 400 })
    expect(desk.eventTypes()).toContain('invoice.voided')
  })

  test('a finalized invoice takes no more items and keeps its description', async () => {
    const customer = await customerWithCard(desk, 'pm_card_visa')
    const id = await draftInvoice(desk, customer)
    await client.invoices.finalizeInvoice(id)
    const late = { customer, invoice: id, amount: 1, currency: 'eur' }
    await expect(client.invoiceItems.create(late)).rejects.toMatchObject({ code: 'invoice_not_editable' })
    await expect(client.invoices.update(id, { description: 'x' })).rejects.toMatchObject({ statusCode: 400 })
    expect(await client.invoices.update(id, { metadata: { a: 'b' } })).toMatchObject({
      metadata: { hub_invoice: 'i1', a: 'b' },
    })
  })

  test('waiting items go to the next invoice that asks for them', async () => {
    const customer = (await client.customers.create({ name: 'A' })).id
    const item = await client.invoiceItems.create({
      customer,
      quantity: 3,
      unit_amount_decimal: Stripe.Decimal.from('33.335'),
      currency: 'eur',
    })
    expect(item.amount).toBe(100)
    const without = await client.invoices.create({ customer })
    const withItems = await client.invoices.create({ customer, pending_invoice_items_behavior: 'include' })
    expect([without.total, withItems.total]).toEqual([0, 100])
    expect(contract('invoiceitem', item)).toEqual([])
  })

  test('the list is filtered by customer and status', async () => {
    const customer = await customerWithCard(desk, 'pm_card_visa')
    const draft = await draftInvoice(desk, customer)
    const open = await draftInvoice(desk, customer)
    await client.invoices.finalizeInvoice(open)
    const ids = async (status: 'draft' | 'open') =>
      (await client.invoices.list({ customer, status })).data.map(({ id }) => id)
    expect(await ids('draft')).toEqual([draft])
    expect(await ids('open')).toEqual([open])
    expect((await client.invoices.list({ customer: 'cus_other' })).data).toEqual([])
  })

  test('items priced by a price multiply it by the quantity', async () => {
    const product = await client.products.create({ name: 'Call minutes' })
    const price = await client.prices.create({ product: product.id, currency: 'eur', unit_amount: 29 })
    const customer = (await client.customers.create({ name: 'A' })).id
    const item = await client.invoiceItems.create({ customer, pricing: { price: price.id }, quantity: 100 })
    expect(item.amount).toBe(2900)
    expect(contract('product', product)).toEqual([])
    expect(contract('price', price)).toEqual([])
    expect(await client.prices.retrieve(price.id)).toEqual(price)
  })
})
