import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import Retell from 'retell-sdk'
import type { CallListResponse } from 'retell-sdk/resources/call'
import type { RunningStandIn } from '../engine/index.ts'
import { loadContract } from '../testing/contract-schema.ts'
import { startWebhookReceiver } from '../testing/webhook-receiver.ts'
import { signRetell } from './retell-signature.ts'
import { retell } from './retell-stand-in.ts'
import type { RetellState } from './retell-state.ts'
import { salonNumbers } from './salon-numbers.ts'

const contract = loadContract('retell')
const apiKey = 'key_test_0123456789'
const now = 1_796_117_400_000
const running: RunningStandIn<RetellState> = await retell.start({
  port: 0,
  now: () => now,
  apiKeys: { retell: apiKey },
  save: () => {},
  retryDelayFactor: 0.001,
})
const receiver = await startWebhookReceiver()
let seen = 0
const client = new Retell({ apiKey, baseURL: running.address, maxRetries: 0 })

beforeEach(() => {
  running.reset()
  seen = receiver.received.length
})

afterAll(async () => {
  await running.stop()
  await receiver.close()
})

async function nextWebhooks(count: number) {
  const all = await receiver.waitFor(seen + count)
  return all.slice(seen)
}

async function listAll(limit: number): Promise<CallListResponse[]> {
  const pages = [await client.call.list({ limit })]
  for (let last = pages[0]; last?.has_more; last = pages.at(-1))
    pages.push(await client.call.list({ limit, pagination_key: last.pagination_key ?? '' }))
  return pages
}

describe('phone calls', () => {
  const request = { from_number: salonNumbers.mitte, to_number: '+491713920011' }

  test('a created call reads back with the metadata and variables it was given', async () => {
    running.state.outbound.outcome = 'stays_open'
    const created = await client.call.createPhoneCall({
      ...request,
      metadata: { tenant: 't_1' },
      retell_llm_dynamic_variables: { customer_name: 'Lena' },
    })
    const read = await client.call.retrieve(created.call_id)
    expect(created.call_status).toBe('registered')
    expect(read).toMatchObject({
      call_status: 'ongoing',
      direction: 'outbound',
      start_timestamp: now,
      metadata: { tenant: 't_1' },
      retell_llm_dynamic_variables: { customer_name: 'Lena' },
    })
    expect(contract('PhoneCallResponse', created)).toEqual([])
    expect(contract('PhoneCallResponse', read)).toEqual([])
  })

  test('an answered call reports start, end and analysis in order, signed for the official client', async () => {
    running.state.account.webhook_url = `${receiver.address}/events`
    const { call_id } = await client.call.createPhoneCall(request)
    const events = await nextWebhooks(3)
    const names = events.map(({ body }) => Object(body).event)
    expect(names).toEqual(['call_started', 'call_ended', 'call_analyzed'])
    for (const { raw, headers, body } of events) {
      expect(await Retell.verify(raw, apiKey, headers['x-retell-signature'] ?? '')).toBe(true)
      expect(await Retell.verify(`${raw} `, apiKey, headers['x-retell-signature'] ?? '')).toBe(false)
      expect(contract('PhoneCallResponse', Object(body).call)).toEqual([])
    }
    expect(Object(events[1]?.body).call).not.toHaveProperty('call_analysis')
    expect(Object(events[2]?.body).call).toMatchObject({ call_id, duration_ms: 30_000 })
  })

  test('a call costs the sum of its products, in cents', async () => {
    running.state.outbound.duration_seconds = 123
    const { call_id } = await client.call.createPhoneCall(request)
    const { call_cost } = await client.call.retrieve(call_id)
    const products = call_cost?.product_costs ?? []
    expect(call_cost?.total_duration_seconds).toBe(123)
    expect(products.length).toBeGreaterThan(1)
    expect(call_cost?.combined_cost).toBeCloseTo(
      products.reduce((sum, { cost }) => sum + cost, 0),
      4,
    )
  })

  test('a call nobody takes has no start but an end and an analysis', async () => {
    running.state.account.webhook_url = `${receiver.address}/events`
    running.state.outbound.outcome = 'dial_no_answer'
    const { call_id } = await client.call.createPhoneCall(request)
    const events = await nextWebhooks(2)
    expect(events.map(({ body }) => Object(body).event)).toEqual(['call_ended', 'call_analyzed'])
    const read = await client.call.retrieve(call_id)
    expect(read).toMatchObject({ call_status: 'not_connected', disconnection_reason: 'dial_no_answer' })
    expect(read).not.toHaveProperty('start_timestamp')
  })

  test('an event without a 2xx answer is tried up to four times in all', async () => {
    running.state.account.webhook_url = `${receiver.address}/events`
    running.state.outbound.outcome = 'stays_open'
    receiver.answerWith(500, 302, 404, 500)
    await client.call.createPhoneCall(request)
    const attempts = await nextWebhooks(4)
    await running.webhooks.idle()
    expect(new Set(attempts.map(({ raw }) => raw)).size).toBe(1)
    expect(receiver.received.length - seen).toBe(4)
    expect(running.journal.deliveries().map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4])
  })

  test("an agent's own webhook address and choice of events win over the account's", async () => {
    const [agent] = running.state.agents
    running.state.account.webhook_url = `${receiver.address}/account`
    await client.agent.update(agent?.agent_id ?? '', {
      webhook_url: `${receiver.address}/agent`,
      webhook_events: ['call_ended'],
    })
    await client.call.createPhoneCall(request)
    await nextWebhooks(1)
    await running.webhooks.idle()
    expect(receiver.received.slice(seen).map(({ path }) => path)).toEqual(['/agent'])
  })

  test('a stopped call ends, and cannot be stopped twice', async () => {
    running.state.outbound.outcome = 'stays_open'
    const { call_id } = await client.call.createPhoneCall(request)
    expect(await client.concurrency.retrieve()).toMatchObject({ current_concurrency: 1 })
    await client.call.stop(call_id)
    expect(await client.call.retrieve(call_id)).toMatchObject({
      call_status: 'ended',
      disconnection_reason: 'manual_stopped',
    })
    expect(await client.concurrency.retrieve()).toMatchObject({ current_concurrency: 0 })
    await expect(client.call.stop(call_id)).rejects.toMatchObject({ status: 422 })
  })

  test('a call past the concurrency limit is refused with 429', async () => {
    running.state.outbound.outcome = 'stays_open'
    running.state.account.concurrency_limit = 1
    await client.call.createPhoneCall(request)
    await expect(client.call.createPhoneCall(request)).rejects.toBeInstanceOf(Retell.RateLimitError)
  })

  test('an updated call keeps its new metadata', async () => {
    const { call_id } = await client.call.createPhoneCall(request)
    await client.call.update(call_id, { metadata: { reviewed: true } })
    expect((await client.call.retrieve(call_id)).metadata).toEqual({ reviewed: true })
  })

  test('the list pages through all calls once, newest first, without transcripts', async () => {
    for (let count = 0; count < 5; count += 1) await client.call.createPhoneCall(request)
    running.state.calls.forEach((call, index) => {
      call.start_timestamp = now + index
    })
    const pages = await listAll(2)
    const items = pages.flatMap((page) => page.items)
    expect(pages.flatMap((page) => contract('CallListResponse', page))).toEqual([])
    expect(items.filter((item) => 'transcript' in item)).toEqual([])
    const starts = items.map((call) => call.start_timestamp)
    expect(starts).toEqual([4, 3, 2, 1, 0].map((index) => now + index))
  })

  test('the list is filtered by status and start, and refuses a filter it does not know', async () => {
    await client.call.createPhoneCall(request)
    running.state.outbound.outcome = 'stays_open'
    const open = await client.call.createPhoneCall(request)
    const page = await client.call.list({
      include_total: true,
      filter_criteria: {
        call_status: { op: 'in', type: 'enum', value: ['ongoing'] },
        start_timestamp: { op: 'ge', type: 'number', value: now },
      },
    })
    expect(page.items?.map(({ call_id }) => call_id)).toEqual([open.call_id])
    expect(page.total).toBe(1)
    await expect(
      client.post('/v3/list-calls', { body: { filter_criteria: { mood: {} } } }),
    ).rejects.toMatchObject({ status: 400 })
  })
})

