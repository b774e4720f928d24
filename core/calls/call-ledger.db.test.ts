import type { CallReport } from '@askpro/plugin-sdk'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { berlin, type CallFixture } from './testing/call-fixture.ts'
import { connect, freshNumber, type Salon } from './testing/salon.ts'
import { CUT, SalonStage } from './testing/salon-stage.ts'
import { TestCall } from './testing/test-call.ts'

const stage = new SalonStage()
const ring = stage.ring.bind(stage)

type Event = 'started' | 'ended' | 'analysed'

const START = berlin('2026-11-24T09:58')
const over = {
  status: 'ended' as const,
  startedAt: START,
  endedAt: START + 61_500,
  durationMs: 61_500,
  disconnectionReason: 'user_hangup',
}
const TOLD: Record<Event, Partial<CallReport>> = {
  started: { status: 'ongoing', startedAt: START },
  ended: { ...over, transcript: 'Guten Tag.' },
  analysed: {
    ...over,
    transcript: 'Guten Tag. Auf Wiederhören.',
    analysis: { summary: 'Ein Anruf.', successful: true },
    cost: { amount: '0.1', currency: 'USD', parts: [] },
  },
}

async function rowsOf<Row extends object>(hub: CallFixture, salon: Salon, text: string): Promise<Row[]> {
  return hub.database.inTenant(salon.tenantId, (tx) =>
    tx.rows<Row>({ text: `${text} where tenant_id = $1`, values: [salon.tenantId] }),
  )
}

const usage = () =>
  rowsOf<{ event_id: string; meter: string; quantity: string }>(
    stage.hub,
    stage.salon,
    'select * from usage_events',
  )
const events = async () =>
  (
    await rowsOf<{ type: string; aggregate: string }>(
      stage.hub,
      stage.salon,
      'select type, aggregate from events',
    )
  )
    .filter(({ aggregate }) => aggregate === 'call')
    .map(({ type }) => type)

const all = () => stage.hub.calls.list(stage.salon.tenantId, { limit: 10 })

/** The call as it is in the end, without what tells how often it was written. */
async function settled(arrived: readonly Event[]) {
  await stage.reopen()
  const call = ring('+4930901820')
  for (const event of arrived) await call.tell(event, TOLD[event])
  const [row, ...more] = await all()
  if (!row || more.length > 0) throw new Error('there is not exactly one call')
  const { id, tenantId, locationId, connection, providerCallId, version, to, ...rest } = row
  const metered = (await usage()).map(({ meter, quantity }) => [meter, quantity]).sort()
  return { rest, metered }
}

const inAnyOrder = fc
  .subarray<Event>(['started', 'ended', 'analysed'])
  .chain((twice) => fc.shuffledSubarray<Event>(['started', 'ended', 'analysed', ...twice], { minLength: 3 }))
  .filter((arrived) => new Set(arrived).size === 3)

test('events in any order and twice make the row that each of them once makes, and meter it once', async () => {
  const ordered = await settled(['started', 'ended', 'analysed'])
  const { status: state, ...facts } = TOLD.analysed
  expect(ordered.rest).toMatchObject({ state, outcome: 'abandoned', facts })
  expect(ordered.metered).toEqual([
    ['call_seconds', '61.5'],
    ['calls', '1'],
  ])
  await fc.assert(
    fc.asyncProperty(inAnyOrder, async (arrived) => expect(await settled(arrived)).toEqual(ordered)),
    { numRuns: 40 },
  )
})

test('the same events at the same moment are one call, metered once and told once', async () => {
  const call = ring()
  const arrived: Event[] = ['analysed', 'ended', 'started', 'ended', 'analysed', 'started']
  await Promise.all(arrived.map((event) => call.tell(event, TOLD[event])))
  expect(await all()).toHaveLength(1)
  expect(await usage()).toHaveLength(2)
  const told = await events()
  expect(told.filter((type) => type === 'call.ended')).toHaveLength(1)
  expect(told.filter((type) => type === 'call.analysed')).toHaveLength(1)
})

test('a report that tells nothing new writes nothing', async () => {
  const call = ring()
  await call.tell('ended', TOLD.ended)
  const before = await all()
  await call.tell('ended', TOLD.ended)
  await call.tell('started', TOLD.started)
  expect(await all()).toEqual(before)
  expect(await events()).toEqual(['call.ended'])
})

test('a usage event is named after provider, call and meter', async () => {
  const call = ring()
  await call.tell('ended', TOLD.ended)
  expect((await usage()).map(({ event_id }) => event_id).sort()).toEqual([
    `phone:${call.id}:call_seconds`,
    `phone:${call.id}:calls`,
  ])
})

