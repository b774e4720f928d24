import type { CallReport } from '@askpro/plugin-sdk'
import { expect, test } from '@jest/globals'
import type { Route, RouteRequest } from '../platform/http/route.ts'
import { SchemaCompiler } from '../platform/http/schema-compiler.ts'
import { callRoutes } from './call-routes.ts'
import { CallReview } from './review/call-review.ts'
import { reviewRoutes } from './review/review-routes.ts'
import { freshNumber } from './testing/salon.ts'
import { CUT, SalonStage } from './testing/salon-stage.ts'

const stage = new SalonStage()
const schemas = new SchemaCompiler()
const actor = {
  keyId: 'session',
  ownTenantId: 'salon',
  scopes: ['*'],
  user: { id: 'u1', role: 'client_admin' },
}

const routes = (): Route[] => [
  ...callRoutes(stage.hub),
  ...reviewRoutes({
    review: new CallReview({ ...stage.hub, events: { append: async () => {} } }),
    nameOf: async () => 'Rosa',
  }),
]

async function ask<T>(method: string, path: string, more: object = {}): Promise<T> {
  const route = routes().find((each) => each.method === method && each.path === path)
  const request = { tenantId: stage.salon.tenantId, query: {}, params: {}, actor, ...more }
  const reply = await route?.handler(request as unknown as RouteRequest<never, never, never>)
  const schema = route?.replies[200]?.schema
  if (schema) schemas.body(schema)(structuredClone(reply?.body))
  return reply?.body as T
}

interface Shown {
  id: string
  from: string | null
  outcome: string | null
  customer_name: string | null
  review: { state: string; reasons: string[]; note: string | null; by: { name: string } | null } | null
}
interface Detail extends Shown {
  turns: Array<{ by: string; text: string; start_ms: number | null }>
  function_calls: Array<{
    name: string
    after_turns: number
    offset_ms: number | null
    result: { say: string }
  }>
  findings: Array<{ code: string; text: string; to_review: boolean }>
}

const list = async (query: object = {}) => (await ask<{ data: Shown[] }>('GET', '/v1/calls', { query })).data
const detail = (id: string, query: object = {}) =>
  ask<Detail>('GET', '/v1/calls/:id', { params: { id }, query })
const review = (id: string, body: object) =>
  ask<Shown['review']>('POST', '/v1/calls/:id/review', { params: { id }, body })

const said = (startedAt: number): Partial<CallReport> => ({
  status: 'ended',
  startedAt,
  endedAt: startedAt + 30_000,
  durationMs: 30_000,
  ending: 'caller_hung_up',
  turns: [
    { by: 'agent', text: 'Guten Tag!', startMs: 0, endMs: 1_000 },
    { by: 'caller', text: 'Morgen um elf', startMs: 2_000, endMs: 3_000 },
    { by: 'function', toolCallId: 'tool_1' },
    { by: 'agent', text: 'Ihr Termin ist gebucht.', startMs: 5_000, endMs: 7_000 },
  ],
})

test('a call that offered a time and booked none is to be reviewed, and says why in either language', async () => {
  const call = stage.ring()
  await call.tell('started', { startedAt: stage.hub.clock.now() })
  const [live] = await list({ state: 'live' })
  await call.ask('check_availability', { service: CUT, when: 'morgen um elf Uhr' }, 'tool_1')
  expect((await detail(live?.id ?? '')).findings).toEqual([])
  await call.tell('ended', said(stage.hub.clock.now()))

  const [open] = await list({ review: 'open' })
  expect(open).toMatchObject({ id: live?.id, outcome: 'information' })
  expect(open?.review?.reasons).toEqual(['said_booked', 'offered_not_booked'])
  const shown = await detail(open?.id ?? '', { language: 'en' })
  expect(shown.turns.map(({ by }) => by)).toEqual(['agent', 'caller', 'agent'])
  expect(shown.function_calls).toMatchObject([
    { name: 'check_availability', after_turns: 2, offset_ms: 3_000 },
  ])
  expect(shown.findings.map(({ text }) => text)).toEqual([
    'The agent spoke of a booking although nothing was booked: “Ihr Termin ist gebucht.”.',
    'Times were offered, but nothing was booked.',
  ])
  const [, inGerman] = (await detail(open?.id ?? '')).findings
  expect(inGerman?.text).toBe('Zeiten wurden angeboten, aber es wurde nichts gebucht.')
})

test('what is said is there while the call still goes on', async () => {
  const call = stage.ring()
  const turns: CallReport['turns'] = [{ by: 'caller', text: 'Wann haben Sie auf?', startMs: 0, endMs: 900 }]
  await stage.hub.desk.functionCall(stage.salon.connection, {
    call: call.report({ turns }),
    name: 'opening_hours',
    args: {},
  })
  await stage.hub.desk.functionCall(stage.salon.connection, {
    call: call.report({ turns: [...turns, { by: 'caller', text: 'Und morgen?', startMs: 4_000 }] }),
    name: 'opening_hours',
    args: { when: 'morgen' },
  })
  const [live] = await list({ state: 'live' })
  expect((await detail(live?.id ?? '')).turns.map(({ text }) => text)).toEqual([
    'Wann haben Sie auf?',
    'Und morgen?',
  ])
})

test('somebody settles a review with a note, and it stays settled whatever is told later, until it is reopened', async () => {
  const call = stage.ring()
  await call.ask('check_availability', { service: CUT, when: 'morgen um elf Uhr' })
  await call.tell('ended', { ...said(stage.hub.clock.now()), turns: [] })
  const [open] = await list({ review: 'open' })
  const id = open?.id ?? ''
  const settled = await review(id, { state: 'settled', note: 'Called back.' })
  expect(settled).toMatchObject({ state: 'settled', note: 'Called back.', by: { name: 'Rosa' } })
  await call.tell('analysed', { ...said(stage.hub.clock.now()), analysis: { successful: true } })
  expect(await list({ review: 'open' })).toEqual([])
  expect(await review(id, { state: 'open' })).toMatchObject({ state: 'open', note: 'Called back.' })
  expect((await list({ review: 'open' })).map((each) => each.id)).toEqual([id])
})

test('calls are found by number in any spelling, by customer, by outcome and by time', async () => {
  const number = freshNumber()
  const booked = stage.ring(number)
  await stage.book(booked, 'morgen um elf Uhr')
  await booked.tell('ended', said(stage.hub.clock.now()))
  await stage.ring().tell('ended', said(stage.hub.clock.now()))
  const national = `0${number.slice(3, 6)} / ${number.slice(6)}`
  const [found, ...others] = await list({ number: national })
  expect(others).toEqual([])
  expect(found).toMatchObject({ from: number, outcome: 'booked', customer_name: 'Maria Vogel', review: null })
  expect(await list({ outcome: 'booked' })).toHaveLength(1)
  expect(await list({ to: new Date(0).toISOString() })).toEqual([])
  expect((await list()).length).toBe(2)
})
