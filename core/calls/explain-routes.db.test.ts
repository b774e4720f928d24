import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { RouteRequest } from '../platform/http/route.ts'
import { SchemaCompiler } from '../platform/http/schema-compiler.ts'
import { explainRoutes } from './explain-routes.ts'
import { explainReply } from './explain-schemas.ts'
import { berlin, type CallFixture, callFixture } from './testing/call-fixture.ts'
import { openSalon, type Salon } from './testing/salon.ts'

let hub: CallFixture
let salon: Salon
const checkReply = new SchemaCompiler().body(explainReply)

beforeAll(async () => {
  hub = await callFixture()
})

beforeEach(async () => {
  salon = await openSalon(hub)
})

afterAll(() => hub.close())

const ELEVEN = '2026-11-25T11:00'

interface Answer {
  offered: boolean
  holiday: string | null
  text: string
  reasons: Array<{ code: string; resource_id: string | null; text: string; until?: string }>
  resources: Array<{ name: string; free: boolean }>
}

async function explain(query: Record<string, unknown> = {}, start = ELEVEN): Promise<Answer> {
  const [route] = explainRoutes(hub)
  const reply = await route?.handler({
    tenantId: salon.tenantId,
    query: {
      service_id: salon.ladies.id,
      location_id: salon.location.id,
      start: new Date(berlin(start)).toISOString(),
      ...query,
    },
  } as unknown as RouteRequest<never, never, never>)
  checkReply(structuredClone(reply?.body))
  return reply?.body as Answer
}

const taking = (start = ELEVEN) => ({
  serviceId: salon.ladies.id,
  locationId: salon.location.id,
  start: berlin(start),
})

async function book(resourceId: string, start = ELEVEN): Promise<void> {
  const customer = await hub.customers.create(salon.tenantId, { name: 'Lena Öztürk', language: 'de' })
  const booked = await hub.bookings.book(salon.tenantId, {
    ...taking(start),
    resourceId,
    customerId: customer.id,
    attendeeName: 'Lena Öztürk',
    source: 'api',
    requestKey: `book ${resourceId} ${start}`,
  })
  expect(booked.is).toBe('booked')
}

test('an offered time says with whom', async () => {
  const answer = await explain()
  expect(answer).toMatchObject({
    offered: true,
    text: 'Mittwoch, der 25. November um 11 Uhr wird angeboten, möglich mit: Lina Weber oder Jörg Kaya.',
    reasons: [],
  })
  expect((await explain({ language: 'en' })).text).toBe(
    'Wednesday, November 25th at 11 AM is offered, possible with: Lina Weber or Jörg Kaya.',
  )
})

test('a refused one says for each resource what is in the way, until when a hold runs, and nobody’s name', async () => {
  await book(salon.lina.id)
  const hold = { ...taking(), resourceId: salon.joerg.id, holder: 'call:other', requestKey: 'hold' }
  expect((await hub.bookings.hold(salon.tenantId, hold)).is).toBe('held')
  const answer = await explain()
  expect(answer.offered).toBe(false)
  expect(answer.reasons).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ code: 'appointment', resource_id: salon.lina.id }),
      expect.objectContaining({ code: 'hold', resource_id: salon.joerg.id, until: expect.any(String) }),
    ]),
  )
  expect(answer.text).toContain('wird nicht angeboten.')
  expect(answer.text).toContain('Lina Weber: ein Termin von 11 Uhr bis 11 Uhr 30.')
  expect(answer.text).toMatch(
    /Jörg Kaya: vorgemerkt von 11 Uhr bis 11 Uhr 30\. Die Vormerkung gilt bis Dienstag, den 24\. November, um /,
  )
  expect(JSON.stringify(answer)).not.toContain('Öztürk')
  expect((await explain({ language: 'en' })).text).toMatch(
    /Lina Weber: an appointment from 11 AM to 11:30 AM\..*Jörg Kaya: held from 11 AM to 11:30 AM\. The hold lasts until Tuesday/,
  )
})

test('one who is busy while another is free is told beside an offer, and is the answer where only they are asked for', async () => {
  await book(salon.lina.id)
  const whole = await explain()
  expect(whole).toMatchObject({ offered: true, reasons: [{ code: 'appointment' }] })
  expect(whole.resources).toMatchObject([
    { name: 'Lina Weber', free: false },
    { name: 'Jörg Kaya', free: true },
  ])
  const only = await explain({ resource_id: salon.lina.id })
  expect(only).toMatchObject({ offered: false, resources: [{ name: 'Lina Weber' }] })
})

