import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { RunningStandIn } from '../engine/index.ts'
import { retell } from '../retell/index.ts'
import type { RetellState } from '../retell/retell-state.ts'
import { salonNumbers } from '../retell/salon-numbers.ts'
import { loadContract } from '../testing/contract-schema.ts'
import { startFakeHub } from '../testing/fake-hub.ts'
import type { CallScript } from './conversation.ts'
import { playCall } from './play-call.ts'

const contract = loadContract('retell')
const startAt = 1_796_117_400_000
const running: RunningStandIn<RetellState> = await retell.start({
  port: 0,
  now: () => startAt,
  apiKeys: {},
  save: () => {},
  retryDelayFactor: 0.001,
})
const fake = await startFakeHub(running.ownKeys.retell ?? '')
const from = '+491713920011'
const to = salonNumbers.mitte

beforeEach(() => {
  running.reset()
  fake.clear()
  fake.inbound = []
  fake.functions = { list_services: () => ({ status: 'ok', say: 'Wir bieten Haarschnitte.' }) }
})

afterAll(async () => {
  await running.stop()
  await fake.close()
})

const access = {
  get state() {
    return running.state
  },
  now: () => startAt,
  apiKeys: running.ownKeys,
  webhooks: running.webhooks,
}

const askServices: CallScript = async ({ caller, agent }) => {
  agent.says('Guten Tag.')
  caller.says('Was bieten Sie an?')
  const answer = await agent.calls('list_services', { area: 'all' })
  agent.says(answer.say)
  caller.hangsUp()
}

const play = (script: CallScript = askServices, more: object = {}) =>
  playCall({ retell: access, hub: fake.hub, from, to, script, ...more })

