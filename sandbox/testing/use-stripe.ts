import { afterAll, beforeEach } from '@jest/globals'
import Stripe from 'stripe'
import type { RunningStandIn } from '../engine/index.ts'
import { stripe } from '../stripe/index.ts'
import type { StripeState } from '../stripe/stripe-state.ts'
import { type ReceivedWebhook, startWebhookReceiver } from './webhook-receiver.ts'

export type StripeDesk = {
  running: RunningStandIn<StripeState>
  client: Stripe
  clientFor: (key: string) => Stripe
  /** The provider's clock, epoch milliseconds; can be set. */
  now: number
  webhookUrl: string
  /** Statuses the webhook receiver answers with first. */
  answerWith: (...statuses: number[]) => void
  /** Webhooks that have come in during the test. */
  received: () => readonly ReceivedWebhook[]
  waitFor: (count: number) => Promise<readonly ReceivedWebhook[]>
  eventTypes: () => string[]
}

/** Starts the stand-in once for a file, with the vendor's client, and empties it before each test. */
export async function useStripe(): Promise<StripeDesk> {
  const running = await stripe.start({
    port: 0,
    now: () => desk.now,
    apiKeys: {},
    save: () => {},
    retryDelayFactor: 0.000_01,
  })
  const receiver = await startWebhookReceiver()
  let seen = 0
  const { hostname, port } = new URL(running.address)
  const options = { host: hostname, port, protocol: 'http', maxNetworkRetries: 0, telemetry: false } as const
  const clientFor = (key: string) => new Stripe(key, options)
  const desk: StripeDesk = {
    running,
    client: clientFor('sk_test_sandbox'),
    clientFor,
    now: Date.now(),
    webhookUrl: `${receiver.address}/stripe`,
    answerWith: receiver.answerWith,
    received: () => receiver.received.slice(seen),
    waitFor: async (count) => (await receiver.waitFor(seen + count)).slice(seen),
    eventTypes: () => running.state.events.map(({ type }) => type),
  }
  beforeEach(() => {
    running.reset()
    desk.now = Date.now()
    seen = receiver.received.length
  })
  afterAll(async () => {
    await running.stop()
    await receiver.close()
  })
  return desk
}

/** A customer whose saved card is this test card; returns the customer's id. */
export async function customerWithCard({ client }: StripeDesk, card: string): Promise<string> {
  const { id } = await client.customers.create({ email: 'a@example.com', name: 'Agentur Nord' })
  const method = await client.paymentMethods.attach(card, { customer: id })
  await client.customers.update(id, { invoice_settings: { default_payment_method: method.id } })
  return id
}

/** A draft with one line; returns the invoice's id. */
export async function draftInvoice({ client }: StripeDesk, customer: string, amount = 5000): Promise<string> {
  const metadata = { hub_invoice: 'i1' }
  const { id = '' } = await client.invoices.create({ customer, auto_advance: false, metadata })
  await client.invoiceItems.create({
    customer,
    invoice: id,
    amount,
    currency: 'eur',
    description: 'Minutes',
  })
  return id
}
