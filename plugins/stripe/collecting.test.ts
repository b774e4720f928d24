import type { InvoiceToCollect, PluginContext } from '@askpro/plugin-sdk'
import { createTestContext } from '@askpro/plugin-sdk/testing'
import { startSandbox } from '@askpro/sandbox'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { payments } from './payments.ts'

const DAY = 86_400_000
let now = Date.now()
const sandbox = await startSandbox({ now: () => now })
const standIn = sandbox.standIn('stripe')
const key = sandbox.apiKeys.stripe ?? ''
let ctx: PluginContext

/** A connection that remembers nothing of what was done at Stripe. */
const freshContext = () =>
  createTestContext({
    folder: new URL('.', import.meta.url),
    settings: { api_key: key, webhook_secret: 'whsec_none', base_url: sandbox.addresses.stripe },
  }).ctx

beforeEach(() => {
  standIn.reset()
  ctx = freshContext()
})

afterAll(() => sandbox.stop())

async function api(method: string, path: string, form: Record<string, string> = {}): Promise<{ id: string }> {
  const answer = await fetch(`${sandbox.addresses.stripe}/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${key}` },
    ...(method === 'POST' ? { body: new URLSearchParams(form) } : {}),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as { id: string }
}

async function giveCard(customer: string, card: string): Promise<void> {
  const { id } = await api('POST', `payment_methods/${card}/attach`, { customer })
  await api('POST', `customers/${customer}`, { 'invoice_settings[default_payment_method]': id })
}

const DUE_AT = '2099-12-15T09:00:00.000Z'
const payer = { hubId: 'tenant-1', name: 'Salon Öztürk', email: 'salon@example.com' }
const invoice: InvoiceToCollect = {
  hubInvoiceId: 'invoice-1',
  number: 'NORD-2026-0007',
  currency: 'EUR',
  lines: [
    { description: 'Basic fee', amountMinor: 4_900 },
    { description: 'Credit', amountMinor: -400 },
  ],
  totalMinor: 4_500,
  dueAt: DUE_AT,
}

const stored = (kind: string): Array<Record<string, unknown>> => Object(standIn.state)[kind]
const customerId = () => String(stored('customers')[0]?.id)
const collect = () => payments.collect(ctx, payer, invoice)

describe('what is made at Stripe', () => {
  test('a customer with the payer’s name, address and id', async () => {
    await collect()
    expect(stored('customers')).toMatchObject([
      { name: 'Salon Öztürk', email: 'salon@example.com', metadata: { hub_tenant_id: 'tenant-1' } },
    ])
  })

  test('its address, and what it is called on invoices, also where they come later or change', async () => {
    await collect()
    const there = (first: object) => expect(stored('customers')).toMatchObject([first])
    const address = {
      line1: 'Lange Str. 2',
      line2: 'Hinterhaus',
      postalCode: '20457',
      city: 'Hamburg',
      country: 'DE',
    }
    const told = { ...payer, name: 'Salon Öztürk e. K.' }
    await payments.collect(ctx, { ...told, address }, invoice)
    const { postalCode: postal_code, ...rest } = address
    there({ name: 'Salon Öztürk e. K.', address: { ...rest, postal_code } })
    const { line2: _, ...moved } = { ...address, line1: 'Kurze Str. 3' }
    const { last } = standIn.journal
    await payments.collect(ctx, { ...told, address: moved }, invoice)
    await payments.collect(ctx, { ...told, address: moved }, invoice)
    await payments.collect(ctx, payer, invoice)
    there({ name: 'Salon Öztürk e. K.', address: { line1: 'Kurze Str. 3', line2: null, postal_code } })
    const changes = standIn.journal
      .requests(last)
      .filter(({ method, path }) => method === 'POST' && path.startsWith('/v1/customers/'))
    expect(changes).toHaveLength(1)
  })

  test('its VAT number, once; another takes its place, and what was entered at Stripe stays', async () => {
    const numbers = () => stored('tax_ids').map(({ type, value }) => [type, value])
    const withVat = (vatId?: string) =>
      payments.collect(ctx, { ...payer, ...(vatId ? { vatId } : {}) }, invoice)
    await withVat()
    await api('POST', `customers/${customerId()}/tax_ids`, { type: 'de_stn', value: '1234567890' })
    await withVat('DE123456789')
    await withVat('DE123456789')
    ctx = freshContext()
    await withVat('DE123456789')
    const byHand = ['de_stn', '1234567890']
    expect(numbers()).toEqual([byHand, ['eu_vat', 'DE123456789']])
    await withVat('ATU12345678')
    expect(numbers()).toEqual([byHand, ['eu_vat', 'ATU12345678']])
    await withVat()
    expect(numbers()).toEqual([byHand])
  })

  test('a VAT number that Stripe does not take, or knows by a name of its own, keeps nobody from paying', async () => {
    for (const vatId of ['DE12', 'CHE123456789']) {
      expect(await payments.collect(ctx, { ...payer, vatId }, invoice)).toMatchObject({ state: 'open' })
    }
    expect(stored('tax_ids')).toEqual([])
  })

  test('a key that may not write VAT numbers collects all the same, and writes them once it may', async () => {
    const withVat = { ...payer, vatId: 'DE123456789' }
    standIn.faults.set([{ path: '/v1/customers/:id/tax_ids', status: 403 }])
    expect(await payments.collect(ctx, withVat, invoice)).toMatchObject({ state: 'open' })
    expect(stored('tax_ids')).toEqual([])
    standIn.faults.set([])
    await payments.collect(ctx, withVat, invoice)
    expect(stored('tax_ids')).toMatchObject([{ value: 'DE123456789' }])
  })

  test('an invoice with our number and id, that Stripe does not collect by itself, line by line', async () => {
    await collect()
    expect(stored('invoices')).toMatchObject([
      {
        description: 'NORD-2026-0007',
        metadata: { hub_invoice_id: 'invoice-1' },
        auto_advance: false,
        currency: 'eur',
        total: 4_500,
      },
    ])
    expect(stored('invoice_items').map(({ description, amount }) => [description, amount])).toEqual([
      ['Basic fee', 4_900],
      ['Credit', -400],
    ])
  })

  test('a customer that an admin has given our id is taken, not doubled', async () => {
    const { id } = await api('POST', 'customers', {
      name: 'Older name',
      'metadata[hub_tenant_id]': 'tenant-1',
    })
    await giveCard(id, 'pm_card_visa')
    expect(await collect()).toMatchObject({ state: 'paid', amountMinor: 4_500 })
    expect(stored('customers')).toHaveLength(1)
  })

  test('a customer that was deleted at Stripe is made anew', async () => {
    await collect()
    await api('DELETE', `customers/${customerId()}`)
    await payments.collect(ctx, payer, { ...invoice, hubInvoiceId: 'invoice-2' })
    expect(stored('customers')).toMatchObject([{ metadata: { hub_tenant_id: 'tenant-1' } }])
  })

  test('an invoice of nothing is paid', async () => {
    expect(await payments.collect(ctx, payer, { ...invoice, lines: [], totalMinor: 0 })).toMatchObject({
      state: 'paid',
      amountMinor: 0,
    })
  })
})

