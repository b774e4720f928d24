import {
  type MethodSetup,
  type Payer,
  type PaymentMethods,
  type PluginContext,
  Refused,
} from '@askpro/plugin-sdk'
import type Stripe from 'stripe'
import { asPaymentMethod } from './method-mapping.ts'
import { once } from './once.ts'
import { findPayerCustomer, payerCustomer, TENANT_KEY } from './payer-customer.ts'
import { calling, stripeApi } from './stripe-api.ts'

/** In the metadata of a Checkout session: the hub's id of the wish it serves. */
const SETUP_KEY = 'hub_setup_id'

/** Checkout in setup mode: the card is typed in at Stripe, the hub never sees it. */
export const methods: PaymentMethods = {
  async open(ctx, payer, setup) {
    const stripe = await stripeApi(ctx)
    const customer = await payerCustomer(ctx, stripe, payer)
    const { id, url, expires_at } = await openSession(ctx, stripe, { customer, payer, setup })
    if (!url) throw new Refused('setup_over', 'This page was used already, or has expired.')
    return { reference: id, url, expiresAt: new Date(expires_at * 1_000).toISOString() }
  },

  async settle(ctx, _payer, reference) {
    const stripe = await stripeApi(ctx)
    const session = await calling(() =>
      stripe.checkout.sessions.retrieve(reference, { expand: ['setup_intent.payment_method'] }),
    )
    if (session.status === 'expired') return 'expired'
    const given = session.status === 'complete' ? givenMethod(session) : undefined
    if (!given) return 'open'
    await makeDefault(ctx, stripe, { customer: idOf(session.customer), given, session: session.id })
    return 'done'
  },

  async read(ctx, payer) {
    const stripe = await stripeApi(ctx)
    const customer = await findPayerCustomer(ctx, stripe, payer.hubId)
    const method = customer && (await defaultMethod(stripe, customer))
    return method ? asPaymentMethod(method) : null
  },
}

/** What the customer's invoices are collected with. */
export async function defaultMethod(
  stripe: Stripe,
  customer: string,
): Promise<Stripe.PaymentMethod | undefined> {
  const expand = ['invoice_settings.default_payment_method']
  const found = await calling(() => stripe.customers.retrieve(customer, { expand }))
  const method = 'deleted' in found ? undefined : found.invoice_settings.default_payment_method
  return typeof method === 'object' && method !== null ? method : undefined
}

interface Opening {
  customer: string
  payer: Payer
  setup: MethodSetup
}

function openSession(
  ctx: PluginContext,
  stripe: Stripe,
  { customer, payer, setup }: Opening,
): Promise<Stripe.Checkout.Session> {
  return once(ctx, {
    key: `hub-setup-${setup.hubSetupId}`,
    find: async () => {
      for await (const session of stripe.checkout.sessions.list({ customer, limit: 100 })) {
        if (session.metadata?.[SETUP_KEY] === setup.hubSetupId) return session
      }
      return undefined
    },
    make: (options) =>
      stripe.checkout.sessions.create(
        {
          mode: 'setup',
          customer,
          currency: setup.currency.toLowerCase(),
          success_url: setup.returnUrl,
          cancel_url: setup.returnUrl,
          client_reference_id: payer.hubId,
          metadata: { [TENANT_KEY]: payer.hubId, [SETUP_KEY]: setup.hubSetupId },
        },
        options,
      ),
  })
}

function givenMethod({ setup_intent: intent }: Stripe.Checkout.Session): Stripe.PaymentMethod | undefined {
  const method = typeof intent === 'object' ? intent?.payment_method : undefined
  return typeof method === 'object' && method !== null ? method : undefined
}

const idOf = (customer: Stripe.Checkout.Session['customer']): string =>
  typeof customer === 'string' ? customer : (customer?.id ?? '')

/** Sessions may be told of in any order, late ones too: what was given last stays the default. */
async function makeDefault(
  ctx: PluginContext,
  stripe: Stripe,
  { customer, given, session }: { customer: string; given: Stripe.PaymentMethod; session: string },
): Promise<void> {
  await once(ctx, {
    key: `hub-default-${session}`,
    find: async () => {
      const now = await defaultMethod(stripe, customer)
      return now && (now.id === given.id || now.created > given.created) ? now : undefined
    },
    make: async (options) => {
      const invoice_settings = { default_payment_method: given.id }
      await stripe.customers.update(customer, { invoice_settings }, options)
      return given
    },
  })
}