describe('a played call', () => {
  test('rings, starts, asks, ends and is analysed, in that order and all signed', async () => {
    await play()
    const steps = fake.requests.map(
      ({ hook, body }) => body.raw('event') ?? `${hook} ${String(body.raw('name'))}`,
    )
    expect(steps).toEqual([
      'call_inbound',
      'call_started',
      'function list_services',
      'call_ended',
      'call_analyzed',
    ])
    expect(fake.requests.every(({ genuine }) => genuine)).toBe(true)
  })

  test('carries one call id, and the variables and metadata the hub gave when it rang', async () => {
    const given = { dynamic_variables: { customer_name: 'Lena' }, metadata: { tenant: 't_1' } }
    fake.inbound = [{ status: 200, body: { call_inbound: given } }]
    const played = await play()
    const [inbound, ...rest] = fake.requests
    expect(inbound?.body.raw('call_inbound')).toEqual({
      call_id: played.call_id,
      agent_id: running.state.agents[0]?.agent_id,
      from_number: from,
      to_number: to,
    })
    for (const { body } of rest)
      expect(body.raw('call')).toMatchObject({
        call_id: played.call_id,
        metadata: { tenant: 't_1' },
        retell_llm_dynamic_variables: { customer_name: 'Lena' },
      })
  })

  test('sends a function call with the transcript so far and the tool call it is', async () => {
    const played = await play()
    const body = fake.requests.find(({ hook }) => hook === 'function')?.body
    expect(body?.raw('args')).toEqual({ area: 'all' })
    expect(body?.raw('call')).toMatchObject({
      call_status: 'ongoing',
      from_number: from,
      transcript: 'Agent: Guten Tag.\nUser: Was bieten Sie an?\n',
    })
    expect(body?.list('call.transcript_with_tool_calls').at(-1)).toEqual({
      role: 'tool_call_invocation',
      tool_call_id: played.functions[0]?.tool_call_id,
      name: 'list_services',
      arguments: '{"area":"all"}',
    })
    expect(body?.raw('call.call_cost')).toBeUndefined()
  })

  test('ends with cost, transcript and a length on the scripted clock; the analysis comes last', async () => {
    const played = await play(askServices, { summary: 'Eine Frage zum Angebot.' })
    const [ended, analyzed] = fake.requests.slice(-2).map(({ body }) => body)
    expect(ended?.raw('call')).toMatchObject({
      call_status: 'ended',
      start_timestamp: startAt,
      end_timestamp: startAt + played.duration_ms,
      duration_ms: played.duration_ms,
      disconnection_reason: 'user_hangup',
      call_cost: { total_duration_seconds: Math.ceil(played.duration_ms / 1000) },
    })
    expect(ended?.raw('call.transcript')).toBe(played.transcript)
    expect(ended?.raw('call.call_analysis')).toBeUndefined()
    expect(analyzed?.raw('call.call_analysis')).toMatchObject({
      call_summary: 'Eine Frage zum Angebot.',
      call_successful: false,
    })
    expect(played.duration_ms).toBeGreaterThan(3000)
  })

  test('shows the same call in the API as in the last event', async () => {
    const { call_id } = await play()
    const answer = await fetch(`${running.address}/v2/get-call/${call_id}`, {
      headers: { authorization: `Bearer ${running.ownKeys.retell}` },
    })
    expect(await answer.json()).toEqual(fake.requests.at(-1)?.body.raw('call'))
  })

  test('keeps to the published schema at every stage', async () => {
    await play()
    const calls = fake.requests.flatMap(({ body }) => body.raw('call') ?? [])
    expect(calls).toHaveLength(4)
    expect(calls.flatMap((call) => contract('PhoneCallResponse', call))).toEqual([])
  })

  test('tells the words in the order of their times, one after the other', async () => {
    await play()
    const utterances = fake.requests.at(-1)?.body.list('call.transcript_object') ?? []
    const words = utterances.flatMap((entry) => Object(entry).words)
    const times = words.flatMap(({ start, end }) => [start, end])
    expect(words.length).toBeGreaterThan(5)
    expect(times).toEqual([...times].sort((a, b) => a - b))
  })

  test('reports what was asked, answered and said', async () => {
    const played = await play()
    expect(played.functions).toEqual([
      expect.objectContaining({ name: 'list_services', http_status: 200, args: { area: 'all' } }),
    ])
    expect(played.functions[0]?.result).toMatchObject({ status: 'ok', today: { weekday: 'Sonntag' } })
    expect(played.said).toEqual(['Guten Tag.', 'Wir bieten Haarschnitte.'])
    expect(played.events.map(({ event, outcome }) => `${event} ${outcome}`)).toEqual([
      'call_started delivered',
      'call_ended delivered',
      'call_analyzed delivered',
    ])
  })

  test('a withheld number is anonymous on the wire and null in the report', async () => {
    const played = await play(askServices, { from: null })
    expect(fake.requests[0]?.body.raw('call_inbound.from_number')).toBe('anonymous')
    expect(played.from).toBeNull()
  })

  test('a script that has nothing more to say leaves the hanging up to the agent', async () => {
    const played = await play(async ({ agent }) => agent.says('Auf Wiederhören.'))
    expect(played.disconnection_reason).toBe('agent_hangup')
  })

  test('a script that fails ends the call as an error, which the hub is told, and rejects', async () => {
    const broken = play(async () => {
      throw new Error('the script is broken')
    })
    await expect(broken).rejects.toThrow('the script is broken')
    expect(fake.events()).toEqual(['call_started', 'call_ended', 'call_analyzed'])
    expect(fake.requests.at(-1)?.body.raw('call.disconnection_reason')).toBe('error_unknown')
  })

  test('nothing can be said after the hang-up', async () => {
    const talk = play(async ({ agent, caller }) => {
      caller.hangsUp()
      agent.says('Hallo?')
    })
    await expect(talk).rejects.toThrow('is over')
  })
})

