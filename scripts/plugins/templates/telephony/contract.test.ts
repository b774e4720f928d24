import { createHmac } from 'node:crypto'
import type { RawRequest } from '@askpro/plugin-sdk'
import {
  createTestContext,
  StandIn,
  type TelephonyWorld,
  telephonyContract,
  webhookContract,
} from '@askpro/plugin-sdk/testing'
import { test } from '@jest/globals'
import { plugin } from './index.ts'

const SECRET = 'a-secret-of-acme'
const KNOWN = { callId: 'call_81', from: '+491713920011', to: '+493023125001' }

/** An Acme in this process, with one call: make it answer as the provider does. */
function startAcme(): StandIn {
  const { callId: id, from, to } = KNOWN
  const call = { id, from, to, started_at: 1_796_117_400_000, ended_at: 1_796_117_462_000, cost: '0.12' }
  return new StandIn(({ path }) => {
    if (path === '/me') return { body: {} }
    return path === `/calls/${id}` ? { body: call } : { status: 404 }
  })
}

function signed(body: object): RawRequest {
  const text = JSON.stringify(body)
  const signature = createHmac('sha256', SECRET).update(text).digest('hex')
  return { headers: { 'x-acme-signature': signature }, body: Buffer.from(text), receivedAt: Date.now() }
}

async function setup(): Promise<TelephonyWorld> {
  const acme = startAcme()
  const folder = new URL('.', import.meta.url)
  const settings = { api_key: 'a-key-of-acme', webhook_secret: SECRET }
  const { ctx } = createTestContext({ folder, settings, wire: acme.fetch })
  return {
    plugin,
    ctx,
    trouble: acme,
    known: KNOWN,
    inboundRequest: ({ callId: id, from, to }) => signed({ type: 'inbound', call: { id, from, to } }),
    functionRequest: ({ callId: id, from, to }, { name, args }) =>
      signed({ type: 'function', call: { id, from, to }, name, args }),
  }
}

telephonyContract({ test, setup })

for (const hook of ['inbound', 'function']) {
  webhookContract({
    test: (name, run) => test(`${hook}: ${name}`, run),
    async setup() {
      const { ctx, inboundRequest } = await setup()
      const deliveries = [inboundRequest(KNOWN), inboundRequest({ ...KNOWN, callId: 'call_82' })] as const
      return { plugin, ctx, hook, deliveries, secrets: ['webhook_secret'] }
    },
  })
}
