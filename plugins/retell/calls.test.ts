import type { ProviderFact } from '@askpro/plugin-sdk'
import { createTestContext, startHookReceiver } from '@askpro/plugin-sdk/testing'
import { startSandbox } from '@askpro/sandbox'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { asCallReport, asNumber } from './call-mapping.ts'
import { telephony } from './telephony.ts'
import { webhooks } from './webhook.ts'

const sandbox = await startSandbox()
const standIn = sandbox.standIn('retell')
const hooks = await startHookReceiver()
const key = sandbox.apiKeys.retell ?? ''
const { ctx } = createTestContext({
  folder: new URL('.', import.meta.url),
  settings: { api_key: key, base_url: sandbox.addresses.retell },
})

beforeEach(() => {
  standIn.reset()
  hooks.clear()
})

afterAll(async () => {
  await sandbox.stop()
  await hooks.close()
})

const text = (body: unknown) => ({
  headers: {},
  body: Buffer.from(JSON.stringify(body)),
  receivedAt: Date.now(),
})

async function api(path: string, body: object): Promise<{ call_id: string }> {
  const answer = await fetch(`${sandbox.addresses.retell}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as { call_id: string }
}

async function control(method: string, path: string, body: object): Promise<void> {
  const url = `${sandbox.addresses.control}/retell${path}`
  const answer = await fetch(url, { method, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(await answer.text())
}

const callOut = () =>
  api('/v2/create-phone-call', { from_number: '+493023125001', to_number: '+491713920011' })

describe('the report of a call', () => {
  const cents = (combined: number, product = combined) =>
    asCallReport({
      call_id: 'call_1',
      call_cost: { combined_cost: combined, product_costs: [{ product: 'telephony', cost: product }] },
    }).cost

  test.each([
    [70, '0.7'],
    [0, '0'],
    [1, '0.01'],
    [0.1167, '0.001167'],
    [0.000001, '0.00000001'],
    [14.0001, '0.140001'],
    [0.1 + 0.2, '0.003'],
    [100, '1'],
    [123_456.78, '1234.5678'],
    [1_000_000, '10000'],
  ])('%f cents are %s dollars', (given, dollars) => {
    expect(cents(given)).toEqual({
      amount: dollars,
      currency: 'USD',
      parts: [{ product: 'telephony', amount: dollars }],
    })
  })

  test('dollars are cents shifted by two places, to the last digit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 0, max: 9_999 }),
        (whole, fraction) => {
          const given = Number(`${whole}.${String(fraction).padStart(4, '0')}`)
          const [dollars = '', rest = ''] = (cents(given)?.amount ?? '').split('.')
          expect(BigInt(dollars + rest.padEnd(6, '0'))).toBe(BigInt(whole) * 10_000n + BigInt(fraction))
        },
      ),
    )
  })

  test.each(['anonymous', 'restricted', 'unknown', '', undefined, '1713920011', '+0123456789', 'sip:x@y'])(
    'the number %p is withheld',
    (given) => expect(asNumber(given)).toBeNull(),
  )

  test.each([
    ['ended', 'ended'],
    ['not_connected', 'not_connected'],
    ['error', 'error'],
    ['on_hold', 'ongoing'],
    [undefined, 'ongoing'],
  ])('the status %p is %p', (given, status) => {
    expect(asCallReport({ call_id: 'call_1', ...(given ? { call_status: given } : {}) }).status).toBe(status)
  })

  test('what Retell does not say is left out', () => {
    expect(asCallReport({ call_id: 'call_1', to_number: '+493023125001' })).toEqual({
      callId: 'call_1',
      direction: 'inbound',
      from: null,
      to: '+493023125001',
      status: 'ongoing',
    })
  })

  test('a finished call of the stand-in is read whole, its cost the sum of its parts', async () => {
    const { call_id } = await callOut()
    const call = await telephony.getCall(ctx, call_id)
    expect(call).toEqual({
      callId: call_id,
      direction: 'outbound',
      from: '+493023125001',
      to: '+491713920011',
      status: 'ended',
      startedAt: expect.any(Number),
      endedAt: expect.any(Number),
      durationMs: 30_000,
      disconnectionReason: 'user_hangup',
      ending: 'caller_hung_up',
      transcript: 'Agent: Hello.\n',
      turns: [{ by: 'agent', text: 'Hello.', startMs: expect.any(Number), endMs: expect.any(Number) }],
      analysis: {
        summary: 'The call ended.',
        sentiment: 'Neutral',
        successful: true,
        inVoicemail: false,
        custom: {},
      },
      cost: {
        amount: '0.06501',
        currency: 'USD',
        parts: [
          { product: 'elevenlabs_tts', amount: '0.03501' },
          { product: 'gpt_4_1', amount: '0.0225' },
          { product: 'us_telephony', amount: '0.0075' },
        ],
      },
    })
  })

  test('a call that is deleted is gone, and a second time is as good', async () => {
    const { call_id } = await callOut()
    await telephony.deleteCall?.(ctx, call_id)
    await telephony.deleteCall?.(ctx, call_id)
    expect(await telephony.getCall(ctx, call_id)).toBeNull()
  })

  test('a call in the browser has no numbers', async () => {
    const agents: Array<{ agent_id: string }> = Object(standIn.state).agents
    const { call_id } = await api('/v3/create-web-call', { agent_id: agents[0]?.agent_id })
    expect(await telephony.getCall(ctx, call_id)).toMatchObject({ from: null, to: '', status: 'registered' })
  })

  test('an account without a means of payment is a wrong setting', async () => {
    standIn.faults.set([{ status: 402 }])
    await expect(telephony.getCall(ctx, 'call_1')).rejects.toMatchObject({
      name: 'Misconfigured',
      field: 'api_key',
    })
  })
})

describe('call events', () => {
  async function eventsOf(count: number): Promise<ProviderFact[][]> {
    await control('PUT', '/account', { webhook_url: `${hooks.base}/events` })
    await callOut()
    const deliveries = await hooks.waitFor(count)
    return Promise.all(
      deliveries.map(async (delivery) => (await webhooks.events?.facts(ctx, delivery)) ?? []),
    )
  }

  const summary = (facts: ProviderFact[]) =>
    facts.map((fact) => fact.type === 'call' && [fact.rank, fact.call.status, fact.call.analysis?.summary])

  test('start, end and analysis are facts of rising rank', async () => {
    expect((await eventsOf(3)).map(summary)).toEqual([
      [['started', 'ongoing', undefined]],
      [['ended', 'ended', undefined]],
      [['analysed', 'ended', 'The call ended.']],
    ])
  })

  test('a call that nobody took has ended without a start, a length or a cost', async () => {
    await control('PUT', '/outbound', { outcome: 'dial_no_answer' })
    const [facts] = await eventsOf(2)
    expect(facts).toEqual([
      {
        type: 'call',
        rank: 'ended',
        call: {
          callId: expect.any(String),
          direction: 'outbound',
          from: '+493023125001',
          to: '+491713920011',
          status: 'not_connected',
          disconnectionReason: 'dial_no_answer',
          ending: 'not_reached',
        },
      },
    ])
  })

  test.each(['transcript_updated', 'something_new', 'constructor'])('%s tells nothing', async (event) => {
    expect(await webhooks.events?.facts(ctx, text({ event, call: { call_id: 'call_1' } }))).toEqual([])
  })

  test('a key names event, call and body: the same event with more in it is another delivery', async () => {
    const keyOf = async (body: object) => webhooks.events?.dedupeKey(text(body))
    const ended = { event: 'call_ended', call: { call_id: 'call_1' } }
    expect(await keyOf(ended)).toMatch(/^call_ended:call_1:[0-9a-f]{32}$/)
    expect(await keyOf(structuredClone(ended))).toBe(await keyOf(ended))
    expect(await keyOf({ ...ended, call: { call_id: 'call_1', transcript: 'Agent: Hi.' } })).not.toBe(
      await keyOf(ended),
    )
  })
})

describe('function calls', () => {
  const call = {
    call_id: 'call_1',
    from_number: '+491713920011',
    to_number: '+493023125001',
    call_status: 'ongoing',
  }

  test('the invocation that is being answered is the newest one of that function', async () => {
    const turn = (role: string, tool_call_id: string, name: string) => ({ role, tool_call_id, name })
    const transcript_with_tool_calls = [
      turn('tool_call_invocation', 'tc_1', 'check_availability'),
      turn('tool_call_result', 'tc_1', 'check_availability'),
      turn('tool_call_invocation', 'tc_2', 'check_availability'),
      turn('tool_call_invocation', 'tc_3', 'list_services'),
    ]
    const request = text({
      name: 'check_availability',
      args: {},
      call: { ...call, transcript_with_tool_calls },
    })
    expect(await telephony.readFunctionCall(request)).toMatchObject({
      name: 'check_availability',
      toolCallId: 'tc_2',
    })
  })

  test('without the invocation in the transcript there is no id of it', async () => {
    expect(await telephony.readFunctionCall(text({ name: 'list_services', call }))).toEqual({
      name: 'list_services',
      args: {},
      call: {
        callId: 'call_1',
        direction: 'inbound',
        from: call.from_number,
        to: call.to_number,
        status: 'ongoing',
      },
    })
  })

  test('arguments sent at the root, without the call, are no function call', async () => {
    expect(await telephony.readFunctionCall(text({ service: 'haircut', name: 'Lena' }))).toBeNull()
  })
})

describe('incoming calls', () => {
  test('the answer stands in the envelope that Retell reads', async () => {
    const routing = { variables: { caller_name: 'Lena' }, metadata: { call: 'c1' } }
    expect(await telephony.writeInbound(routing)).toEqual({
      call_inbound: { dynamic_variables: routing.variables, metadata: routing.metadata },
    })
  })

  test('without the number that was dialled it is no incoming call', async () => {
    const request = text({
      event: 'call_inbound',
      call_inbound: { call_id: 'call_1', from_number: '+491713920011' },
    })
    expect(await telephony.readInbound(request)).toBeNull()
  })
})
