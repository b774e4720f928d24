import { expect, test } from '@jest/globals'
import { berlin } from '../testing/call-fixture.ts'
import { CUT, SalonStage } from '../testing/salon-stage.ts'

const stage = new SalonStage()
const ring = stage.ring.bind(stage)

test('a free time is offered with its weekday and date, and asking holds and books nothing', async () => {
  const answer = await ring().ask('check_availability', {
    dienstleistung: CUT,
    datum: 'morgen',
    uhrzeit: 'halb drei',
  })
  expect(answer).toMatchObject({
    status: 'available',
    say: 'Für Haarschnitt Damen ist am Mittwoch, dem 25. November, um 14 Uhr 30 ein Termin frei. Soll ich ihn für Sie reservieren?',
    data: { slot: { start: '2026-11-25T14:30:00+01:00' } },
    missing: [],
    today: { date: '2026-11-24', weekday: 'Dienstag' },
  })
  expect(await stage.stored()).toEqual([])
})

test('a minute off the grid is not free, and its neighbours are offered', async () => {
  const answer = await ring().ask('check_availability', { service: CUT, when: 'morgen um 14:15' })
  expect(answer).toMatchObject({ status: 'alternatives', data: { reason: 'slot_taken' } })
  expect(answer.say).toMatch(
    /^Diese Zeit ist leider nicht frei\. Frei wäre am Mittwoch, dem 25\. November, um 14 Uhr/,
  )
})

test('a taken time is refused with others, said once a day and in order', async () => {
  await stage.book(ring(), 'morgen um 10 Uhr')
  await stage.book(ring(), 'morgen um 10 Uhr')
  const answer = await ring().ask('check_availability', { service: CUT, when: 'morgen um 10 Uhr' })
  expect(answer.say).toBe(
    'Diese Zeit ist leider nicht frei. Frei wäre am Mittwoch, dem 25. November, um 9 Uhr 30, um 10 Uhr 30 oder am Donnerstag, dem 26. November, um 10 Uhr. Was passt Ihnen?',
  )
})

test('a day is answered with times of that day, a full or closed one with others', async () => {
  const day = await ring().ask('check_availability', { service: CUT, when: 'am Freitag' })
  expect(day.say).toBe(
    'Frei wäre am Freitag, dem 27. November, um 9 Uhr, um 13 Uhr oder um 17 Uhr 30. Was passt Ihnen?',
  )
  const late = await ring().ask('check_availability', { service: CUT, when: 'am Freitag um 22 Uhr' })
  expect(late).toMatchObject({ status: 'alternatives', data: { reason: 'outside_hours' } })
  const night = await ring().ask('check_availability', { service: CUT, when: 'heute Nacht' })
  expect(['alternatives', 'none', 'ask']).toContain(night.status)
})

test('a time beyond the horizon is refused with the last day that can be booked', async () => {
  for (const when of ['7. November 2027 um 10 Uhr', '7. November 2027']) {
    const answer = await ring().ask('check_availability', { service: CUT, when })
    expect(answer).toMatchObject({ data: { reason: 'too_far', last_day: '2027-05-23' } })
    expect(answer.say).toMatch(
      /^So weit im Voraus .* bis einschließlich Sonntag, den 23\. Mai 2027\. Frei wäre /,
    )
  }
})

test('an unknown service is answered with those that are offered here, an ambiguous one asked', async () => {
  const unknown = await ring().ask('check_availability', { service: 'Zahnreinigung', when: 'morgen' })
  expect(unknown).toMatchObject({
    status: 'unknown_service',
    say: 'Das bieten wir hier leider nicht an. Möglich sind Färben, Haarschnitt Damen und Haarschnitt Herren. Was darf es sein?',
    missing: ['service'],
  })
  const ambiguous = await ring().ask('check_availability', { service: 'Haarschnitt', when: 'morgen' })
  expect(ambiguous).toMatchObject({
    status: 'ask',
    say: 'Meinen Sie Haarschnitt Damen oder Haarschnitt Herren?',
    missing: ['service'],
  })
  const none = await ring().ask('check_availability', {})
  expect(none).toMatchObject({ status: 'ask', missing: ['service', 'when'] })
  expect(none.say).toMatch(/^Was darf es sein\?/)
})