describe('a hub in trouble', () => {
  test('an inbound webhook without a 2xx is tried four times, then the number falls back to its agent', async () => {
    fake.inbound = [{ status: 503 }]
    const played = await play()
    expect(fake.requests.filter(({ hook }) => hook === 'inbound')).toHaveLength(4)
    expect(played.inbound).toMatchObject({ attempts: 4, http_status: 503, problem: 'HTTP 503' })
    expect(played.answered).toBe(true)
  })

  test('a number without an agent drops the call when the hub names none', async () => {
    for (const number of running.state.phone_numbers) number.inbound_agents = null
    const played = await play()
    expect(played).toMatchObject({ answered: false, events: [] })
    expect(fake.requests.map(({ hook }) => hook)).toEqual(['inbound'])
    expect(running.state.calls).toEqual([])
  })

  test('an agent the hub names takes the call', async () => {
    for (const number of running.state.phone_numbers) number.inbound_agents = null
    const agentId = running.state.agents[0]?.agent_id
    fake.inbound = [{ status: 200, body: { call_inbound: { override_agent_id: agentId } } }]
    expect((await play()).answered).toBe(true)
  })

  test('variables that are not text are a problem that is told', async () => {
    fake.inbound = [{ status: 200, body: { call_inbound: { dynamic_variables: { visits: 3 } } } }]
    const played = await play()
    expect(played.inbound?.problem).toContain('dynamic_variables')
    expect(fake.requests.at(-1)?.body.raw('call.retell_llm_dynamic_variables')).toBeUndefined()
  })

  test('a function that fails is not tried again and gives the agent nothing to say', async () => {
    fake.functions.list_services = () => ({ http: 500 })
    const played = await play()
    expect(fake.functionNames()).toEqual(['list_services'])
    expect(played.functions[0]).toMatchObject({ http_status: 500, error: 'HTTP 500' })
    expect(played.said).toEqual(['Guten Tag.'])
  })

  test('an event without a 2xx is tried again while the call goes on', async () => {
    const dead = { baseUrl: 'http://127.0.0.1:9', connectionId: 'conn_1' }
    const played = await play(askServices, { hub: dead })
    await running.webhooks.idle()
    expect(played.events.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed'])
    const attempts = running.journal.deliveries().filter(({ label }) => label === 'call_ended')
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4])
  })
})

describe('webhook faults', () => {
  test.each([
    ['lost', [{ webhooks: { lose: true }, times: 1 }], ['call_ended', 'call_analyzed']],
    [
      'sent twice',
      [{ webhooks: { duplicate: true }, times: 1 }],
      ['call_started', 'call_started', 'call_ended', 'call_analyzed'],
    ],
    [
      'overtaken',
      [{ webhooks: { reorder: true }, times: 1 }],
      ['call_ended', 'call_started', 'call_analyzed'],
    ],
    ['late', [{ webhooks: { delay_ms: 60_000 }, times: 1 }], ['call_ended', 'call_analyzed', 'call_started']],
  ] as const)('a start that is %s', async (_what, faults, order) => {
    running.faults.set(structuredClone([...faults]))
    await play()
    await running.webhooks.flush()
    expect(fake.events()).toEqual(order)
  })
})

describe('without a hub', () => {
  test("the call goes to the addresses set up at the provider: number, agent and the LLM's tools", async () => {
    const [agent] = running.state.agents
    const [number] = running.state.phone_numbers
    const [llm] = running.state.llms
    const hooks = `${fake.hub.baseUrl}/hooks/conn_1`
    Object.assign(agent ?? {}, { webhook_url: `${hooks}/events` })
    Object.assign(number ?? {}, { inbound_webhook_url: `${hooks}/inbound` })
    const tool = { type: 'custom', name: 'list_services', url: `${hooks}/function` }
    Object.assign(llm ?? {}, { general_tools: [tool] })
    await playCall({ retell: access, from, to, script: askServices })
    expect(fake.requests.map(({ hook }) => hook)).toEqual([
      'inbound',
      'events',
      'function',
      'events',
      'events',
    ])
  })

  test('a function the agent does not have is an error that names it', async () => {
    await expect(playCall({ retell: access, from, to, script: askServices })).rejects.toThrow('list_services')
  })
})
