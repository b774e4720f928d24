import { beforeEach, expect, test } from '@jest/globals'
import type { PolicyRules } from '../../scheduling/index.ts'
import { berlin } from '../testing/call-fixture.ts'
import { freshNumber } from '../testing/salon.ts'
import { SalonStage } from '../testing/salon-stage.ts'
import { speechFaults } from '../testing/speakable.ts'

const stage = new SalonStage()
const ring = stage.ring.bind(stage)

let from: string
let id: string

/** It is Tuesday, ten o'clock; the appointment is on the next day at ten. */
beforeEach(async () => {
  from = freshNumber()
  id = await stage.book(ring(from), 'morgen um 10 Uhr', { staff: 'Lina' })
})

const say = (rules: PolicyRules) =>
  stage.hub.policies.put(stage.salon.tenantId, { subject: { kind: 'client' }, rules })
const standing = () => stage.hub.appointments.get(stage.salon.tenantId, id)

const NOTICE = { noticeMinutes: 1_500 }
const FEE = { fee: { amountMinor: 2_050, withinMinutes: 2_880 } }

test.each([
  [
    'cancel_appointment',
    { cancel: NOTICE },
    'cancel_too_late',
    'Absagen war leider nur bis Dienstag, den 24. November, um 9 Uhr möglich.',
  ],
  [
    'reschedule_appointment',
    { reschedule: NOTICE },
    'reschedule_too_late',
    'Verschieben war leider nur bis Dienstag, den 24. November, um 9 Uhr möglich.',
  ],
  [
    'cancel_appointment',
    { cancel: { quota: { count: 0, per: 'month' } } },
    'quota_reached',
    'Absagen ist bei diesem Termin leider nicht vorgesehen.',
  ],
  [
    'reschedule_appointment',
    { reschedule: { quota: { count: 0, per: 'appointment' } } },
    'quota_reached',
    'Verschieben ist bei diesem Termin leider nicht vorgesehen.',
  ],
] as const)('%s is refused aloud under %j, with somebody to call back', async (name, rules, reason, why) => {
  await say(rules)
  const answer = await ring(from).ask(name, name === 'cancel_appointment' ? {} : { when: 'auf 12 Uhr' })
  expect(answer).toMatchObject({
    status: 'refused',
    say: `${why} Darf ich notieren, dass wir Sie zurückrufen?`,
    data: { reason },
  })
  expect(speechFaults(answer)).toEqual([])
  expect(await standing()).toMatchObject({ status: 'confirmed', start: berlin('2026-11-25T10:00') })
})

test('the second move is refused where one is allowed', async () => {
  await say({ reschedule: { quota: { count: 1, per: 'appointment' } } })
  const call = ring(from)
  expect((await call.ask('reschedule_appointment', { when: 'auf 12 Uhr' })).status).toBe('rescheduled')
  expect((await call.ask('reschedule_appointment', { when: 'auf 13 Uhr' })).say).toBe(
    'Mehr als eine Verschiebung pro Termin ist leider nicht möglich. Darf ich notieren, dass wir Sie zurückrufen?',
  )
})

test('a fee is told first, and only what is handed back as it was told agrees to it', async () => {
  await say({ cancel: FEE })
  const call = ring(from)
  const asked = await call.ask('cancel_appointment')
  expect(asked).toMatchObject({
    status: 'needs_confirmation',
    say: 'Eine Absage kostet jetzt 20 Euro 50. Soll ich den Termin trotzdem absagen?',
    data: { accept_fee: '2050 EUR', fee: { amount_minor: 2_050, currency: 'EUR' } },
    missing: ['accept_fee'],
  })
  for (const args of [{}, { accept_fee: 'yes' }, { accept_fee: '1000 EUR' }])
    expect((await call.ask('cancel_appointment', args)).status).toBe('needs_confirmation')
  expect((await standing()).status).toBe('confirmed')
  const done = await call.ask('cancel_appointment', { accept_fee: asked.data.accept_fee })
  expect(done.say).toBe(
    'Ihr Termin ist abgesagt: Haarschnitt Damen am Mittwoch, dem 25. November, um 10 Uhr. Die Gebühr dafür beträgt 20 Euro 50.',
  )
  expect(speechFaults(done)).toEqual([])
  expect((await standing()).status).toBe('cancelled')
})

test('a share of a price that is not known is told as a share', async () => {
  await say({ reschedule: { fee: { percent: 50, withinMinutes: 2_880 } } })
  const call = ring(from)
  const asked = await call.ask('reschedule_appointment', { when: 'auf 12 Uhr' })
  expect(asked.say).toBe(
    'Eine Verschiebung kostet jetzt 50 Prozent des Preises. Soll ich den Termin trotzdem verschieben?',
  )
  const agreed = { when: 'auf 12 Uhr', accept_fee: asked.data.accept_fee }
  expect((await call.ask('reschedule_appointment', agreed)).status).toBe('rescheduled')
})

test('what is cancelled twice is answered alike, fee or not', async () => {
  const call = ring(from)
  const first = await call.ask('cancel_appointment')
  await say({ cancel: { ...NOTICE, ...FEE } })
  stage.hub.clock.forward(2)
  expect(await call.ask('cancel_appointment')).toEqual(first)
})

test('a caller’s holds are counted over all calls, and said so', async () => {
  const hold = (call: ReturnType<typeof ring>, hour: number) =>
    call.ask('hold_slot', { service: 'Damenhaarschnitt', when: `am Freitag um ${hour} Uhr` })
  const calls = [ring(from), ring(from), ring(from)]
  const held = []
  for (const [i, hour] of [9, 10, 11, 12, 13].entries())
    held.push(await hold(calls[i % 2] as (typeof calls)[0], hour))
  expect(held.map(({ status }) => status)).toEqual(['held', 'held', 'held', 'held', 'held'])
  const sixth = await hold(calls[2] as (typeof calls)[0], 14)
  expect(sixth).toMatchObject({
    status: 'none',
    say: 'Für Ihre Nummer sind schon mehrere Zeiten vorgemerkt. Bitte versuchen Sie es in ein paar Minuten noch einmal.',
    data: { reason: 'limit_reached', limit: 'caller' },
  })
  expect((await hold(ring(), 14)).status).toBe('held')
})
