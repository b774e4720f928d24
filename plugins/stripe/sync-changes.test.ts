import type { PluginContext, ProviderFact, SyncPage } from '@askpro/plugin-sdk'
import { createTestContext } from '@askpro/plugin-sdk/testing'
import { startSandbox } from '@askpro/sandbox'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { payments } from './payments.ts'
import { changes } from './sync-changes.ts'

const MINUTE = 60_000
const DAY = 86_400_000
let now = Date.parse('2026-12-01T09:00:00Z')
const sandbox = await startSandbox({ now: () => now })
const standIn = sandbox.standIn('stripe')
const key = sandbox.apiKeys.stripe ?? ''
let ctx: PluginContext

beforeEach(() => {
  standIn.reset()
  const settings = { api_key: key, base_url: sandbox.addresses.stripe }
  const made = createTestContext({ folder: new URL('.', import.meta.url), settings }).ctx
  ctx = { ...made, now: () => now }
})

afterAll(() => sandbox.stop())

async function post(address: string, body: object | URLSearchParams): Promise<{ id: string }> {
  const isForm = body instanceof URLSearchParams
  const answer = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, ...(isForm ? {} : { 'content-type': 'application/json' }) },
    body: isForm ? body : JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as { id: string }
}

const api = (path: string, form: Record<string, string> = {}) =>
  post(`${sandbox.addresses.stripe}/v1/${path}`, new URLSearchParams(form))
const control = (path: string, body: object = {}) => post(`${sandbox.addresses.control}/stripe/${path}`, body)
const stored = (kind: string): Array<Record<string, unknown>> => Object(standIn.state)[kind]

/** Collected from a customer with this card, over 45 euros. */
async function collected(hubInvoiceId: string, card = 'pm_card_visa'): Promise<string> {
  const known = stored('customers')[0]?.id
  const customer = known ? String(known) : (await api('customers', { 'metadata[hub_tenant_id]': 't-1' })).id
  const method = await api(`payment_methods/${card}/attach`, { customer })
  await api(`customers/${customer}`, { 'invoice_settings[default_payment_method]': method.id })
  const line = { description: 'Basic fee', amountMinor: 4_500 }
  const invoice = { hubInvoiceId, number: hubInvoiceId, currency: 'EUR', lines: [line], totalMinor: 4_500 }
  return (await payments.collect(ctx, { hubId: 't-1', name: 'Salon' }, invoice)).reference
}

const give = (payment: string, amountMinor: number, hubRefundId = 'r-1') =>
  payments.refund?.(ctx, { hubRefundId, payment, amountMinor, currency: 'EUR' })

async function run(checkpoint: string | null, before?: (page: SyncPage) => void): Promise<SyncPage[]> {
  const pages: SyncPage[] = []
  const save = async (page: SyncPage) => {
    before?.(page)
    pages.push(page)
  }
  const { signal } = new AbortController()
  await changes.run(ctx, { calendar: '', checkpoint, from: 0, to: 0, save, signal })
  return pages
}

const told = (pages: readonly SyncPage[]) => pages.flatMap(({ facts }) => facts)
const summary = (facts: readonly ProviderFact[]) =>
  facts.map((fact) => ('state' in fact ? `${fact.type} ${fact.state}` : fact.type)).toSorted()

