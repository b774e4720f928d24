import { beforeEach, expect, test } from '@jest/globals'
import { berlin } from '../testing/call-fixture.ts'
import { freshNumber } from '../testing/salon.ts'
import { SalonStage } from '../testing/salon-stage.ts'

const stage = new SalonStage()
const ring = stage.ring.bind(stage)

let from: string
/** Ids of what the caller has booked, by what was said. */
let booked: Record<string, string>

const TIMES = [
  'morgen um 10 Uhr',
  'am Freitag um 15 Uhr',
  'am 2. Dezember um 11 Uhr',
  'am 9. Dezember um 16 Uhr',
]

beforeEach(async () => {
  from = freshNumber()
  booked = {}
})

async function bookAll(times = TIMES): Promise<void> {
  for (const time of times) booked[time] = await stage.book(ring(from), time, { staff: 'Lina' })
}

const startOf = async (time: string) =>
  (await stage.hub.appointments.get(stage.salon.tenantId, booked[time] ?? '')).start
const statusOf = async (time: string) =>
  (await stage.hub.appointments.get(stage.salon.tenantId, booked[time] ?? '')).status

test('all of the caller’s own appointments are listed, and nobody else’s', async () => {
  await bookAll()
  await stage.book(ring(), 'morgen um 12 Uhr')
  const answer = await ring(from).ask('list_appointments')
  expect(answer).toMatchObject({ status: 'ok', data: { appointments: [{}, {}, {}, {}] } })
  expect(answer.say).toMatch(
    /^Sie haben diese Termine: Haarschnitt Damen am Mittwoch, dem 25\. November, um 10 Uhr, /,
  )
  expect((await ring().ask('list_appointments')).say).toBe(
    'Unter Ihrer Nummer finde ich keinen kommenden Termin.',
  )
})

test.each([
  [{ appointment_id: 'am 9. Dezember um 16 Uhr' }, 'am 9. Dezember um 16 Uhr'],
  [{ which: 'den am 2. Dezember' }, 'am 2. Dezember um 11 Uhr'],
  [{ old_datum: 'Freitag' }, 'am Freitag um 15 Uhr'],
  [{ which: 'den um vier' }, 'am 9. Dezember um 16 Uhr'],
  [{ old_date: '2026-11-25', old_uhrzeit: '10:00' }, 'morgen um 10 Uhr'],
])('of four appointments each is found: %j', async (which, meant) => {
  await bookAll()
  const id = 'appointment_id' in which ? booked[meant] : undefined
  const args = { ...which, ...(id ? { appointment_id: id } : {}), when: 'auf 12 Uhr' }
  const answer = await ring(from).ask('reschedule_appointment', args)
  expect(answer).toMatchObject({ status: 'rescheduled', data: { appointment: { id: booked[meant] } } })
  const before = TIMES.filter((time) => time !== meant)
  for (const time of before) expect(await startOf(time)).not.toBe((await startOf(meant)) as number)
})

test('the appointment and the new time may be said in one breath', async () => {
  await bookAll()
  const answer = await ring(from).ask('reschedule_appointment', { when: 'den am 2. Dezember auf 15 Uhr' })
  expect(answer.say).toBe(
    'Ihr Termin ist verschoben: Haarschnitt Damen jetzt am Mittwoch, dem 2. Dezember, um 15 Uhr bei Lina Weber.',
  )
  expect(await startOf('am 2. Dezember um 11 Uhr')).toBe(berlin('2026-12-02T15:00'))
})

test('without a word of which, of several the caller is asked, with every one of them', async () => {
  await bookAll()
  for (const name of ['reschedule_appointment', 'cancel_appointment']) {
    const answer = await ring(from).ask(name, name === 'cancel_appointment' ? {} : { when: 'auf 12 Uhr' })
    expect(answer).toMatchObject({ status: 'ask', missing: ['appointment_id'] })
    expect(answer.data.appointments).toHaveLength(4)
  }
})

test.each([
  ['auf 15 Uhr', '2026-11-25T15:00'],
  ['eine halbe Stunde später', '2026-11-25T10:30'],
  ['eine Stunde früher', '2026-11-25T09:00'],
  ['am Freitag um 16 Uhr', '2026-11-27T16:00'],
  ['zwei Tage später', '2026-11-27T10:00'],
  ['um drei', '2026-11-25T15:00'],
])('the only appointment is moved %s', async (when, to) => {
  await bookAll(['morgen um 10 Uhr'])
  const answer = await ring(from).ask('reschedule_appointment', { new_when: when })
  expect(answer.status).toBe('rescheduled')
  expect(await startOf('morgen um 10 Uhr')).toBe(berlin(to))
})

test('an appointment may overlap itself', async () => {
  const call = ring(from)
  const checked = await call.ask('check_availability', { service: 'Färben', when: 'morgen um 10 Uhr' })
  const token = { offer_token: checked.data.offer_token, name: 'Maria Vogel' }
  const { data } = await call.ask('book_appointment', token)
  booked.colour = (data.appointment as { id: string }).id
  expect(await call.ask('reschedule_appointment', { when: 'eine halbe Stunde später' })).toMatchObject({
    status: 'rescheduled',
  })
  expect(await startOf('colour')).toBe(berlin('2026-11-25T10:30'))
})

