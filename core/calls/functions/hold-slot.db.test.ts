import { expect, test } from '@jest/globals'
import { berlin } from '../testing/call-fixture.ts'
import { freshNumber } from '../testing/salon.ts'
import { CUT, SalonStage } from '../testing/salon-stage.ts'

const stage = new SalonStage()
const ring = stage.ring.bind(stage)

test('a held time asks for the name that is missing, and becomes the appointment under the same id', async () => {
  const call = ring()
  const held = await call.ask('hold_slot', { offer_token: await stage.offered(call, 'morgen um 9 Uhr') })
  expect(held).toMatchObject({
    status: 'held',
    say: 'Ich halte Ihnen am Mittwoch, dem 25. November, um 9 Uhr einen Termin frei: Haarschnitt Damen. Auf welchen Namen darf ich den Termin eintragen?',
    missing: ['name'],
  })
  expect(await call.ask('book_appointment', {})).toMatchObject({ status: 'ask', missing: ['name'] })
  const booked = await call.ask('book_appointment', { name: 'Anna Schmidt' })
  expect(booked).toMatchObject({ status: 'booked', data: { appointment: { id: held.data.hold_id } } })
})

test('whoever is known is not asked for the name again', async () => {
  const from = freshNumber()
  await stage.hub.customers.create(stage.salon.tenantId, {
    name: 'Anna Schmidt',
    phone: from,
    language: 'de',
  })
  const call = ring(from)
  expect(await call.ask('identify_caller')).toMatchObject({
    status: 'known',
    say: 'Guten Tag, Anna Schmidt. Was kann ich für Sie tun?',
    missing: [],
  })
  const held = await call.ask('hold_slot', { service: CUT, when: 'morgen um 9 Uhr' })
  expect(held).toMatchObject({ status: 'held', missing: [] })
  expect(held.say).toMatch(/Darf ich ihn auf den Namen Anna Schmidt eintragen\?$/)
  expect(await call.ask('book_appointment', { hold_id: held.data.hold_id })).toMatchObject({
    status: 'booked',
  })
})

test('the only hold is not booked where another time was said', async () => {
  const call = ring()
  await call.ask('hold_slot', { service: CUT, when: 'morgen um 9 Uhr' })
  const request = { service: CUT, when: 'morgen um 11 Uhr', name: 'Anna Schmidt' }
  expect(await call.ask('book_appointment', request)).toMatchObject({
    status: 'needs_confirmation',
    data: { slot: { start: '2026-11-25T11:00:00+01:00' } },
  })
  expect(await stage.confirmed()).toEqual([])
  await call.ask('book_appointment', { when: 'morgen um 9 Uhr', name: 'Anna Schmidt' })
  expect(await stage.confirmed()).toMatchObject([{ start: berlin('2026-11-25T09:00') }])
})

test('what another call holds is not this call’s to book', async () => {
  const theirs = await ring().ask('hold_slot', { service: CUT, when: 'morgen um 9 Uhr' })
  const answer = await ring().ask('book_appointment', { hold_id: theirs.data.hold_id, name: 'Anna Schmidt' })
  expect(answer.status).toBe('needs_confirmation')
})

test('one’s own hold is not in one’s own way', async () => {
  await stage.book(ring(), 'morgen um 9 Uhr', { staff: 'Jörg' })
  const call = ring()
  await call.ask('hold_slot', { service: CUT, when: 'morgen um 9 Uhr' })
  expect((await call.ask('check_availability', { service: CUT, when: 'morgen um 9 Uhr' })).status).toBe(
    'available',
  )
  const theirs = await ring().ask('check_availability', { service: CUT, when: 'morgen um 9 Uhr' })
  expect(theirs).toMatchObject({ status: 'alternatives', data: { reason: 'held_until' } })
})

test('a fourth hold is refused truthfully', async () => {
  const call = ring()
  for (const hour of [9, 10, 11]) await call.ask('hold_slot', { service: CUT, when: `morgen um ${hour} Uhr` })
  const fourth = await call.ask('hold_slot', { service: CUT, when: 'morgen um 12 Uhr' })
  expect(fourth.say).toBe('Ich halte Ihnen schon mehrere Zeiten frei. Welche davon soll ich eintragen?')
})

test('holding the same time with and without a wish for somebody is no conflict', async () => {
  const call = ring()
  const first = await call.ask('hold_slot', { service: CUT, when: 'morgen um 9 Uhr' })
  const again = await call.ask('hold_slot', { service: CUT, when: 'morgen, 9 Uhr' })
  expect(again.data.hold_id).toBe(first.data.hold_id)
  const jörg = await call.ask('hold_slot', { service: CUT, when: 'morgen um 9 Uhr', staff: 'Jörg' })
  expect(jörg.status).toBe('held')
})
