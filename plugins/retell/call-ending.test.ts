import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { CallReport, ProviderFact } from '@askpro/plugin-sdk'
import { createTestContext } from '@askpro/plugin-sdk/testing'
import { describe, expect, test } from '@jest/globals'
import { endingOf } from './call-ending.ts'
import { asCallReport } from './call-mapping.ts'
import { webhooks } from './webhook.ts'

/** Every reason of the official client's call object, read from its declarations. */
function reasonsOfTheClient(): string[] {
  const main = createRequire(import.meta.url).resolve('retell-sdk')
  const declarations = readFileSync(join(dirname(main), 'resources', 'call.d.ts'), 'utf8')
  const [, union = ''] = /disconnection_reason\?: ((?:'\w+'(?: \| )?)+)/.exec(declarations) ?? []
  return [...union.matchAll(/'(\w+)'/g)].map(([, reason = '']) => reason)
}

describe('the end of a call', () => {
  test("every one of the client's 34 reasons has a meaning", () => {
    const reasons = reasonsOfTheClient()
    expect(reasons).toHaveLength(34)
    expect(reasons.filter((reason) => endingOf(reason) === 'other')).toEqual([])
  })

  test.each([
    ['user_hangup', 'caller_hung_up'],
    ['agent_hangup', 'agent_hung_up'],
    ['call_transfer', 'transferred'],
    ['inactivity', 'silence'],
    ['dial_no_answer', 'not_reached'],
    ['scam_detected', 'refused'],
    ['no_valid_payment', 'no_capacity'],
    ['error_asr', 'failed'],
  ])('%s is %s', (reason, ending) => expect(endingOf(reason)).toBe(ending))

  test.each(['abducted_by_aliens', 'constructor', ''])(
    'the unknown reason %p is kept and shown',
    (reason) => {
      expect(asCallReport({ call_id: 'c', disconnection_reason: reason })).toMatchObject({
        disconnectionReason: reason,
        ending: 'other',
      })
    },
  )
})

describe('a caller who is put through', () => {
  const { ctx } = createTestContext({
    folder: new URL('.', import.meta.url),
    settings: { api_key: 'key_12345' },
  })
  const callOf = async (body: object): Promise<CallReport | undefined> => {
    const request = { headers: {}, body: Buffer.from(JSON.stringify(body)), receivedAt: 0 }
    const [fact] = ((await webhooks.events?.facts(ctx, request)) ?? []) as ProviderFact[]
    return fact?.type === 'call' ? fact.call : undefined
  }
  const call = { call_id: 'call_1', to_number: '+493023125001', call_status: 'ongoing' }

  test.each([
    ['transfer_started', 'started'],
    ['transfer_cancelled', 'cancelled'],
    ['transfer_bridged', 'bridged'],
    ['transfer_ended', 'ended'],
  ])('%s', async (event, state) => {
    const transfer_destination = { type: 'predefined', number: '+493023125999' }
    expect(await callOf({ event, call, transfer_destination })).toMatchObject({
      status: 'ongoing',
      transfer: { state, to: '+493023125999' },
    })
  })

  test.each([undefined, null, 7, {}, { number: 7 }])('a destination of %j is not known', async (told) => {
    const event = { event: 'transfer_started', call, transfer_destination: told }
    expect((await callOf(event))?.transfer).toEqual({ state: 'started', to: null })
  })

  test.each([
    [
      { disconnection_reason: 'call_transfer', transfer_destination: '+49301' },
      { state: 'bridged', to: '+49301' },
    ],
    [
      { transfer_destination: '+49301', transfer_end_timestamp: 5 },
      { state: 'ended', to: '+49301' },
    ],
    [{ disconnection_reason: 'call_transfer' }, { state: 'bridged', to: null }],
    [{ disconnection_reason: 'user_hangup' }, undefined],
  ])('a call object with %j', (more, transfer) => {
    expect(asCallReport({ ...call, ...more }).transfer).toEqual(transfer)
  })
})