describe('trying again', () => {
  test('without a means of payment it is sent, to be paid on a page; with a card it is paid', async () => {
    const sent = { state: 'open', page: expect.stringContaining('https://invoice.stripe.') }
    expect([await collect(), await collect()]).toMatchObject([sent, sent])
    expect(stored('invoices')).toMatchObject([
      { collection_method: 'send_invoice', due_date: Date.parse(DUE_AT) / 1_000, attempted: false },
    ])
    await giveCard(customerId(), 'pm_card_visa')
    expect(await collect()).toMatchObject({ state: 'paid', amountMinor: 4_500 })
    expect(stored('invoices')).toHaveLength(1)
  })

  test('a decline is not given again from memory: another card pays within the day', async () => {
    await collect()
    await giveCard(customerId(), 'pm_card_chargeCustomerFail')
    const declined = { state: 'failed', why: 'Your card was declined.' }
    expect([await collect(), await collect()]).toMatchObject([declined, declined])
    await giveCard(customerId(), 'pm_card_visa')
    expect(await collect()).toMatchObject({ state: 'paid' })
    expect(stored('charges').map(({ status }) => status)).toEqual(['failed', 'failed', 'succeeded'])
  })

  test('a connection that was made anew finds what the old one has made', async () => {
    await collect()
    await giveCard(customerId(), 'pm_card_visa')
    const paid = await collect()
    ctx = freshContext()
    expect(await collect()).toEqual(paid)
    expect([stored('customers').length, stored('invoices').length, stored('charges').length]).toEqual([
      1, 1, 1,
    ])
  })

  test('a restored hub that numbers it anew finds it paid; one that rates it otherwise is refused', async () => {
    await collect()
    await giveCard(customerId(), 'pm_card_visa')
    const paid = await collect()
    ctx = freshContext()
    expect(await payments.collect(ctx, payer, { ...invoice, number: 'NORD-2026R1-0001' })).toEqual(paid)
    const dearer = {
      ...invoice,
      lines: [{ description: 'Basic fee', amountMinor: 5_000 }],
      totalMinor: 5_000,
    }
    await expect(payments.collect(ctx, payer, dearer)).rejects.toMatchObject({
      name: 'Refused',
      code: 'total_mismatch',
      message: expect.stringContaining('paid invoice'),
    })
    expect([stored('invoices').length, stored('charges').length]).toEqual([1, 1])
  })

  test.each([1, 2, 3, 4, 5])(
    'when the answer to write %i was lost, nothing is doubled after Stripe has forgotten the keys',
    async (nth) => {
      const passing = nth > 1 ? [{ method: 'POST', latency_ms: 0, times: nth - 1 }] : []
      standIn.faults.set([...passing, { method: 'POST', error_after: true, times: 1 }])
      await expect(collect()).rejects.toMatchObject({ name: 'RetryLater' })
      now += 2 * DAY
      expect(await collect()).toMatchObject({ state: 'open' })
      const counts = ['customers', 'invoices', 'invoice_items'].map((kind) => stored(kind).length)
      expect(counts).toEqual([1, 1, 2])
    },
  )

  test.each([
    ['a key that another try holds', { status: 409 }],
    ['an object that Stripe is at work on', { status: 429, reason: 'lock_timeout' }],
  ])('%s is asked for once more; what lasts longer is the job’s to repeat, soon', async (_what, fault) => {
    standIn.faults.set([{ method: 'POST', ...fault, times: 1 }])
    expect(await collect()).toMatchObject({ state: 'open' })
    standIn.faults.set([{ method: 'GET', ...fault, times: 2 }])
    await expect(collect()).rejects.toMatchObject({ name: 'RetryLater', after: 1_000 })
  })

  test('a limit of the rate is not knocked at again: the job waits as long as Stripe says', async () => {
    await collect()
    standIn.faults.set([{ status: 429, retry_after: 7 }])
    const { last } = standIn.journal
    await expect(collect()).rejects.toMatchObject({ name: 'RetryLater', after: 7_000 })
    expect(standIn.journal.requests(last)).toHaveLength(1)
  })

  test('a key that was used for something else meanwhile is given up for another', async () => {
    const { id: customer } = await api('POST', 'customers', { 'metadata[hub_tenant_id]': 'tenant-1' })
    await fetch(`${sandbox.addresses.stripe}/v1/invoices`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'idempotency-key': 'hub-invoice-invoice-1' },
      body: new URLSearchParams({ customer }),
    })
    await expect(collect()).rejects.toMatchObject({ name: 'RetryLater' })
    expect(await collect()).toMatchObject({ state: 'open' })
  })

  test('an invoice that was voided at Stripe has failed', async () => {
    const { reference } = await collect()
    await api('POST', `invoices/${reference}/void`)
    const failed = { state: 'failed', reference, why: 'the invoice is void at Stripe' }
    expect([await payments.state(ctx, reference), await collect()]).toEqual([failed, failed])
  })

  test('one that was credited in part is replaced by one over the rest, and the first cannot be paid any more', async () => {
    const first = await collect()
    const rest = { ...invoice, lines: [{ description: 'Rest', amountMinor: 1_500 }], totalMinor: 1_500 }
    standIn.faults.set([
      { method: 'POST', latency_ms: 0, times: 1 },
      { method: 'POST', error_after: true, times: 1 },
    ])
    await expect(payments.collect(ctx, payer, rest)).rejects.toMatchObject({ name: 'RetryLater' })
    const second = await payments.collect(ctx, payer, rest)
    expect(second).toMatchObject({ state: 'open' })
    expect(second.reference).not.toBe(first.reference)
    expect(await payments.collect(ctx, payer, rest)).toEqual(second)
    expect(stored('invoices').map(({ status, total }) => [status, total])).toEqual([
      ['void', 4_500],
      ['open', 1_500],
    ])
  })

  test('one that is owed no more is taken back once; one that was paid stays paid', async () => {
    expect(await payments.withdraw?.(ctx, payer, 'invoice-1')).toBeNull()
    const { reference } = await collect()
    const gone = { state: 'failed', reference, why: 'the invoice is void at Stripe' }
    const withdraw = () => payments.withdraw?.(freshContext(), payer, 'invoice-1')
    expect([await withdraw(), await withdraw()]).toEqual([gone, gone])
    await giveCard(customerId(), 'pm_card_visa')
    const paid = await payments.collect(ctx, payer, { ...invoice, hubInvoiceId: 'invoice-2' })
    expect(await payments.withdraw?.(ctx, payer, 'invoice-2')).toEqual(paid)
  })

  test('an invoice that was paid at Stripe by hand is paid', async () => {
    const { reference } = await collect()
    await api('POST', `invoices/${reference}/pay`, { paid_out_of_band: 'true' })
    expect(await collect()).toEqual({ state: 'paid', reference, amountMinor: 4_500 })
  })
})