test('what only another location does is not offered here', async () => {
  const answer = await ring().ask('check_availability', { service: 'Massage', when: 'morgen um 10 Uhr' })
  expect(answer.status).toBe('unknown_service')
  expect((await ring().ask('list_services')).say).not.toContain('Massage')
})

test('a wish for somebody is honoured through to the appointment', async () => {
  for (const staff of ['Jörg', 'bei Joerg bitte', 'Kaya', 'Jorg']) {
    const call = ring()
    const checked = await call.ask('check_availability', { service: CUT, when: 'morgen um 11 Uhr', staff })
    expect(checked.say).toContain('ein Termin bei Jörg Kaya frei')
  }
  const call = ring()
  const held = await call.ask('hold_slot', { service: CUT, when: 'morgen um 11 Uhr', mitarbeiter: 'Jörg' })
  const booked = await call.ask('book_appointment', { hold_id: held.data.hold_id, name: 'Anna Schmidt' })
  expect(booked.say).toContain('bei Jörg Kaya')
  const again = await ring().ask('check_availability', {
    service: CUT,
    when: 'morgen um 11 Uhr',
    staff: 'Jörg',
  })
  expect(again.status).toBe('alternatives')
})

test('a wish for somebody who cannot, or is elsewhere, is refused with those who can', async () => {
  const colour = await ring().ask('check_availability', { service: 'Färben', when: 'morgen', staff: 'Jörg' })
  expect(colour).toMatchObject({
    status: 'staff_not_available',
    say: 'Das macht bei uns nur Lina Weber. Wäre Ihnen das recht?',
    missing: ['staff'],
  })
  const elsewhere = await ring().ask('hold_slot', { service: CUT, when: 'morgen um 9', staff: 'Sofia' })
  expect(elsewhere).toMatchObject({ status: 'staff_not_available' })
  expect(elsewhere.say).toContain('Jörg Kaya oder Lina Weber')
  expect(await stage.stored()).toEqual([])
  const anybody = await ring().ask('check_availability', {
    service: CUT,
    when: 'morgen um 9',
    staff: 'ist egal',
  })
  expect(anybody.status).toBe('available')
})

test.each([
  ['2023-06-13 um 14 Uhr', 'past'],
  ['gestern um 10', 'past'],
  ['sechs sechzehn Uhr', 'unclear_time'],
  ['nächsten Mittwoch um drei', 'which_day'],
  ['kommende Woche', 'which_week'],
  ['irgendwann', 'missing'],
  ['32. August', 'no_such_date'],
])('%s is asked back and stores nothing', async (when, question) => {
  for (const name of ['check_availability', 'hold_slot', 'book_appointment']) {
    const answer = await ring().ask(name, { service: CUT, when, name: 'Anna Schmidt' })
    expect(answer).toMatchObject({ status: 'ask', data: { question }, missing: ['when'] })
  }
  expect(await stage.stored()).toEqual([])
})

test('nothing said about the time is a question, never a default', async () => {
  const call = ring()
  const asked = await call.ask('check_availability', { service: CUT, date: '', time: '{{time}}' })
  expect(asked).toMatchObject({
    status: 'ask',
    say: 'An welchem Tag und um wie viel Uhr möchten Sie kommen?',
  })
  expect(await call.ask('book_appointment', { name: 'Anna Schmidt' })).toMatchObject({
    status: 'needs_confirmation',
    missing: ['when'],
  })
  expect(await stage.stored()).toEqual([])
})

test('opening hours are those of the days asked about, else of the coming week', async () => {
  const sunday = await ring().ask('opening_hours', { when: 'am Sonntag' })
  expect(sunday.say).toBe('Sonntag, der 29. November: geöffnet von 9 Uhr bis 18 Uhr.')
  const week = await ring().ask('opening_hours')
  expect(week.data.days).toHaveLength(7)
  expect(week.say).toBe(
    'Von Dienstag, dem 24. November, bis Montag, den 30. November: geöffnet von 9 Uhr bis 18 Uhr.',
  )
})

