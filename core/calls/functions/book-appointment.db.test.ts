import { expect, test } from '@jest/globals'
import { berlin } from '../testing/call-fixture.ts'
import { freshNumber, openSalon } from '../testing/salon.ts'
import { CUT, SalonStage } from '../testing/salon-stage.ts'
import { TestCall } from '../testing/test-call.ts'

const stage = new SalonStage()
const ring = stage.ring.bind(stage)

test('an offer is enough to book, and the caller becomes a customer of the call', async () => {
  const from = freshNumber()
  const call = ring(from)
  const answer = await call.ask('book_appointment', {
    offer_token: await stage.offered(call, 'morgen um 9 Uhr', { staff: 'Lina' }),
    name: 'Anna Schmidt',
    notes: 'kommt zum ersten Mal',
  })
  expect(answer).toMatchObject({
    status: 'booked',
    say: 'Ihr Termin ist gebucht: Haarschnitt Damen am Mittwoch, dem 25. November, um 9 Uhr bei Lina Weber. Wir freuen uns auf Sie.',
  })
  const customer = await stage.hub.customers.findByPhone(stage.salon.tenantId, from)
  const [appointment] = await stage.confirmed()
  expect(appointment).toMatchObject({
    customerId: customer?.id,
    attendeeName: 'Anna Schmidt',
    notes: 'kommt zum ersten Mal',
    source: 'voice',
    start: berlin('2026-11-25T09:00'),
  })
  const { call: record } = await stage.hub.calls.get(stage.salon.tenantId, appointment?.callId ?? '')
  expect(record.customerId).toBe(customer?.id)
})

test('an offer for one staff member is not booked with another', async () => {
  const call = ring()
  const offer_token = await stage.offered(call, 'morgen um 9 Uhr', { staff: 'Lina' })
  const booking = { offer_token, staff: 'Jörg', name: 'Anna Schmidt' }
  expect(await call.ask('book_appointment', booking)).toMatchObject({ status: 'needs_confirmation' })
  expect(await stage.stored()).toEqual([])
})

test('the mother stays the mother when she books for Emil', async () => {
  const from = freshNumber()
  const mother = await stage.hub.customers.create(stage.salon.tenantId, {
    name: 'Anna Schmidt',
    phone: from,
    language: 'de',
  })
  const call = ring(from)
  const offer_token = await stage.offered(call, 'morgen um 9 Uhr')
  await call.ask('book_appointment', { offer_token, name: 'Emil Schmidt' })
  expect(await stage.confirmed()).toMatchObject([{ customerId: mother.id, attendeeName: 'Emil Schmidt' }])
  expect(await stage.hub.customers.get(stage.salon.tenantId, mother.id)).toMatchObject({
    name: 'Anna Schmidt',
  })
})

test('mother and child are booked side by side in one call, and neither stands for the other', async () => {
  const call = ring()
  const first = await stage.offered(call, 'morgen um 9 Uhr')
  await call.ask('book_appointment', { offer_token: first, name: 'Anna Schmidt' })
  const second = await stage.offered(call, 'morgen um 9 Uhr')
  await call.ask('book_appointment', { offer_token: second, name: 'Emil Schmidt' })
  expect((await stage.confirmed()).map(({ attendeeName }) => attendeeName).sort()).toEqual([
    'Anna Schmidt',
    'Emil Schmidt',
  ])
  const third = await call.ask('book_appointment', { offer_token: second, name: 'Oma Schmidt' })
  expect(third.status).toBe('alternatives')
})

test.each(['Acht Uhr', 'guten Tag', 'Unbekannt', '{{name}}', 'mein Termin'])(
  '%s is nobody’s name: it is asked for again and nothing is stored',
  async (name) => {
    const call = ring()
    const answer = await call.ask('book_appointment', {
      offer_token: await stage.offered(call, 'morgen um 9 Uhr'),
      name,
    })
    expect(answer).toMatchObject({ status: 'ask', missing: ['name'] })
    expect(await stage.stored()).toEqual([])
    expect(await stage.hub.customers.list(stage.salon.tenantId, { limit: 10 })).toEqual([])
  },
)

test('complete data without an offer books nothing, but says whether the time is free', async () => {
  const call = ring()
  const request = {
    service: CUT,
    date: 'morgen',
    time: '9 Uhr',
    name: 'Anna Schmidt',
    bestaetigung: 'false',
    call_id: 'call_001',
  }
  const answer = await call.ask('book_appointment', request)
  expect(answer).toMatchObject({
    status: 'needs_confirmation',
    data: { slot: { start: '2026-11-25T09:00:00+01:00' } },
  })
  expect(await stage.stored()).toEqual([])
  // Now it was offered, and the caller has said yes.
  expect(await call.ask('book_appointment', request)).toMatchObject({ status: 'booked' })
  expect(await stage.confirmed()).toHaveLength(1)
})

test('a token that was made up, cut short or of another business is no offer', async () => {
  const call = ring()
  const token = await stage.offered(call, 'morgen um 9 Uhr')
  const elsewhere = await openSalon(stage.hub)
  const foreign = await new TestCall(stage.hub, elsewhere, freshNumber()).ask('check_availability', {
    service: CUT,
    when: 'morgen um 9',
  })
  for (const offer_token of ['token', token.slice(0, 60), `${token}x`, foreign.data.offer_token]) {
    const answer = await call.ask('book_appointment', { offer_token, name: 'Anna Schmidt' })
    expect(answer.status).toBe('needs_confirmation')
  }
  expect(await stage.stored()).toEqual([])
})

test('a withheld caller books as a new guest each time, never matched by name', async () => {
  for (const when of ['morgen um 9 Uhr', 'morgen um 10 Uhr']) {
    const call = ring(null)
    expect(await call.ask('identify_caller')).toMatchObject({ status: 'withheld', data: { customer: null } })
    const offer_token = await stage.offered(call, when)
    expect(await call.ask('book_appointment', { offer_token })).toMatchObject({ missing: ['name'] })
    expect(await call.ask('book_appointment', { offer_token, name: 'Anna Schmidt' })).toMatchObject({
      status: 'booked',
    })
  }
  const guests = await stage.hub.customers.list(stage.salon.tenantId, { limit: 10 })
  expect(guests.map(({ name, phone }) => [name, phone])).toEqual([
    ['Anna Schmidt', null],
    ['Anna Schmidt', null],
  ])
})

test('a refused booking leaves no new customer behind', async () => {
  const call = ring()
  const offer_token = await stage.offered(call, 'morgen um 9 Uhr', { staff: 'Lina' })
  await stage.book(ring(), 'morgen um 9 Uhr', { staff: 'Lina' })
  const before = await stage.hub.customers.list(stage.salon.tenantId, { limit: 10 })
  const answer = await call.ask('book_appointment', { offer_token, name: 'Anna Schmidt' })
  expect(answer).toMatchObject({ status: 'alternatives', data: { reason: 'slot_taken' } })
  expect(await stage.hub.customers.list(stage.salon.tenantId, { limit: 10 })).toEqual(before)
})
