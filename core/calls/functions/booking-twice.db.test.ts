import { expect, test } from '@jest/globals'
import { freshNumber } from '../testing/salon.ts'
import { CUT, SalonStage } from '../testing/salon-stage.ts'

const stage = new SalonStage()
const ring = stage.ring.bind(stage)

test.each([['known'], ['withheld']])(
  'the same booking sent again, at once or later, is one appointment and two equal answers (%s)',
  async (kind) => {
    const call = ring(kind === 'withheld' ? null : freshNumber())
    const offer_token = await stage.offered(call, 'morgen um 9 Uhr')
    const request = { offer_token, name: 'Anna Schmidt' }
    const [first, second, third] = await Promise.all([
      call.ask('book_appointment', request),
      call.ask('book_appointment', request),
      call.ask('book_appointment', request),
    ])
    stage.hub.clock.forward(0.2)
    const retried = await call.ask('book_appointment', request)
    stage.hub.clock.forward(2)
    const later = await call.ask('book_appointment', request)
    expect(first.status).toBe('booked')
    for (const other of [second, third, retried, later]) expect(other).toEqual(first)
    expect(await stage.confirmed()).toHaveLength(1)
    expect(await stage.hub.customers.list(stage.salon.tenantId, { limit: 10 })).toHaveLength(1)
  },
)

test('a booking by hold sent again is the same, also without the id', async () => {
  const call = ring()
  const held = await call.ask('hold_slot', { service: CUT, when: 'morgen um 9 Uhr' })
  const first = await call.ask('book_appointment', { hold_id: held.data.hold_id, name: 'Anna Schmidt' })
  stage.hub.clock.forward(1)
  expect(await call.ask('book_appointment', { hold_id: held.data.hold_id, name: 'Anna Schmidt' })).toEqual(
    first,
  )
  expect(await call.ask('book_appointment', { name: 'Anna Schmidt' })).toEqual(first)
  expect(await call.ask('hold_slot', { service: CUT, when: 'morgen um 9 Uhr' })).toMatchObject({
    status: 'booked',
    data: first.data,
  })
  expect(await stage.stored()).toHaveLength(1)
})

test('two callers want the last chair: one gets it, the other hears so with alternatives', async () => {
  const calls = [ring(), ring(), ring(), ring()]
  const tokens = await Promise.all(
    calls.map((call) => stage.offered(call, 'morgen um 9 Uhr', { staff: 'Lina' })),
  )
  const answers = await Promise.all(
    calls.map((call, i) => call.ask('book_appointment', { offer_token: tokens[i], name: 'Anna Schmidt' })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([
    'alternatives',
    'alternatives',
    'alternatives',
    'booked',
  ])
  expect(await stage.confirmed()).toHaveLength(1)
})

test('a provider that repeats a function call by its id after half a minute hears the same', async () => {
  const from = freshNumber()
  await stage.book(ring(from), 'morgen um 9')
  const call = ring(from)
  const move = { when: 'eine halbe Stunde später' }
  const first = await call.ask('reschedule_appointment', move, 'tool_1')
  stage.hub.clock.forward(0.5)
  expect(await call.ask('reschedule_appointment', move, 'tool_1')).toEqual(first)
  const second = await call.ask('reschedule_appointment', move, 'tool_2')
  expect(second.say).toContain('um 10 Uhr')
})
