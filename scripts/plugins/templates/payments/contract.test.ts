import { createTestContext, type PaymentsWorld, paymentsContract, StandIn } from '@askpro/plugin-sdk/testing'
import { test } from '@jest/globals'
import { plugin } from './index.ts'
import type { AcmeInvoice } from './payments.ts'

/** An Acme in this process: make it answer as the provider does. */
function startAcme(invoices: Map<string, AcmeInvoice>): StandIn {
  return new StandIn(({ method, path, body }) => {
    if (path === '/me') return { body: {} }
    const id = path.split('/').at(-1) ?? ''
    if (method === 'PUT' && !invoices.has(id)) invoices.set(id, collected(id, body))
    const invoice = invoices.get(id)
    return invoice ? { body: invoice } : { status: 404 }
  })
}

function collected(id: string, body: unknown): AcmeInvoice {
  const { payer, total } = body as { payer: string; total: number }
  return payer === 'without-money'
    ? { id, status: 'declined', collected: 0 }
    : { id, status: 'paid', collected: total }
}

async function setup(): Promise<PaymentsWorld> {
  const invoices = new Map<string, AcmeInvoice>()
  const acme = startAcme(invoices)
  const folder = new URL('.', import.meta.url)
  const { ctx } = createTestContext({ folder, settings: { api_key: 'a-key-of-acme' }, wire: acme.fetch })
  return {
    plugin,
    ctx,
    trouble: acme,
    payer: { hubId: 'with-money', name: 'Salon Sonnenschein' },
    declined: { hubId: 'without-money', name: 'Studio Regen' },
    collectedMinor: async () => [...invoices.values()].reduce((sum, { collected }) => sum + collected, 0),
  }
}

paymentsContract({ test, setup })
