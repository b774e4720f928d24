import type { PaymentMethods, PluginContext } from '@askpro/plugin-sdk'
import { createTestContext } from '@askpro/plugin-sdk/testing'
import { startSandbox } from '@askpro/sandbox'
import { afterAll, beforeEach, expect, test } from '@jest/globals'
import { methods } from './payment-methods.ts'

const DAY = 86_400_000
let now = Date.now()
const sandbox = await startSandbox({ now: () => now })
const standIn = sandbox.standIn('stripe')
let ctx: PluginContext

beforeEach(() => {
  standIn.reset()
  ctx = createTestContext({
    folder: new URL('.', import.meta.url),
    settings: { api_key: sandbox.apiKeys.stripe ?? '', base_url: sandbox.addresses.stripe },
  }).ctx
})

afterAll(() => sandbox.stop())

const payer = { hubId: 'tenant-1', name: 'Salon Öztürk' }
const setup = { hubSetupId: 'setup-1', currency: 'EUR', returnUrl: 'https://portal.example.com/done' }
const open = (hubSetupId = 'setup-1') => methods.open(ctx, payer, { ...setup, hubSetupId })
const settle: (reference: string) => ReturnType<PaymentMethods['settle']> = (reference) =>
  methods.settle(ctx, payer, reference)
const stored = (kind: string): Array<Record<string, unknown>> => Object(standIn.state)[kind]

async function complete(reference: string, card: string): Promise<void> {
  const answer = await fetch(`${sandbox.addresses.control}/stripe/checkout/${reference}/complete`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ payment_method: card }),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

test('a card that is given on Stripe’s page is what invoices are collected with, and only its end is shown', async () => {
  expect(await methods.read(ctx, payer)).toBeNull()
  expect(stored('customers')).toHaveLength(0)
  const { reference, url, expiresAt } = await open()
  expect(url).toMatch(/^https:\/\/checkout\.stripe\./)
  expect(Date.parse(expiresAt)).toBeGreaterThan(now)
  expect(await settle(reference)).toBe('open')
  await complete(reference, 'pm_card_visa')
  expect(await methods.read(ctx, payer)).toBeNull()
  expect([await settle(reference), await settle(reference)]).toEqual(['done', 'done'])
  expect(await methods.read(ctx, payer)).toEqual({
    reference: expect.stringMatching(/^pm_/),
    brand: 'visa',
    last4: '4242',
    expires: '2034-12',
  })
})

test('the same wish gives the same page, also after the answer was lost and Stripe has forgotten the key', async () => {
  standIn.faults.set([{ method: 'POST', path: '/v1/checkout/sessions', error_after: true, times: 1 }])
  await expect(open()).rejects.toMatchObject({ name: 'RetryLater' })
  const first = await open()
  expect([await open(), await open()]).toEqual([first, first])
  expect(stored('checkout_sessions')).toHaveLength(1)
  expect((await open('setup-2')).url).not.toBe(first.url)
})

test('a page is over after its time, and one that is over is not opened again', async () => {
  const { reference } = await open()
  now += 2 * DAY
  expect(await settle(reference)).toBe('expired')
  await expect(open()).rejects.toMatchObject({ name: 'Refused', code: 'setup_over' })
})

test.each([
  ['in order', [0, 1]],
  ['the wrong way round', [1, 0]],
])('of two cards the one that was given last stays, told of %s', async (_how, order) => {
  const pages = [await open('setup-1'), await open('setup-2')]
  await complete(pages[0]?.reference ?? '', 'pm_card_visa')
  now += 60_000
  await complete(pages[1]?.reference ?? '', 'pm_card_mastercard')
  for (const at of order) await settle(pages[at]?.reference ?? '')
  expect(await methods.read(ctx, payer)).toMatchObject({ brand: 'mastercard', last4: '4444' })
})