describe('web calls', () => {
  test('a web call gives a token, and reads back as registered', async () => {
    const agentId = running.state.agents[0]?.agent_id ?? ''
    const created = await client.call.createWebCall({ agent_id: agentId, metadata: { page: 'home' } })
    const read = await client.call.retrieve(created.call_id)
    expect(contract('CreateWebCallResponse', created)).toEqual([])
    expect(contract('WebCallResponse', read)).toEqual([])
    expect(read).toMatchObject({
      call_type: 'web_call',
      call_status: 'registered',
      metadata: { page: 'home' },
    })
  })
})

describe('agents, LLMs and numbers', () => {
  test('an agent over an LLM with a custom function reads back, and is listed', async () => {
    const llm = await client.llm.create({
      general_prompt: 'Be brief.',
      general_tools: [
        {
          type: 'custom',
          name: 'book_appointment',
          url: 'https://hub.example.com/function',
          speak_after_execution: true,
          speak_during_execution: false,
          parameters: { type: 'object', properties: {} },
        },
      ],
    })
    const agent = await client.agent.create({
      agent_name: 'Reminder',
      voice_id: '11labs-Adrian',
      response_engine: { type: 'retell-llm', llm_id: llm.llm_id },
    })
    expect(await client.llm.retrieve(llm.llm_id)).toEqual(llm)
    expect(await client.agent.retrieve(agent.agent_id)).toEqual(agent)
    expect(contract('LlmResponse', llm)).toEqual([])
    expect(contract('AgentResponse', agent)).toEqual([])
    const listed = await client.agent.list({ filter_criteria: { query: 'remind' } })
    expect(listed.items?.map(({ agent_id }) => agent_id)).toEqual([agent.agent_id])
    expect(contract('AgentListResponse', listed)).toEqual([])
    expect(contract('LlmListResponse', await client.llm.list())).toEqual([])
  })

  test('changing a published agent starts a new, unpublished version', async () => {
    const id = running.state.agents[0]?.agent_id ?? ''
    const before = await client.agent.retrieve(id)
    const changed = await client.agent.update(id, { agent_name: 'Desk' })
    expect(changed).toMatchObject({ version: before.version + 1, is_published: false, agent_name: 'Desk' })
    await client.agent.publish(id, { version: changed.version })
    expect((await client.agent.retrieve(id)).is_published).toBe(true)
  })

  test('a published version stays as it is, and reads back beside the draft that follows it', async () => {
    const id = running.state.agents[0]?.agent_id ?? ''
    const published = await client.agent.retrieve(id)
    await expect(
      client.agent.update(id, { agent_name: 'Desk', version: published.version }),
    ).rejects.toMatchObject({ status: 422 })
    const draft = await client.agent.createVersion(id, { base_version: published.version })
    expect(draft).toMatchObject({ version: published.version + 1, is_published: false })
    await client.agent.update(id, { agent_name: 'Desk', version: published.version + 1 })
    expect(await client.agent.retrieve(id, { version: published.version })).toEqual(published)
    expect((await client.agent.retrieve(id)).agent_name).toBe('Desk')
  })

  test('an LLM that an agent uses is deleted by force only', async () => {
    const [llm] = running.state.llms
    await expect(client.llm.delete(llm?.llm_id ?? '')).rejects.toMatchObject({ status: 400 })
    await client.llm.delete(llm?.llm_id ?? '', { force_delete: true })
    expect(running.state.llms).toEqual([])
  })

  test('an imported number takes an inbound webhook, and shows no SIP password', async () => {
    const imported = await client.phoneNumber.import({
      phone_number: '+493023125077',
      termination_uri: 'trunk.example.com',
      sip_trunk_auth_username: 'hub',
      sip_trunk_auth_password: 'secret',
    })
    const url = 'https://hub.example.com/inbound'
    await client.phoneNumber.update(imported.phone_number, { inbound_webhook_url: url })
    const read = await client.phoneNumber.retrieve(imported.phone_number)
    expect(read).toMatchObject({ inbound_webhook_url: url, phone_number_type: 'custom' })
    expect(JSON.stringify(read)).not.toContain('secret')
    expect(contract('PhoneNumberResponse', read)).toEqual([])
    const listed = await client.phoneNumber.list()
    expect(listed.items?.map(({ phone_number }) => phone_number)).toContain(imported.phone_number)
    expect(contract('PhoneNumberListResponse', listed)).toEqual([])
  })

  test('a bought number can call out with the agent bound to it', async () => {
    const agentId = running.state.agents[0]?.agent_id ?? ''
    const number = await client.phoneNumber.create({
      area_code: 212,
      outbound_agents: [{ agent_id: agentId, weight: 1 }],
    })
    const call = await client.call.createPhoneCall({
      from_number: number.phone_number,
      to_number: '+491713920011',
    })
    expect(number.phone_number).toMatch(/^\+1212555\d{4}$/)
    expect(call.agent_id).toBe(agentId)
  })
})