test('seconds that only the analysis tells are metered then, and once', async () => {
  const call = ring()
  await call.tell('ended', { status: 'ended' })
  expect((await usage()).map(({ meter }) => meter)).toEqual(['calls'])
  await call.tell('analysed', TOLD.analysed)
  await call.tell('analysed', TOLD.analysed)
  expect((await usage()).map(({ meter }) => meter).sort()).toEqual(['call_seconds', 'calls'])
})

test('a call that never connected is over, costs nothing and is no information', async () => {
  const call = ring()
  await call.tell('ended', { status: 'not_connected', disconnectionReason: 'dial_no_answer' })
  expect(await all()).toMatchObject([{ state: 'not_connected', outcome: 'not_connected' }])
  expect(await usage()).toEqual([])
})

test('the outcome comes from what the hub has done, not from what the provider thinks', async () => {
  const booked = ring()
  await stage.book(booked, 'morgen um 9')
  await booked.tell('analysed', { ...TOLD.analysed, analysis: { successful: false } })
  const asked = ring()
  await asked.ask('list_services')
  await asked.tell('analysed', TOLD.analysed)
  const calledBack = ring()
  await calledBack.ask('request_callback')
  await calledBack.tell('ended', TOLD.ended)
  const hungUp = ring()
  await hungUp.tell('ended', TOLD.ended)
  const outcomes = new Map((await all()).map(({ providerCallId, outcome }) => [providerCallId, outcome]))
  expect([booked, asked, calledBack, hungUp].map(({ id }) => outcomes.get(id))).toEqual([
    'booked',
    'information',
    'callback',
    'abandoned',
  ])
})

test('what was booked and cancelled in the same call is a cancellation', async () => {
  const call = ring()
  await stage.book(call, 'morgen um 9')
  await call.ask('cancel_appointment')
  await call.tell('ended', TOLD.ended)
  expect(await all()).toMatchObject([{ outcome: 'cancelled' }])
})

test('a booking that was finished after the end was told still counts, and a cancellation later does not undo it', async () => {
  const call = ring()
  const offer_token = await stage.offered(call, 'morgen um 9')
  await call.tell('ended', TOLD.ended)
  await call.ask('book_appointment', { offer_token, name: 'Anna Schmidt' })
  await call.tell('analysed', TOLD.analysed)
  expect(await all()).toMatchObject([{ outcome: 'booked', state: 'ended' }])
  const [appointment] = await stage.confirmed()
  await stage.hub.bookings.cancel(stage.salon.tenantId, { appointmentId: appointment?.id ?? '' })
  await call.tell('analysed', { ...TOLD.analysed, disconnectionReason: 'agent_hangup' })
  expect(await all()).toMatchObject([{ outcome: 'booked' }])
})

test('what a call holds is let go when it ends', async () => {
  const call = ring()
  await call.ask('hold_slot', { service: CUT, when: 'morgen um 9', staff: 'Lina' })
  await call.tell('ended', TOLD.ended)
  expect(await stage.stored()).toMatchObject([{ status: 'expired' }])
  await stage.book(ring(), 'morgen um 9', { staff: 'Lina' })
})

test('the call stands among the customer’s communications once, also where it made the customer', async () => {
  const from = freshNumber()
  const call = ring(from)
  await stage.book(call, 'morgen um 9')
  for (const event of ['ended', 'analysed'] as const) await call.tell(event, TOLD[event])
  const customer = await stage.hub.customers.findByPhone(stage.salon.tenantId, from)
  const told = await stage.hub.customers.communications(stage.salon.tenantId, customer?.id ?? '')
  expect(told).toMatchObject([{ channel: 'call', direction: 'inbound', summary: 'booked' }])
})

test('a report over a connection that the number is not wired to is refused', async () => {
  const stranger = await connect(stage.hub.database, stage.salon.agencyId)
  const call = new TestCall(stage.hub, { ...stage.salon, connection: stranger }, freshNumber())
  await call.tell('ended', TOLD.ended)
  expect(await all()).toEqual([])
  expect(await usage()).toEqual([])
  expect(stage.hub.log.errors).toEqual(['a call event came for a number that leads nowhere'])
})

test('an outbound call belongs to the business whose number rang', async () => {
  const theirs = freshNumber()
  const customer = await stage.hub.customers.create(stage.salon.tenantId, {
    name: 'Anna Schmidt',
    phone: theirs,
    language: 'de',
  })
  const call = ring()
  const outbound = { direction: 'outbound' as const, from: stage.salon.number, to: theirs }
  await call.tell('ended', { ...TOLD.ended, ...outbound })
  expect(await all()).toMatchObject([{ direction: 'outbound', to: theirs, customerId: customer.id }])
})

test('a function call of a known call writes no new version of it', async () => {
  const call = ring()
  await call.tell('started', TOLD.started)
  const [before] = await all()
  await call.ask('list_services')
  await call.ask('identify_caller')
  expect(await all()).toEqual([before])
})
