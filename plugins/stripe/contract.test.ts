import {
  createTestContext,
  type ProviderTrouble,
  paymentsContract,
  type RefundWorld,
  refundContract,
  startHookReceiver,
  type WebhookWorld,
  webhookContract,
} from '@askpro/plugin-sdk/testing'
import { startSandbox } from '@askpro/sandbox'
import { afterAll, describe, test } from '@jest/globals'
import { plugin } from './index.ts'

const sandbox = await startSandbox()
const standIn = sandbox.standIn('stripe')
const hooks = await startHookReceiver()
const base = sandbox.addresses.stripe
const key = sandbox.apiKeys.stripe ?? ''

afterAll(async () => {
  await sandbox.stop()
  await hooks.close()
})

/** Faults that let so many writes pass. */
const fine = (times: number) => (times > 0 ? [{ method: 'POST', latency_ms: 0, times }] : [])

const trouble: ProviderTrouble = {
  refuseCredentials: () => standIn.faults.set([{ expired_token: true }]),
  limitRate: () => {
    standIn.faults.set([{ status: 429, retry_after: 20 }])
    return 20_000
  },
  goDown: () => standIn.faults.set([{ status: 500 }]),
  failWrite: (nth) => standIn.faults.set([...fine(nth - 1), { method: 'POST', status: 500, times: 1 }]),
  loseAnswer: (nth) =>
    standIn.faults.set([...fine(nth - 1), { method: 'POST', error_after: true, times: 1 }]),
  recover: () => standIn.faults.set([]),
}

async function api(path: string, form: Record<string, string>): Promise<{ id: string; secret?: string }> {
  const answer = await fetch(`${base}/v1/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: new URLSearchParams(form),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as { id: string; secret?: string }
}

/** A customer as an admin prepares it at Stripe: with a card, and the payer's id in its metadata. */
async function payerWith(card: string, hubId: string) {
  const { id } = await api('customers', { 'metadata[hub_tenant_id]': hubId })
  const method = await api(`payment_methods/${card}/attach`, { customer: id })
  await api(`customers/${id}`, { 'invoice_settings[default_payment_method]': method.id })
  return { hubId, name: `Salon ${hubId}`, email: `${hubId}@example.com` }
}

async function world(secret = 'whsec_none'): Promise<RefundWorld> {
  standIn.reset()
  const settings = { api_key: key, webhook_secret: secret, base_url: base }
  const { ctx } = createTestContext({ folder: new URL('.', import.meta.url), settings })
  return {
    plugin,
    ctx,
    trouble,
    payer: await payerWith('pm_card_visa', 'tenant-1'),
    declined: await payerWith('pm_card_chargeCustomerFail', 'tenant-2'),
    collectedMinor: async () => {
      const charges: Array<{ amount_captured: number }> = Object(standIn.state).charges
      return charges.reduce((sum, charge) => sum + charge.amount_captured, 0)
    },
    refundedMinor: async () => {
      const refunds: Array<{ amount: number }> = Object(standIn.state).refunds
      return refunds.reduce((sum, { amount }) => sum + amount, 0)
    },
  }
}

async function delivered(): Promise<WebhookWorld> {
  const { ctx } = await world()
  hooks.clear()
  const endpoint = { url: `${hooks.base}/events`, 'enabled_events[0]': '*' }
  const { secret } = await api('webhook_endpoints', endpoint)
  await api('customers', { name: 'Salon' })
  await api('customers', { name: 'Studio' })
  const [one, other] = await hooks.waitFor(2)
  if (!one || !other) throw new Error('Two deliveries were expected.')
  const signed = { ...ctx, settings: { ...ctx.settings, webhook_secret: secret } }
  return { plugin, ctx: signed, hook: 'events', deliveries: [one, other], secrets: ['webhook_secret'] }
}

describe('payments', () => paymentsContract({ test, setup: world }))
describe('refunds', () => refundContract({ test, setup: world }))
describe('webhook', () => webhookContract({ test, setup: delivered }))