test.each(['ISK', 'UGX', 'MGA'])('nothing is made at Stripe of an invoice in %s', async (currency) => {
  const refused = payments.collect(ctx, payer, { ...invoice, currency })
  await expect(refused).rejects.toMatchObject({ name: 'Refused', code: 'currency' })
  expect([stored('customers'), stored('invoices')]).toEqual([[], []])
})

test('every request names the version that the plugin was written against', async () => {
  await collect()
  const versions = standIn.journal.requests(0).map(({ headers }) => headers['stripe-version'])
  expect(new Set(versions)).toEqual(new Set(['2026-10-28.endive']))
})

test('an invoice is mailed once, to where the hub says', async () => {
  await payments.collect(ctx, { hubId: 'tenant-1', name: 'Salon' }, invoice)
  const sent = () => stored('events').filter(({ type }) => type === 'invoice.sent')
  expect(sent()).toHaveLength(0)
  await collect()
  await collect()
  expect(sent()).toHaveLength(1)
  expect(stored('customers')).toMatchObject([{ email: 'salon@example.com' }])
})

test('a restricted key without the right is a wrong setting', async () => {
  standIn.faults.set([{ status: 403 }])
  await expect(collect()).rejects.toMatchObject({ name: 'Misconfigured', field: 'api_key' })
})