describe('refusals', () => {
  test('a wrong key is refused with 401 on every path', async () => {
    const stranger = new Retell({ apiKey: 'key_wrong', baseURL: running.address, maxRetries: 0 })
    await expect(stranger.concurrency.retrieve()).rejects.toMatchObject({
      status: 401,
      error: { status: 'error', message: 'API key is missing or invalid.' },
    })
  })

  test.each([
    ['a call', () => client.call.retrieve('call_nope')],
    ['an agent', () => client.agent.retrieve('agent_nope')],
    ['an LLM', () => client.llm.retrieve('llm_nope')],
    ['a number', () => client.phoneNumber.retrieve('+10000000')],
  ])('%s that does not exist is refused with 422', async (_what, work) => {
    await expect(work()).rejects.toMatchObject({
      status: 422,
      error: { status: 'error', message: 'Cannot find requested asset under given api key.' },
    })
  })

  test('dynamic variables that are not text are refused, and no call is made', async () => {
    const body = { from_number: salonNumbers.mitte, to_number: '+491713920011' }
    const bad = client.post('/v2/create-phone-call', {
      body: { ...body, retell_llm_dynamic_variables: { visits: 3 } },
    })
    await expect(bad).rejects.toMatchObject({ status: 400 })
    expect(running.state.calls).toEqual([])
  })

  test('a custom function whose parameters are no object schema is refused', async () => {
    const tool = { type: 'custom', name: 'book', url: 'https://hub.example.com', parameters: {} }
    await expect(
      client.post('/create-retell-llm', { body: { general_tools: [tool] } }),
    ).rejects.toMatchObject({ status: 400 })
  })
})

test('the signature equals the worked example', () => {
  const body = '{"event":"call_ended","call":{"call_id":"call_1","transcript":"Agent: ¿Cómo está?"}}'
  expect(signRetell(body, 'key_test_0123456789', 1796117400000)).toBe(
    'v=1796117400000,d=e49c51d65089d4715c1cc20741dbeb556fe3fb6aaa91c00338bcdb27dfac71db',
  )
})
