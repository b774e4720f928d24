import assert from 'node:assert/strict'
import type { RawRequest } from '../raw-request.ts'
import { type Contract, type ContractWorld, provided } from './contract.ts'
import { failureContract } from './failure-contract.ts'

/**
 * Who calls whom; `from` null for a withheld number.
 *
 * @example
 * const withheld: SampleCall = { callId: 'call_81', from: null, to: '+493023125001' }
 */
export interface SampleCall {
  callId: string
  from: string | null
  to: string
}

/**
 * What `telephonyContract` needs besides the plugin.
 *
 * @example
 * const read = async ({ plugin, inboundRequest, known }: TelephonyWorld) =>
 *   plugin.telephony?.readInbound(inboundRequest(known))
 */
export interface TelephonyWorld extends ContractWorld {
  /** A call that has ended and that the provider knows. */
  known: SampleCall
  /** The provider's request when a call comes in. */
  inboundRequest(call: SampleCall): RawRequest
  /** The provider's request when the agent calls a function. */
  functionRequest(call: SampleCall, work: { name: string; args: unknown }): RawRequest
}

const CALL: SampleCall = { callId: 'call_1', from: '+491713920011', to: '+493023125001' }
const WORK = { name: 'book_appointment', args: { service: 'Haircut', when: 'tomorrow at ten' } }

/**
 * What the hub relies on in every telephony plugin.
 *
 * @example
 * telephonyContract({ test, setup: telephonyWorld })
 */
export function telephonyContract(contract: Contract<TelephonyWorld>): void {
  getCallContract(contract)
  requestContract(contract)
  failureContract(contract, {
    check: ({ plugin, ctx }) => plugin.check(ctx),
    getCall: ({ plugin, ctx, known }) => provided(plugin.telephony).getCall(ctx, known.callId),
  })
}

function getCallContract({ test, setup }: Contract<TelephonyWorld>): void {
  test('good settings pass the check', async () => {
    const { plugin, ctx } = await setup()
    await plugin.check(ctx)
  })

  test('a call that has ended reads back with its numbers, times and cost', async () => {
    const { plugin, ctx, known } = await setup()
    const call = await provided(plugin.telephony).getCall(ctx, known.callId)
    assert.ok(call)
    assert.deepEqual(
      [call.callId, call.from, call.to, call.status],
      [known.callId, known.from, known.to, 'ended'],
    )
    assert.ok(call.startedAt !== undefined && call.endedAt !== undefined && call.endedAt >= call.startedAt)
    assert.equal(call.durationMs, call.endedAt - call.startedAt)
    assert.match(call.cost?.amount ?? '', /^\d+(\.\d+)?$/)
  })

  test('an unknown call is null', async () => {
    const { plugin, ctx } = await setup()
    assert.equal(await provided(plugin.telephony).getCall(ctx, 'call_that_never_was'), null)
  })
}

function requestContract({ test, setup }: Contract<TelephonyWorld>): void {
  test('an incoming call is read; a withheld number is null', async () => {
    const { plugin, inboundRequest } = await setup()
    const telephony = provided(plugin.telephony)
    assert.deepEqual(await telephony.readInbound(inboundRequest(CALL)), CALL)
    const withheld = { ...CALL, from: null }
    assert.deepEqual(await telephony.readInbound(inboundRequest(withheld)), withheld)
  })

  test('the answer to an incoming call carries every variable, as JSON', async () => {
    const { plugin } = await setup()
    const variables = { caller_name: 'Lena Öztürk', today: 'Dienstag, 1. Dezember' }
    const answer = await provided(plugin.telephony).writeInbound({ variables, metadata: { tenant: 't_1' } })
    const text = JSON.stringify(answer)
    for (const value of [...Object.values(variables), 't_1'])
      assert.ok(text.includes(JSON.stringify(value)), value)
  })

  test('a function call is read with the call it belongs to', async () => {
    const { plugin, functionRequest } = await setup()
    const read = await provided(plugin.telephony).readFunctionCall(functionRequest(CALL, WORK))
    assert.ok(read)
    const { name, args, call } = read
    assert.deepEqual({ name, args }, WORK)
    assert.deepEqual([call.callId, call.from, call.to], [CALL.callId, CALL.from, CALL.to])
  })

  test('a withheld number in a function call is null, and arguments that are no object are none', async () => {
    const { plugin, functionRequest } = await setup()
    const request = functionRequest({ ...CALL, from: null }, { name: 'opening_hours', args: 'none' })
    const read = await provided(plugin.telephony).readFunctionCall(request)
    assert.deepEqual([read?.call.from, read?.args], [null, {}])
  })

  test("the model's arguments never decide which call it is", async () => {
    const { plugin, functionRequest } = await setup()
    const args = { call_id: 'call_2', from_number: '+490000000', call: { call_id: 'call_3' } }
    const read = await provided(plugin.telephony).readFunctionCall(functionRequest(CALL, { name: 'x', args }))
    assert.deepEqual([read?.call.callId, read?.call.from], [CALL.callId, CALL.from])
  })

  test('a body of another kind is null', async () => {
    const { plugin, inboundRequest, functionRequest } = await setup()
    const telephony = provided(plugin.telephony)
    const garbage = ['', '{', 'null', '[]', '"text"', '{}', '{"event":7,"name":7,"call":null}']
    for (const text of garbage) {
      const request = { headers: {}, body: Buffer.from(text), receivedAt: 0 }
      assert.deepEqual(
        [await telephony.readInbound(request), await telephony.readFunctionCall(request)],
        [null, null],
        text,
      )
    }
    assert.equal(await telephony.readInbound(functionRequest(CALL, WORK)), null)
    assert.equal(await telephony.readFunctionCall(inboundRequest(CALL)), null)
  })
}