test('the closed location is said once, and the notice beside it', async () => {
  const answer = await explain({}, '2026-11-24T06:00')
  expect(answer.reasons.map(({ code }) => code).sort()).toEqual([
    'location_closed',
    'location_closed',
    'too_soon',
  ])
  expect(answer.text.match(/Der Standort hat dann nicht geöffnet/g)).toHaveLength(1)
  expect(answer.text).toContain(
    'Das ist schon vorbei. Frühestens geht: Dienstag, der 24. November um 10 Uhr.',
  )
})

test('a customer who asks hears of a limit of their own', async () => {
  await hub.locations.update(salon.tenantId, salon.location.id, { customerLimits: { perDay: 1 } })
  const { id } = await hub.customers.create(salon.tenantId, { name: 'Lena Öztürk', language: 'de' })
  const details = { customerId: id, source: 'api', requestKey: 'first' }
  await hub.bookings.book(salon.tenantId, { ...taking('2026-11-25T09:00'), ...details })
  expect((await explain()).offered).toBe(true)
  const answer = await explain({ customer_id: id })
  expect(answer).toMatchObject({
    offered: false,
    reasons: [{ code: 'limit_reached' }, { code: 'limit_reached' }],
  })
  expect(
    answer.text.match(/Für diesen Kunden ist die Höchstzahl an Terminen erreicht \(1 am Tag\)\./g),
  ).toHaveLength(1)
})

test('a public holiday is the reason for a closed location', async () => {
  await hub.locations.update(salon.tenantId, salon.location.id, { holidayRegion: 'DE-BE' })
  const answer = await explain({}, '2026-12-25T11:00')
  expect(answer).toMatchObject({ offered: false, holiday: '1. Weihnachtstag' })
  expect(answer.text).toContain('Der Standort hat dann geschlossen: Feiertag (1. Weihnachtstag).')
  expect((await explain()).holiday).toBeNull()
})

test('who can’t do it is the reason where they are asked for', async () => {
  const answer = await explain({ service_id: salon.colour.id, resource_id: salon.joerg.id })
  expect(answer.reasons).toMatchObject([{ code: 'nobody_able', resource_id: null }])
  expect(answer.text).toContain('Jörg Kaya: für diese Leistung dort nicht vorgesehen.')
})

test('a room that is needed as well is told beside the person, and that there is none', async () => {
  const { tenantId, ladies, location } = salon
  await hub.catalog.update(tenantId, ladies.id, { segments: [{ minutes: 30, needs: ['staff', 'room'] }] })
  expect(await explain()).toMatchObject({
    text: 'Mittwoch, der 25. November um 11 Uhr wird nicht angeboten. Für diese Leistung ist dort kein Raum vorgesehen.',
    reasons: [{ code: 'nobody_able', resource_id: null }],
  })
  const room = { locationId: location.id, name: 'Kabine', kind: 'room', serviceIds: [ladies.id] } as const
  await hub.resources.create(tenantId, room)
  expect((await explain()).text).toBe(
    'Mittwoch, der 25. November um 11 Uhr wird angeboten, möglich mit: Lina Weber oder Jörg Kaya, zusammen mit Kabine.',
  )
})

test('between two starts of the grid somebody is free, but not offered', async () => {
  const answer = await explain({}, '2026-11-25T11:10')
  expect(new Set(answer.reasons.map(({ code }) => code))).toEqual(new Set(['off_grid']))
})

test('another client’s service, location and resource are not found, and seconds are refused', async () => {
  const foreign = await openSalon(hub)
  for (const query of [
    { service_id: foreign.ladies.id },
    { location_id: foreign.location.id },
    { resource_id: foreign.lina.id },
  ])
    await expect(explain(query)).rejects.toMatchObject({ code: 'not_found' })
  await expect(explain({ start: '2026-11-25T11:00:30+01:00' })).rejects.toMatchObject({ code: 'invalid' })
})

test('a longer appointment is explained at its own length, which the service has to offer', async () => {
  await hub.catalog.update(salon.tenantId, salon.ladies.id, {
    durations: [{ minutes: 60, priceMinor: null }],
  })
  await book(salon.lina.id, '2026-11-25T11:30')
  const resource_id = salon.lina.id
  expect(await explain({ resource_id })).toMatchObject({ offered: true })
  expect(await explain({ resource_id, duration_minutes: 60 })).toMatchObject({
    offered: false,
    reasons: [{ code: 'appointment', resource_id }],
  })
  await expect(explain({ duration_minutes: 45 })).rejects.toMatchObject({
    code: 'invalid',
    detail: 'duration_minutes must be one of 30, 60.',
  })
})
