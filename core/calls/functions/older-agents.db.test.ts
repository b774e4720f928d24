import { expect, test } from '@jest/globals'
import { CUT, SalonStage } from '../testing/salon-stage.ts'

const stage = new SalonStage()
const WISH = { dienstleistung: CUT, datum: 'morgen', uhrzeit: '14 Uhr', call_id: 'call_001' }

test('an agent of the system before this one checks, books and confirms, and there is one appointment', async () => {
  const call = stage.ring()
  expect(await call.ask('initialize_call', { call_id: 'None' })).toMatchObject({ status: 'unknown' })
  const args = { ...WISH, name: 'Maria Vogel' }
  const checked = await call.ask('collect_appointment_data', { ...args, bestaetigung: false })
  expect(checked).toMatchObject({ status: 'available' })
  const booked = await call.ask('collect_appointment_data', { ...args, bestaetigung: true })
  expect(booked).toMatchObject({ status: 'booked' })
  const again = await call.ask('confirm_booking', { ...WISH, customer_name: 'Maria Vogel' })
  expect(again).toMatchObject({ status: 'booked', data: booked.data })
  expect(await stage.confirmed()).toHaveLength(1)
})

test('the flag books nothing that was not offered in this call', async () => {
  const args = { ...WISH, name: 'Maria Vogel', bestaetigung: 'true' }
  const answer = await stage.ring().ask('collect_appointment_data', args)
  expect(answer.status).toBe('needs_confirmation')
  expect(await stage.stored()).toEqual([])
})

test('start_booking and confirm_booking together book once', async () => {
  const call = stage.ring()
  await call.ask('check_availability_v17', WISH)
  const args = { service_name: CUT, datetime: 'morgen um 14 Uhr', customer_name: 'Maria Vogel' }
  for (const name of ['start_booking', 'confirm_booking'])
    expect((await call.ask(name, args)).status).toBe('booked')
  expect(await stage.confirmed()).toHaveLength(1)
})

test('a reserved time is let go of', async () => {
  const call = stage.ring()
  expect((await call.ask('reserve_slot', WISH)).status).toBe('held')
  expect((await call.ask('release_slot_reservation', {})).status).toBe('released')
  expect((await stage.stored()).map(({ status }) => status)).not.toContain('held')
  expect((await call.ask('release_slot_reservation', {})).status).toBe('released')
})

test('the next free time is looked for from now on, or from a day on', async () => {
  const call = stage.ring()
  const next = await call.ask('find_next_available', { service: CUT, search_days: 14 })
  expect(JSON.stringify(next.data)).toContain('2026-11-24T')
  const later = await call.ask('find_next_available', { service: CUT, after: '2026-12-01' })
  expect(JSON.stringify(later.data)).toContain('2026-12-01T')
})

test.each([
  ['morgen um halb drei', { date: '2026-11-25', start: '2026-11-25T14:30:00+01:00' }],
  ['übermorgen', { date: '2026-11-26' }],
])('parse_date understands %s, and asks back what it understood', async (date_string, data) => {
  const answer = await stage.ring().ask('parse_date', { date_string })
  expect(answer).toMatchObject({ status: 'ok', data })
  expect(answer.say).toMatch(/^Sie meinen also .*\?$/)
})

test.each(['', '{{date}}', 'irgendwann'])('parse_date fills in nothing for %p', async (date_string) => {
  expect((await stage.ring().ask('parse_date', { date_string })).status).toBe('ask')
})

test('what is stored is what the agent called', async () => {
  const call = stage.ring()
  await call.ask('get_available_services', { call_id: 'call_001' })
  const [{ id = '' } = {}] = await stage.hub.calls.list(stage.salon.tenantId, { limit: 1 })
  const { functionCalls } = await stage.hub.calls.get(stage.salon.tenantId, id)
  expect(functionCalls).toEqual([
    expect.objectContaining({
      name: 'get_available_services',
      status: 'ok',
      arguments: { call_id: 'call_001' },
    }),
  ])
})

const CHANGED = ['booked', 'held', 'rescheduled', 'cancelled']

test('arguments of an older agent are trusted no more than a form on the internet', async () => {
  const call = stage.ring()
  const hostile = {
    call_id: 'call_of_somebody_else',
    from_number: '+491700000000',
    tenant_id: stage.salon.agencyId,
    customer_name: { $ne: null },
    datum: ['morgen'],
    uhrzeit: '\u0000'.repeat(50),
    dienstleistung: "'; drop table calls; --".repeat(500),
    bestaetigung: { toString: 'true' },
    __proto__: { service: CUT },
  }
  for (const name of ['collect_appointment_data', 'reschedule_appointment', 'finalize_ticket', 'parse_date'])
    expect(CHANGED).not.toContain((await call.ask(name, hostile)).status)
  expect(await stage.stored()).toEqual([])
})
