import { expect, test } from '@jest/globals'
import { Refused } from '../failures.ts'
import type { RawRequest } from '../raw-request.ts'
import type { CallReport, TelephonyProvider } from '../telephony.ts'
import { ask, BreakableWire } from './fixtures/breakable-wire.ts'
import { failingTests } from './fixtures/failing-tests.ts'
import { type SampleCall, type TelephonyWorld, telephonyContract } from './telephony-contract.ts'

/** What is wrong with a plugin on purpose. */
interface Flaws {
  keepsTheWordForWithheld?: boolean
  believesTheModel?: boolean
  throwsUnknownCalls?: boolean
  takesAnyBody?: boolean
}

const KNOWN: CallReport = {
  callId: 'k1',
  direction: 'inbound',
  from: '+491713920011',
  to: '+493023125001',
  status: 'ended',
  startedAt: 1_000,
  endedAt: 31_000,
  durationMs: 30_000,
  cost: { amount: '0.7', currency: 'EUR', parts: [] },
}

function acme(flaws: Flaws): TelephonyWorld {
  const wire = new BreakableWire(({ path }) => (path === 'me' || path === 'k1' ? KNOWN : undefined))
  return {
    plugin: { check: async (ctx) => void (await ask(ctx, 'me')), telephony: telephonyOf(flaws) },
    ctx: wire.context(),
    trouble: wire,
    known: { callId: 'k1', from: '+491713920011', to: '+493023125001' },
    inboundRequest: (call) => asRequest({ kind: 'inbound', ...numbersOf(call) }),
    functionRequest: (call, work) => asRequest({ kind: 'function', ...numbersOf(call), ...work }),
  }
}

const numbersOf = ({ callId, from, to }: SampleCall) => ({ id: callId, from: from ?? 'withheld', to })

const asRequest = (body: object): RawRequest => ({
  headers: {},
  body: Buffer.from(JSON.stringify(body)),
  receivedAt: 0,
})

function telephonyOf(flaws: Flaws): TelephonyProvider {
  const number = (text: string) => (text === 'withheld' && !flaws.keepsTheWordForWithheld ? null : text)
  return {
    async readInbound(request) {
      const { kind, id, from, to } = parse(request)
      return kind === 'inbound' || flaws.takesAnyBody ? { callId: id, from: number(from), to } : null
    },
    writeInbound: async (routing) => routing,
    async readFunctionCall(request) {
      const { kind, id, from, to, name, args } = parse(request)
      if (kind !== 'function') return null
      const callId = flaws.believesTheModel ? (args.call_id ?? id) : id
      const call = {
        callId,
        direction: 'inbound' as const,
        from: number(from),
        to,
        status: 'ongoing' as const,
      }
      return { call, name, args: typeof args === 'object' ? args : {} }
    },
    getCall: async (ctx, id) =>
      ask<CallReport>(ctx, id).catch((error: unknown) => {
        if (error instanceof Refused && !flaws.throwsUnknownCalls) return null
        throw error
      }),
  }
}

function parse({ body }: RawRequest) {
  try {
    return Object(JSON.parse(Buffer.from(body).toString()))
  } catch {
    return {}
  }
}

const broken = (flaws: Flaws) =>
  failingTests((define) => telephonyContract({ test: define, setup: async () => acme(flaws) }))

test('a plugin without flaws passes the suite', async () => {
  expect(await broken({})).toEqual([])
})

test.each<[keyof Flaws, string]>([
  ['keepsTheWordForWithheld', 'an incoming call is read; a withheld number is null'],
  ['believesTheModel', "the model's arguments never decide which call it is"],
  ['throwsUnknownCalls', 'an unknown call is null'],
  ['takesAnyBody', 'a body of another kind is null'],
])('a plugin that %s is found out by "%s"', async (flaw, name) => {
  expect(await broken({ [flaw]: true })).toContain(name)
})
