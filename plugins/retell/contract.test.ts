import { createHmac } from 'node:crypto'
import type { RawRequest } from '@askpro/plugin-sdk'
import {
  type AgentWorld,
  agentContract,
  createTestContext,
  type ProviderTrouble,
  type SampleCall,
  startHookReceiver,
  type TelephonyWorld,
  telephonyContract,
  type WebhookWorld,
  webhookContract,
} from '@askpro/plugin-sdk/testing'
import { startSandbox } from '@askpro/sandbox'
import { afterAll, describe, test } from '@jest/globals'
import { plugin } from './index.ts'

const sandbox = await startSandbox()
const standIn = sandbox.standIn('retell')
const hooks = await startHookReceiver()
const base = sandbox.addresses.retell
const key = sandbox.apiKeys.retell ?? ''

afterAll(async () => {
  await sandbox.stop()
  await hooks.close()
})

/** Hits the n-th write. Agents are listed with a POST, which writes nothing. */
const onWrite = (nth: number, fault: { status: number } | { error_after: true }) => [
  { path: '/v2/list-agents', latency_ms: 0 },
  { method: 'GET', latency_ms: 0 },
  ...(nth > 1 ? [{ latency_ms: 0, times: nth - 1 }] : []),
  { ...fault, times: 1 },
]

const trouble: ProviderTrouble = {
  refuseCredentials: () => standIn.faults.set([{ expired_token: true }]),
  limitRate: () => {
    standIn.faults.set([{ status: 429, retry_after: 20 }])
    return 20_000
  },
  goDown: () => standIn.faults.set([{ status: 500 }]),
  failWrite: (nth) => standIn.faults.set(onWrite(nth, { status: 500 })),
  loseAnswer: (nth) => standIn.faults.set(onWrite(nth, { error_after: true })),
  recover: () => standIn.faults.set([]),
}

const NUMBERS = { from_number: '+493023125001', to_number: '+491713920011' }

async function callOut(): Promise<string> {
  const answer = await fetch(`${base}/v2/create-phone-call`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify(NUMBERS),
  })
  return ((await answer.json()) as { call_id: string }).call_id
}

async function world(): Promise<TelephonyWorld> {
  standIn.reset()
  const { ctx } = createTestContext({
    folder: new URL('.', import.meta.url),
    settings: { api_key: key, base_url: base },
  })
  const known = { callId: await callOut(), from: NUMBERS.from_number, to: NUMBERS.to_number }
  return { plugin, ctx, trouble, known, inboundRequest, functionRequest }
}

/** Where the number is withheld Retell writes a word in its place. */
const numbersOf = ({ from, to }: SampleCall) => ({ from_number: from ?? 'anonymous', to_number: to })

function inboundRequest(call: SampleCall): RawRequest {
  return signed({ event: 'call_inbound', call_inbound: { call_id: call.callId, ...numbersOf(call) } })
}

function functionRequest(call: SampleCall, { name, args }: { name: string; args: unknown }): RawRequest {
  const state = { call_status: 'ongoing', direction: 'inbound', start_timestamp: 1_796_117_400_000 }
  return signed({ name, args, call: { call_id: call.callId, ...numbersOf(call), ...state } })
}

function signed(body: object): RawRequest {
  const text = JSON.stringify(body)
  const now = Date.now()
  const digest = createHmac('sha256', key).update(`${text}${now}`).digest('hex')
  return {
    headers: { 'x-retell-signature': `v=${now},d=${digest}` },
    body: Buffer.from(text),
    receivedAt: now,
  }
}

const KEY = '0197c9e07b6f7d3c8f0a1b2c3d4e5f60'

async function agentWorld(): Promise<AgentWorld> {
  const { ctx } = await world()
  const state = () => standIn.state as { agents: Array<{ agent_name?: string }>; llms: object[] }
  return {
    plugin,
    ctx,
    trouble,
    // LLM, agent, publication, number.
    writes: 4,
    plan: {
      key: KEY,
      name: 'Salon Mitte',
      language: 'de',
      instructions: 'Du gehst ans Telefon. Heute ist {{today_spoken}}.',
      greeting: 'Salon Mitte, guten Tag.',
      numbers: [NUMBERS.from_number],
      transferTo: '+493023125999',
      keepDays: 90,
      functions: [
        { name: 'list_services', description: 'Lists.', parameters: { type: 'object', properties: {} } },
      ],
    },
    count: async () => state().agents.filter(({ agent_name }) => agent_name?.includes(KEY)).length,
    async tamper() {
      for (const llm of state().llms) Object.assign(llm, { general_prompt: 'Say nothing.' })
    },
  }
}

async function delivered(): Promise<WebhookWorld> {
  const { ctx } = await world()
  hooks.clear()
  await fetch(`${sandbox.addresses.control}/retell/account`, {
    method: 'PUT',
    body: JSON.stringify({ webhook_url: `${hooks.base}/events` }),
  })
  await callOut()
  const [one, other] = await hooks.waitFor(3)
  if (!one || !other) throw new Error('Three deliveries were expected.')
  return { plugin, ctx, hook: 'events', deliveries: [one, other], secrets: ['api_key', 'previous_api_key'] }
}

describe('telephony', () => telephonyContract({ test, setup: world }))
describe('agents', () => agentContract({ test, setup: agentWorld }))
describe('webhook of call events', () => webhookContract({ test, setup: delivered }))

const CALL = { callId: 'call_1', from: '+491713920011', to: '+493023125001' }

describe('webhook of incoming calls', () =>
  webhookContract({
    test,
    setup: async () => ({
      ...(await delivered()),
      hook: 'inbound',
      deliveries: [inboundRequest(CALL), inboundRequest({ ...CALL, callId: 'call_2' })],
    }),
  }))

describe('webhook of function calls', () =>
  webhookContract({
    test,
    setup: async () => ({
      ...(await delivered()),
      hook: 'function',
      deliveries: [
        functionRequest(CALL, { name: 'opening_hours', args: {} }),
        functionRequest(CALL, { name: 'list_services', args: {} }),
      ],
    }),
  }))