test('a taken time is refused with others, one of which can be chosen by its token', async () => {
  await bookAll(['morgen um 10 Uhr'])
  await stage.book(ring(), 'morgen um 12 Uhr', { staff: 'Lina' })
  await stage.book(ring(), 'morgen um 12 Uhr', { staff: 'Jörg' })
  const call = ring(from)
  const refused = await call.ask('reschedule_appointment', { when: 'auf 12 Uhr' })
  expect(refused).toMatchObject({ status: 'alternatives', data: { reason: 'slot_taken' } })
  expect(await startOf('morgen um 10 Uhr')).toBe(berlin('2026-11-25T10:00'))
  const [slot] = refused.data.slots as Array<{ offer_token: string; start: string }>
  await call.ask('reschedule_appointment', { offer_token: slot?.offer_token })
  expect(await startOf('morgen um 10 Uhr')).toBe(Date.parse(slot?.start ?? ''))
})

test('a day alone is offered, the same time first, and not chosen', async () => {
  await bookAll(['morgen um 10 Uhr'])
  const answer = await ring(from).ask('reschedule_appointment', { when: 'auf Freitag' })
  expect(answer).toMatchObject({
    status: 'alternatives',
    say: 'Frei wäre am Freitag, dem 27. November, um 10 Uhr. Passt Ihnen das?',
  })
  const free = await ring(from).ask('reschedule_appointment', { when: 'nächste Woche nachmittags' })
  expect(free.say).toContain('am Montag, dem 30. November, um 13 Uhr')
  expect(await startOf('morgen um 10 Uhr')).toBe(berlin('2026-11-25T10:00'))
})

test('a wish for somebody else moves it to them, or is refused aloud', async () => {
  await bookAll(['morgen um 10 Uhr'])
  const jörg = await ring(from).ask('reschedule_appointment', { when: 'auf 11 Uhr', staff: 'Jörg' })
  expect(jörg.say).toMatch(/um 11 Uhr bei Jörg Kaya\.$/)
  const sofia = await ring(from).ask('reschedule_appointment', { when: 'auf 12 Uhr', staff: 'Sofia' })
  expect(sofia.status).toBe('staff_not_available')
})

test.each([['eine halbe Stunde später'], ['auf 15 Uhr']])(
  'a move sent twice moves once and is answered alike: %s',
  async (when) => {
    await bookAll(['morgen um 10 Uhr'])
    const call = ring(from)
    const [first, second] = await Promise.all([
      call.ask('reschedule_appointment', { when }),
      call.ask('reschedule_appointment', { when }),
    ])
    stage.hub.clock.forward(0.15)
    expect(await call.ask('reschedule_appointment', { when })).toEqual(first)
    expect(second).toEqual(first)
    expect(await startOf('morgen um 10 Uhr')).toBe(
      Date.parse((first.data.appointment as { start: string }).start),
    )
    expect([berlin('2026-11-25T10:30'), berlin('2026-11-25T15:00')]).toContain(
      await startOf('morgen um 10 Uhr'),
    )
  },
)

test('there and back again and there once more ends there', async () => {
  await bookAll(['morgen um 10 Uhr'])
  const call = ring(from)
  for (const hour of [15, 16, 15]) {
    stage.hub.clock.forward(1)
    await call.ask('reschedule_appointment', { when: `auf ${hour} Uhr` })
    expect(await startOf('morgen um 10 Uhr')).toBe(berlin(`2026-11-25T${hour}:00`))
  }
})

test('the same words later in the call are a new wish', async () => {
  await bookAll(['morgen um 10 Uhr'])
  const call = ring(from)
  for (const to of ['10:30', '11:00']) {
    await call.ask('reschedule_appointment', { when: 'eine halbe Stunde später' })
    expect(await startOf('morgen um 10 Uhr')).toBe(berlin(`2026-11-25T${to}`))
    stage.hub.clock.forward(1)
  }
})

test('a move into the past is refused, and the past is not shifted', async () => {
  stage.hub.clock.set(berlin('2026-11-24T09:30'))
  await bookAll(['heute um 16 Uhr'])
  stage.hub.clock.set(berlin('2026-11-24T14:10'))
  const answer = await ring(from).ask('reschedule_appointment', { when: 'auf 10 Uhr' })
  expect(answer.data.reason).toBe('too_soon')
  expect(await ring(from).ask('reschedule_appointment', { when: 'gestern um 10' })).toMatchObject({
    status: 'ask',
    data: { question: 'past' },
  })
  expect(await startOf('heute um 16 Uhr')).toBe(berlin('2026-11-24T16:00'))
})

test('what was moved in the calendar is told with its new time', async () => {
  await bookAll(['morgen um 10 Uhr'])
  await stage.hub.bookings.reschedule(stage.salon.tenantId, {
    appointmentId: booked['morgen um 10 Uhr'] ?? '',
    start: berlin('2026-11-25T12:00'),
    requestKey: 'dragged',
    actor: 'owner',
  })
  expect((await ring(from).ask('list_appointments')).say).toContain('um 12 Uhr')
})

