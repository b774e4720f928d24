import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { RouteRequest } from '../platform/http/route.ts'
import { SchemaCompiler } from '../platform/http/schema-compiler.ts'
import { appointmentPolicyRoutes } from './appointment-policy-routes.ts'
import { appointmentPolicyReply } from './appointment-policy-schemas.ts'
import { berlin, type CallFixture, callFixture, TUESDAY } from './testing/call-fixture.ts'
import { openSalon, type Salon } from './testing/salon.ts'

let hub: CallFixture
let salon: Salon
let id: string
const checkReply = new SchemaCompiler().body(appointmentPolicyReply)

beforeAll(async () => {
  hub = await callFixture()
})

beforeEach(async () => {
  hub.clock.set(berlin(TUESDAY))
  salon = await openSalon(hub)
  const booked = await hub.bookings.book(salon.tenantId, {
    serviceId: salon.ladies.id,
    locationId: salon.location.id,
    start: berlin('2026-11-27T10:00'),
    customerId: null,
    source: 'api',
    requestKey: 'book',
  })
  if (booked.is === 'refused') throw new Error(booked.code)
  id = booked.appointment.id
})

afterAll(() => hub.close())

async function policyOf(language?: 'de' | 'en') {
  const [route] = appointmentPolicyRoutes(hub)
  const reply = await route?.handler({
    tenantId: salon.tenantId,
    params: { id },
    query: language ? { language } : {},
  } as unknown as RouteRequest<never, never, never>)
  checkReply(structuredClone(reply?.body))
  return reply?.body as Record<'cancel' | 'reschedule', { text: string; fee: unknown }>
}

const texts = async (language: 'de' | 'en') => {
  const { cancel, reschedule } = await policyOf(language)
  return [cancel.text, reschedule.text]
}

test('where nobody says anything all is allowed, and free', async () => {
  const silent = { value: null, from: null }
  expect(await policyOf()).toMatchObject({
    appointment_id: id,
    cancel: {
      allowed: true,
      reason: null,
      until: null,
      fee: null,
      rules: { notice_minutes: silent, quota: silent, fee: silent },
      text: 'Der Termin kann abgesagt werden.',
    },
    reschedule: { allowed: true, text: 'Der Termin kann verschoben werden.' },
  })
})

test('who says what, until when and at what price, in data and in words', async () => {
  const { tenantId } = salon
  await hub.policies.put(tenantId, {
    subject: { kind: 'client' },
    rules: {
      cancel: {
        noticeMinutes: 120,
        quota: { count: 2, per: 'month' },
        fee: { amountMinor: 1_500, withinMinutes: 1_440 },
      },
    },
  })
  const service = { kind: 'service', id: salon.ladies.id } as const
  await hub.policies.put(tenantId, {
    subject: service,
    rules: {
      cancel: { noticeMinutes: 720 },
      reschedule: {
        quota: { count: 1, per: 'appointment' },
        fee: { percent: 20, withinMinutes: 5 * 1_440 },
      },
    },
  })
  expect(await policyOf()).toMatchObject({
    cancel: {
      allowed: true,
      until: '2026-11-26T22:00:00+01:00',
      fee: {
        due: false,
        free_until: '2026-11-26T10:00:00+01:00',
        amount_minor: 1_500,
        currency: 'EUR',
        percent: null,
      },
      rules: {
        notice_minutes: { value: 720, from: service },
        quota: { value: { count: 2, per: 'month' }, from: { kind: 'client', id: null } },
        fee: { value: { amount_minor: 1_500, within_minutes: 1_440 }, from: { kind: 'client', id: null } },
      },
    },
    reschedule: { until: null, fee: { due: true, amount_minor: null, percent: 20 } },
  })
  expect(await texts('de')).toEqual([
    'Absagen ist bis Donnerstag, den 26. November, um 22 Uhr möglich. Möglich sind höchstens 2 Absagen im Monat. Bis Donnerstag, den 26. November, um 10 Uhr ist das kostenfrei, danach kostet es 15 Euro.',
    'Der Termin kann verschoben werden. Möglich ist höchstens eine Verschiebung pro Termin. Eine Verschiebung kostet jetzt 20 Prozent des Preises.',
  ])
  expect(await texts('en')).toEqual([
    'It can be cancelled until Thursday, November 26th at 10 PM. Cancelling is possible twice a month at most. Until Thursday, November 26th at 10 AM that is free, after that it costs 15 euros.',
    'The appointment can be moved. Moving is possible once at most. Moving it now costs 20 percent of the price.',
  ])
})

test('a share is that of the price of the length that was booked', async () => {
  const { tenantId, ladies } = salon
  await hub.policies.put(tenantId, {
    subject: { kind: 'client' },
    rules: { cancel: { fee: { percent: 20, withinMinutes: 5 * 1_440 } } },
  })
  const fee = async () => (await policyOf()).cancel.fee
  const own = { minutes: ladies.segments[0]?.minutes ?? 0, priceMinor: 4_000 }
  await hub.catalog.update(tenantId, ladies.id, { priceMinor: own.priceMinor, durations: [] })
  expect(await fee()).toMatchObject({ amount_minor: 800, currency: 'EUR' })
  // As if it had been booked when that length was another one.
  await hub.catalog.update(tenantId, ladies.id, {
    segments: [{ minutes: own.minutes + 30, needs: ['staff'] }],
    durations: [{ minutes: own.minutes, priceMinor: 9_000 }],
  })
  expect(await fee()).toMatchObject({ amount_minor: 1_800 })
})

test('too late is a reason with the deadline, and what has ended is nothing to change', async () => {
  await hub.policies.put(salon.tenantId, {
    subject: { kind: 'client' },
    rules: { cancel: { noticeMinutes: 60 }, reschedule: { noticeMinutes: 60 } },
  })
  hub.clock.set(berlin('2026-11-27T09:30'))
  expect(await policyOf()).toMatchObject({
    cancel: { allowed: false, reason: 'cancel_too_late', until: '2026-11-27T09:00:00+01:00' },
    reschedule: { allowed: false, reason: 'reschedule_too_late' },
  })
  expect(await texts('en')).toEqual([
    "I'm sorry, it could only be cancelled until Friday, November 27th at 9 AM.",
    "I'm sorry, it could only be moved until Friday, November 27th at 9 AM.",
  ])
  await hub.bookings.cancel(salon.tenantId, { appointmentId: id, actor: 'business' })
  expect(await policyOf('de')).toMatchObject({
    cancel: { allowed: false, reason: 'conflict', text: 'Dieser Termin kann nicht mehr abgesagt werden.' },
    reschedule: {
      allowed: false,
      reason: 'conflict',
      text: 'Dieser Termin kann nicht mehr verschoben werden.',
    },
  })
})
