import type { PluginContext, SyncPage } from '@askpro/plugin-sdk'
import { createTestContext, runSync } from '@askpro/plugin-sdk/testing'
import { startSandbox } from '@askpro/sandbox'
import { afterAll, beforeEach, expect, test } from '@jest/globals'
import type { RetellCall } from './call-mapping.ts'
import { calls } from './sync-calls.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOW = Date.parse('2026-12-01T09:00:00Z')
const sandbox = await startSandbox({ now: () => NOW })
const standIn = sandbox.standIn('retell')
let ctx: PluginContext

beforeEach(() => {
  standIn.reset()
  const settings = { api_key: sandbox.apiKeys.retell, base_url: sandbox.addresses.retell }
  const made = createTestContext({ folder: new URL('.', import.meta.url), settings }).ctx
  let now = NOW
  // A clock goes on while calls are read.
  ctx = { ...made, now: () => now++ }
})

afterAll(() => sandbox.stop())

const iso = (at: number) => new Date(at).toISOString()
const stored = (): RetellCall[] => Object(standIn.state).calls

/** A call that ended so many milliseconds ago. */
async function ended(ago: number, more: object = {}): Promise<string> {
  const answer = await fetch(`${sandbox.addresses.retell}/v2/create-phone-call`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.apiKeys.retell}` },
    body: JSON.stringify({ from_number: '+493023125001', to_number: '+491713920011' }),
  })
  const { call_id: id } = (await answer.json()) as { call_id: string }
  const call = stored().find(({ call_id }) => call_id === id)
  const start_timestamp = NOW - ago - MINUTE
  const end = { call_status: 'ended', start_timestamp, end_timestamp: NOW - ago, duration_ms: MINUTE }
  Object.assign(Object(call), { transcript: 'Agent: Guten Tag.', ...end, ...more })
  return id
}

const run = (checkpoint: string | null) => runSync(calls, ctx, { calendar: '', checkpoint, from: 0, to: 0 })
const idsIn = (pages: readonly SyncPage[]) =>
  pages.flatMap(({ facts }) => facts.flatMap((fact) => (fact.type === 'call' ? [fact.call.callId] : [])))

test('a call that nobody told of is told whole once it is settled, and by the next run no more', async () => {
  const call_analysis = { call_summary: 'Asked for Saturday.' }
  const [lost] = [await ended(30 * MINUTE, { call_analysis }), await ended(5 * MINUTE)]
  const pages = await run(iso(NOW - HOUR))
  expect(pages.flatMap(({ facts }) => facts)).toMatchObject([
    {
      type: 'call',
      rank: 'analysed',
      call: {
        callId: lost,
        status: 'ended',
        durationMs: MINUTE,
        transcript: 'Agent: Guten Tag.',
        analysis: { summary: 'Asked for Saturday.' },
      },
    },
  ])
  const checkpoint = pages.at(-1)?.checkpoint ?? null
  expect(checkpoint).toBe(iso(NOW - 10 * MINUTE))
  expect(idsIn(await run(checkpoint))).toEqual([])
})

test('the calls of an outage are read hour by hour, each with its checkpoint, and page by page', async () => {
  const many: string[] = []
  for (let i = 0; i < 51; i++) many.push(await ended(150 * MINUTE - i))
  const late = await ended(20 * MINUTE)
  const pages = await run(iso(NOW - 3 * HOUR))
  expect(idsIn(pages).toSorted()).toEqual([...many, late].toSorted())
  expect(pages.map(({ checkpoint, facts }) => [checkpoint, facts.length])).toEqual([
    [iso(NOW - 3 * HOUR), 50],
    [iso(NOW - 2 * HOUR), 1],
    [iso(NOW - HOUR), 0],
    [iso(NOW - 10 * MINUTE), 1],
  ])
})

test('at first, and when a comparison is asked for, a day is read, and its last page ends it', async () => {
  const [, yesterday] = [await ended(25 * HOUR), await ended(23 * HOUR)]
  const pages = await run(null)
  expect(idsIn(pages)).toEqual([yesterday])
  expect(pages.flatMap(({ reset }, at) => (reset ? [at] : []))).toEqual([pages.length - 1])
})

test('calls from a browser, and those that were deleted meanwhile, are left out', async () => {
  await ended(HOUR, { call_type: 'web_call' })
  const deleted = await ended(HOUR)
  const path = `/v2/get-call/${deleted}`
  standIn.faults.set([{ method: 'GET', path: '/v2/get-call/:id', status: 404 }])
  expect(idsIn(await run(iso(NOW - 2 * HOUR)))).toEqual([])
  expect(standIn.journal.requests().some((request) => request.path === path)).toBe(true)
})