test('an appointment is cancelled, also when it is said twice, and its time is free again', async () => {
  await bookAll(['morgen um 10 Uhr'])
  const call = ring(from)
  const [first, second] = await Promise.all([call.ask('cancel_appointment'), call.ask('cancel_appointment')])
  expect(first).toMatchObject({
    status: 'cancelled',
    say: 'Ihr Termin ist abgesagt: Haarschnitt Damen am Mittwoch, dem 25. November, um 10 Uhr.',
  })
  stage.hub.clock.forward(1)
  expect(await call.ask('cancel_appointment')).toEqual(first)
  expect(second).toEqual(first)
  expect(await statusOf('morgen um 10 Uhr')).toBe('cancelled')
  await stage.book(ring(), 'morgen um 10 Uhr', { staff: 'Lina' })
})

test('a cancellation said twice never takes the next appointment with it', async () => {
  await bookAll()
  for (const args of [{ which: 'den am Freitag' }, { appointment_datum: 'Freitag', datum: 'Freitag' }]) {
    stage.hub.clock.forward(1)
    const answer = await ring(from).ask('cancel_appointment', args)
    expect(answer).toMatchObject({
      status: 'cancelled',
      data: { appointment: { id: booked['am Freitag um 15 Uhr'] } },
    })
  }
  await bookAll(['am 14. Dezember um 9 Uhr'])
  const id = booked['am Freitag um 15 Uhr']
  expect((await ring(from).ask('cancel_appointment', { appointment_id: id })).status).toBe('cancelled')
  const left = await ring(from).ask('list_appointments')
  expect(left.data.appointments).toHaveLength(4)
})

test('what fits none of them touches none of them, even if there is only one', async () => {
  await bookAll(['morgen um 10 Uhr'])
  const others = await stage.book(ring(), 'morgen um 12 Uhr')
  for (const args of [{ which: 'den am Montag' }, { appointment_id: others }, { service: 'Färben' }]) {
    const answer = await ring(from).ask('cancel_appointment', args)
    expect(answer).toMatchObject({ status: 'ask', data: { appointments: [{}] } })
    expect(answer.say).toBe(
      'Dazu finde ich keinen Termin. Meinen Sie Haarschnitt Damen am Mittwoch, dem 25. November, um 10 Uhr?',
    )
  }
  expect(await stage.confirmed()).toHaveLength(2)
})

test('a placeholder for an id is no id', async () => {
  await bookAll(['morgen um 10 Uhr'])
  const answer = await ring(from).ask('cancel_appointment', { appointment_id: '1' })
  expect(answer.status).toBe('cancelled')
})

test('a withheld caller may not list, move or cancel, and hears nothing of what is stored', async () => {
  await bookAll(['morgen um 10 Uhr'])
  const id = booked['morgen um 10 Uhr']
  for (const name of ['list_appointments', 'reschedule_appointment', 'cancel_appointment']) {
    const answer = await ring(null).ask(name, { appointment_id: id, name: 'Maria Vogel', when: 'auf 12 Uhr' })
    expect(answer).toMatchObject({ status: 'withheld', data: {}, missing: ['phone'] })
    expect(JSON.stringify(answer)).not.toMatch(/Maria|Haarschnitt|10:00|\+49/)
  }
  expect(await startOf('morgen um 10 Uhr')).toBe(berlin('2026-11-25T10:00'))
})

test('another number with the same last digits is another caller', async () => {
  await bookAll(['morgen um 10 Uhr'])
  const twin = `+43${from.slice(3)}`
  const answer = await ring(twin).ask('cancel_appointment', { appointment_id: booked['morgen um 10 Uhr'] })
  expect(answer).toMatchObject({ status: 'not_found', data: {} })
  expect(await statusOf('morgen um 10 Uhr')).toBe('confirmed')
})

test('a caller of two businesses has two lists', async () => {
  await bookAll(['morgen um 10 Uhr'])
  const id = booked['morgen um 10 Uhr']
  await stage.reopen()
  expect((await ring(from).ask('list_appointments')).data.appointments).toEqual([])
  expect((await ring(from).ask('cancel_appointment', { appointment_id: id })).status).toBe('not_found')
  expect(await ring(from).ask('identify_caller')).toMatchObject({ status: 'unknown' })
})

test('services in the words help to find the appointment', async () => {
  const call = ring(from)
  await stage.book(call, 'morgen um 10 Uhr')
  const colour = await call.ask('check_availability', { service: 'Färben', when: 'am Freitag um 10 Uhr' })
  await call.ask('book_appointment', { offer_token: colour.data.offer_token, name: 'Maria Vogel' })
  const answer = await call.ask('cancel_appointment', { which: 'das Färben' })
  expect(answer.say).toBe('Ihr Termin ist abgesagt: Färben am Freitag, dem 27. November, um 10 Uhr.')
  expect((await call.ask('list_appointments')).say).toBe(
    'Sie haben einen Termin: Haarschnitt Damen am Mittwoch, dem 25. November, um 10 Uhr.',
  )
})