describe('by events', () => {
  test('a run reads up to the time at which it began, and ends, while the clock goes on', async () => {
    const since = now - DAY - MINUTE
    const before = standIn.journal.requests().length
    ctx = {
      ...ctx,
      now: () => {
        now += 5
        return now
      },
    }
    const pages = await run(new Date(since).toISOString())
    expect(pages.map(({ checkpoint }) => checkpoint)).toEqual([
      new Date(since + DAY).toISOString(),
      expect.any(String),
    ])
    expect(standIn.journal.requests().length - before).toBe(2)
  }, 10_000)

  test('what happened since is told as it stands now, each thing once', async () => {
    const since = new Date(now).toISOString()
    const payment = await collected('i-1')
    await give(payment, 1_500)
    await control(`charges/${stored('charges')[0]?.id}/dispute`, { amount: 2_000 })
    await collected('i-2', 'pm_card_chargeCustomerFail')
    now += 10 * MINUTE
    const pages = await run(since)
    const facts = told(pages)
    expect(summary(facts.filter((fact) => 'hubInvoiceId' in fact && fact.hubInvoiceId === 'i-2'))).toEqual([
      'payment.failed',
    ])
    const ofFirst = facts.filter((fact) => 'hubInvoiceId' in fact && fact.hubInvoiceId === 'i-1')
    expect(new Set(summary(ofFirst))).toEqual(
      new Set(['payment.disputed needs_response', 'payment.refunded succeeded', 'payment.succeeded']),
    )
    expect(ofFirst).toContainEqual({
      type: 'payment.refunded',
      hubInvoiceId: 'i-1',
      payment,
      reference: stored('refunds')[0]?.id,
      hubRefundId: 'r-1',
      amountMinor: 1_500,
      currency: 'EUR',
      state: 'succeeded',
    })
    expect(pages.at(-1)?.checkpoint).toBe(new Date(now).toISOString())
    now += 10 * MINUTE
    expect(told(await run(pages.at(-1)?.checkpoint ?? null))).toEqual([])
  })

  test('a run that was cut off begins again where the last page ended; days are read one by one', async () => {
    const since = new Date(now).toISOString()
    await collected('i-1')
    now += 2.5 * DAY
    await collected('i-2')
    now += MINUTE
    let saved = 0
    const cut = run(since, () => {
      saved += 1
      if (saved === 2) throw new Error('killed')
    })
    await expect(cut).rejects.toThrow('killed')
    const after = new Date(Date.parse(since) + DAY).toISOString()
    const rest = told(await run(after))
    expect(rest.flatMap((fact) => ('hubInvoiceId' in fact ? [fact.hubInvoiceId] : []))).toEqual(['i-2'])
  })

  test('invoices that are not the hub’s cost no further request', async () => {
    const since = new Date(now).toISOString()
    const { id: customer } = await api('customers')
    const { id } = await api('invoices', { customer })
    await api('invoiceitems', { customer, invoice: id, amount: '4500', currency: 'eur' })
    await api(`invoices/${id}/finalize`)
    await api(`invoices/${id}/void`)
    now += MINUTE
    const { last } = standIn.journal
    expect(told(await run(since))).toEqual([])
    expect(standIn.journal.requests(last).map(({ path }) => path)).toEqual(['/v1/events'])
  })
})

describe('by the objects themselves', () => {
  test.each([
    ['at first', () => null],
    ['after more days than Stripe keeps events', () => new Date(now - 40 * DAY).toISOString()],
  ])('%s everything that stands there is told, and events are read from then on', async (_when, since) => {
    const payment = await collected('i-1')
    await give(payment, 1_500)
    const [{ id } = {}] = stored('refunds')
    await control(`refunds/${id}/fail`)
    const charge = stored('charges')[0]?.id
    const { id: dispute } = await control(`charges/${charge}/dispute`)
    await control(`disputes/${dispute}/move`, { status: 'lost' })
    now += 35 * DAY
    const pages = await run(since())
    expect(new Set(summary(told(pages)))).toEqual(
      new Set([
        'payment.disputed lost',
        'payment.method_changed',
        'payment.refunded failed',
        'payment.succeeded',
      ]),
    )
    expect(pages.at(-1)).toMatchObject({ checkpoint: new Date(now).toISOString(), reset: true })
  })

  test('it goes on with the page at which it was cut off', async () => {
    for (let at = 0; at < 30; at++) await api('invoices', await draftOf(`i-${at}`))
    let saved = 0
    const cut = run(null, () => {
      saved += 1
      if (saved === 3) throw new Error('killed')
    })
    await expect(cut).rejects.toThrow('killed')
    const pages: SyncPage[] = []
    await run(null, (page) => void pages.push(page))
    const { last } = standIn.journal
    await run(pages.at(-2)?.checkpoint ?? null)
    expect(standIn.journal.requests(last).filter(({ path }) => path === '/v1/invoices')).toHaveLength(1)
  })
})

async function draftOf(hubInvoiceId: string): Promise<Record<string, string>> {
  const known = stored('customers')[0]?.id
  const customer = known ? String(known) : (await api('customers')).id
  return { customer, 'metadata[hub_invoice_id]': hubInvoiceId }
}