test('who stands in for one that is away is named, held and booked, whoever the caller goes on asking for', async () => {
  const { tenantId, lina, joerg } = stage.salon
  const [start, end] = [berlin('2026-11-25T14:00'), berlin('2026-11-25T16:00')]
  await stage.hub.absences.create(tenantId, { resourceId: lina.id, start, end, standInId: joerg.id })
  const call = ring()
  const asked = { service: CUT, staff: 'Lina', when: 'morgen um halb drei' }
  const checked = await call.ask('check_availability', asked)
  expect(checked.say).toBe(
    'Lina Weber ist dann nicht da. Für Haarschnitt Damen ist am Mittwoch, dem 25. November, um 14 Uhr 30 ein Termin bei Jörg Kaya frei. Soll ich ihn für Sie reservieren?',
  )
  expect((await call.ask('hold_slot', asked)).status).toBe('held')
  const booked = await call.ask('book_appointment', { ...asked, name: 'Anna Schmidt' })
  expect(booked).toMatchObject({ status: 'booked', data: { appointment: { staff: 'Jörg Kaya' } } })
})

test('a public holiday is named where opening hours are asked for', async () => {
  await stage.hub.locations.update(stage.salon.tenantId, stage.salon.location.id, { holidayRegion: 'DE-BE' })
  const christmas = await ring().ask('opening_hours', { when: 'am 25. Dezember' })
  expect(christmas.say).toBe('Freitag, der 25. Dezember: Feiertag (1. Weihnachtstag), geschlossen.')
})

test('services are read out with their length', async () => {
  expect((await ring().ask('list_services')).say).toBe(
    'Wir bieten an: Färben, eine Stunde; Haarschnitt Damen, 30 Minuten; Haarschnitt Herren, 30 Minuten.',
  )
})

test('an English line is answered in English', async () => {
  await stage.reopen({ language: 'en' })
  const call = ring()
  const checked = await call.ask('check_availability', { service: CUT, when: 'tomorrow at 2:30 pm' })
  expect(checked.say).toBe(
    'For Haarschnitt Damen there is an appointment free on Wednesday, November 25th at 2:30 PM. Shall I reserve it for you?',
  )
  const booked = await call.ask('book_appointment', {
    offer_token: checked.data.offer_token,
    name: 'Ann Smith',
  })
  expect(booked.say).toMatch(/^Your appointment is booked: .* at 2:30 PM with .*\. We look forward/)
  const off = await ring().ask('check_availability', { service: CUT, when: 'tomorrow at noon sharp' })
  expect(off.say).toContain('at noon')
})

test('a service is called what the language of the line calls it, and understood by any of its names', async () => {
  await stage.reopen({ language: 'en' })
  const { tenantId, ladies } = stage.salon
  const spoken = { de: ['Schnitt und Föhnen'], en: ["ladies' haircut", "women's cut"] }
  await stage.hub.catalog.update(tenantId, ladies.id, { spoken })
  for (const service of ['Schnitt und Föhnen', "women's cut", CUT]) {
    const { say } = await ring().ask('check_availability', { service, when: 'tomorrow at 2:30 pm' })
    expect(say).toMatch(/^For ladies' haircut there is an appointment free/)
  }
  expect((await ring().ask('list_services')).say).toContain("ladies' haircut, 30 minutes")
  const booked = await stage.book(ring(), 'tomorrow at 3 pm')
  expect((await stage.confirmed()).map(({ id }) => id)).toEqual([booked])
})

test.each([
  { service: CUT, when: 'morgen um 14:30' },
  { service_name: CUT, datetime: '2026-11-25T14:30:00+01:00' },
  { dienstleistung: CUT, datum: '25.11.', uhrzeit: 'halb drei' },
  { service: CUT, appointment_date: '2026-11-25', appointment_time: '14:30' },
  { service: CUT, preferred_date: 'morgen', preferred_time: '14 Uhr 30' },
  { service: CUT, date: '{{date}}', datum: 'morgen', time: 'null', uhrzeit: '14:30', bestaetigung: false },
  { service: CUT, start: '2026-11-25T13:30:00.000Z' },
])('the same wish under other names is the same wish: %j', async (args) => {
  const answer = await ring().ask('check_availability', args)
  expect(answer).toMatchObject({ data: { slot: { start: '2026-11-25T14:30:00+01:00' } } })
})
