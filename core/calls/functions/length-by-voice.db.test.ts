import { beforeEach, expect, test } from '@jest/globals'
import type { FunctionAnswer } from '../function-answer.ts'
import { SalonStage } from '../testing/salon-stage.ts'

const stage = new SalonStage()
const ring = stage.ring.bind(stage)

/** Thirty minutes, sixty and ninety; the last one costs what the service costs. */
beforeEach(async () => {
  await stage.hub.catalog.update(stage.salon.tenantId, stage.salon.ladies.id, {
    spokenNames: ['Kopfmassage'],
    spoken: { de: ['Kopfmassage'], en: ['head massage'] },
    priceMinor: 5_000,
    durations: [
      { minutes: 60, priceMinor: 8_000 },
      { minutes: 90, priceMinor: null },
    ],
  })
})

const massage = { service: 'Kopfmassage', when: 'morgen um 10 Uhr' }
const lengthOf = ({ data }: FunctionAnswer): number => {
  const { start, end } = data.slot as { start: string; end: string }
  return (Date.parse(end) - Date.parse(start)) / 60_000
}

test.each<[said: object, minutes: number, words: string]>([
  [{ duration_minutes: 60 }, 60, 'eine Stunde für 80 Euro'],
  [{ duration_minutes: '90' }, 90, 'eine Stunde und 30 Minuten für 50 Euro'],
  [{ dauer: '90 minutes' }, 90, 'eine Stunde und 30 Minuten für 50 Euro'],
  [{ duration: 'die lange, 90 Minuten' }, 90, 'eine Stunde und 30 Minuten für 50 Euro'],
  [{ service: 'eine neunzigminütige Kopfmassage' }, 90, 'eine Stunde und 30 Minuten für 50 Euro'],
  [{ when: 'morgen um 10 Uhr für 60 Minuten' }, 60, 'eine Stunde für 80 Euro'],
  [{ when: 'morgen um 10 Uhr 60 Minuten' }, 30, '30 Minuten für 50 Euro'],
  [{ duration_minutes: 30 }, 30, '30 Minuten für 50 Euro'],
  [{}, 30, '30 Minuten für 50 Euro'],
  [{ duration_minutes: '{{duration}}' }, 30, '30 Minuten für 50 Euro'],
])('%j is offered, held and booked at that length, and the price is said', async (said, minutes, words) => {
  const call = ring()
  const checked = await call.ask('check_availability', { ...massage, ...said })
  expect(checked.say).toMatch(`Für Kopfmassage, ${words}, ist am Mittwoch`)
  expect(lengthOf(checked)).toBe(minutes)
  const held = await call.ask('hold_slot', { ...massage, ...said })
  expect(held.say).toMatch(`um 10 Uhr einen Termin frei: Kopfmassage, ${words}. Auf`)
  expect(lengthOf(held)).toBe(minutes)
  const booked = await call.ask('book_appointment', { ...said, name: 'Anna Schmidt' })
  expect(booked.say).toMatch(`gebucht: Kopfmassage, ${words}, am Mittwoch`)
  const [{ start, end } = { start: 0, end: 0 }] = await stage.confirmed()
  expect((end - start) / 60_000).toBe(minutes)
})

test.each([{ duration_minutes: 45 }, { dauer: 'drei Stunden' }, { duration: '10000' }, { duration: 'lang' }])(
  '%j is answered with the lengths there are and their prices, and stores nothing',
  async (said) => {
    for (const name of ['check_availability', 'hold_slot', 'book_appointment']) {
      const answer = await ring().ask(name, { ...massage, ...said, name: 'Anna Schmidt' })
      expect(answer).toMatchObject({
        missing: ['duration_minutes'],
        data: { lengths: [{ minutes: 30 }, { minutes: 60, price_minor: 8_000, currency: 'EUR' }, {}] },
      })
      expect(answer.say).toMatch(
        'Kopfmassage gibt es mit 30 Minuten für 50 Euro, eine Stunde für 80 Euro oder eine Stunde und 30 Minuten für 50 Euro. Was darf es sein?',
      )
    }
    expect(await stage.stored()).toEqual([])
  },
)

test('a service of one length says so, once', async () => {
  const asked = await ring().ask('check_availability', { ...massage, service: 'Färben', dauer: '90 Minuten' })
  expect(asked).toMatchObject({
    status: 'unknown_length',
    say: 'Färben dauert immer eine Stunde. Ist Ihnen das recht?',
  })
  const fine = await ring().ask('check_availability', { ...massage, service: 'Färben', dauer: 'lang' })
  expect(fine.say).toMatch('Für Färben ist am')
})

test('a length in the name of a service says which one is meant', async () => {
  const { tenantId, colour } = stage.salon
  await stage.hub.catalog.update(tenantId, colour.id, { spokenNames: ['45 Minuten Farbe'] })
  const answer = await ring().ask('check_availability', { ...massage, service: '45 Minuten Farbe' })
  expect(answer.status).toBe('available')
})

test('an offer is held at its length, and looked up anew at another one', async () => {
  const call = ring()
  const offer_token = (await call.ask('check_availability', { ...massage, dauer: 60 })).data.offer_token
  expect(lengthOf(await call.ask('hold_slot', { offer_token }))).toBe(60)
  expect(lengthOf(await call.ask('hold_slot', { offer_token, dauer: 90 }))).toBe(90)
  expect(await call.ask('hold_slot', { offer_token, dauer: 45 })).toMatchObject({ status: 'unknown_length' })
})

test('of one start offered at two lengths the one that is said is booked, and no other than was held', async () => {
  const call = ring()
  for (const dauer of [60, 90]) await call.ask('check_availability', { ...massage, dauer })
  const booked = await call.ask('book_appointment', { ...massage, dauer: '60 Minuten', name: 'Anna Schmidt' })
  expect(booked).toMatchObject({ status: 'booked', say: expect.stringMatching('eine Stunde für 80 Euro') })
  const other = ring()
  const held = await other.ask('hold_slot', { ...massage, when: 'morgen um 14 Uhr', dauer: 60 })
  const wrong = { hold_id: held.data.hold_id, dauer: 90, name: 'Anna Schmidt' }
  expect(await other.ask('book_appointment', wrong)).toMatchObject({ status: 'needs_confirmation' })
})

test('services are read out with their lengths', async () => {
  const { say, data } = await ring().ask('list_services')
  expect(say).toMatch('Kopfmassage, 30 Minuten, eine Stunde oder eine Stunde und 30 Minuten; ')
  expect(data.services).toContainEqual(
    expect.objectContaining({
      minutes: 30,
      lengths: [
        { minutes: 30, price_minor: 5_000, currency: 'EUR' },
        { minutes: 60, price_minor: 8_000, currency: 'EUR' },
        { minutes: 90, price_minor: 5_000, currency: 'EUR' },
      ],
    }),
  )
})

test('an English caller hears it in English', async () => {
  const { tenantId, location } = stage.salon
  await stage.hub.locations.update(tenantId, location.id, { language: 'en' })
  const asked = { service: 'a ninety-minute head massage', when: 'tomorrow at 10 am' }
  const { say } = await ring().ask('check_availability', asked)
  expect(say).toMatch('For head massage, one hour and 30 minutes for 50 euros, there is an appointment free')
})
